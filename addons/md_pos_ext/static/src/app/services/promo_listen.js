/** Say the uuid of every order of which something changes. */
export function listen(pos, changed) {
    const { models } = pos;
    const lines = models["pos.order.line"];
    const orders = models["pos.order"];
    const payments = models["pos.payment"];
    const touch = (uuid) => uuid && changed(uuid);
    const ofLines = (ids) => lines.readMany(ids).forEach((one) => touch(one.order_id?.uuid));
    const ofPayments = (ids) =>
        payments.readMany(ids).forEach((one) => touch(one.pos_order_id?.uuid));
    const current = () => touch(pos.selectedOrderUuid);
    lines.addEventListener("create", ({ ids }) => ofLines(ids));
    lines.addEventListener("update", ({ id }) => ofLines([id]));
    lines.addEventListener("delete", current);
    payments.addEventListener("create", ({ ids }) => ofPayments(ids));
    payments.addEventListener("update", ({ id }) => ofPayments([id]));
    payments.addEventListener("delete", current);
    orders.addEventListener("update", ({ id }) => touch(orders.get(id)?.uuid));
}
