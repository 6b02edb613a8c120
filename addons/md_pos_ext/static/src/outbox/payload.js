/** A paid receipt as `sync_from_ui` takes it, with all rows that it has. */

/** Rows that the server knows are left out by core when nothing of them changed. */
function complete(data, name, records, parent) {
    const commands = data[name] || [];
    const named = new Set(commands.map((command) => command[2]?.uuid));
    for (const record of records) {
        if (!named.has(record.uuid)) {
            const values = { ...record.serializeForORM({ keepCommands: true }) };
            delete values.id;
            delete values[parent];
            commands.push([1, record.id, values]);
        }
    }
    data[name] = commands;
}

/** Nothing of the order is changed but its amounts, as core does before it sends one. */
export async function payloadOf(pos, order) {
    await pos.preSyncAllOrders([order]);
    const data = order.serializeForORM({ keepCommands: true });
    complete(data, "lines", order.lines, "order_id");
    complete(data, "payment_ids", order.payment_ids, "pos_order_id");
    return { ...data, state: "paid" };
}

/** What lists show of it. */
export function factsOf(pos, order) {
    return {
        config: pos.config.id,
        till: pos.config.name,
        user: pos.getCashier()?.name || "",
        amount: pos.env.utils.formatCurrency(order.priceIncl),
    };
}
