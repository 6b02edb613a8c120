/** What comes back for goods that were sold in promotions. */
import {
    basketOf,
    moneyText,
    promotionsFor,
    quantityText,
    rounded,
} from "@md_pos_ext/app/utils/promo_basket";
import { instantText } from "@md_pos_ext/app/utils/promo_clock";
import { manualOf } from "@md_pos_ext/app/utils/promo_order";
import {
    paidFor,
    refundValues,
    resultOf,
    returnedOf,
    soldNet,
    withinPaid,
} from "@md_pos_ext/app/utils/promo_refund";
import { evaluate, refund } from "@md_pos_ext/app/utils/promotions";

/** A sold line as plain facts. */
function sold(line, digits) {
    const own = {
        id: line.uuid,
        qty: line.qty,
        price: line.price_unit,
        promo: line.md_discount_amount || 0,
        manual: line.md_manual_discount || 0,
        discount: line.discount,
    };
    return { ...own, net: paidFor(own, digits) };
}

/** Rows of lines that come back now: of one sold order, in its order. */
function rowsOf(order, source) {
    return source.lines
        .map((line) => {
            const own = order.lines.filter((one) => one.refunded_orderline_id?.uuid === line.uuid);
            const qty = own.reduce((sum, one) => sum - one.qty, 0);
            const before = Math.max(rounded(line.refundedQty - qty, 3), 0);
            return { id: line.uuid, price: line.price_unit, qty, before, lines: own };
        })
        .filter(({ qty }) => qty > 0);
}

/** What stays of an order when `gone` ({line uuid: quantity}) is taken out, evaluated. */
function kept(desk, source, gone, pinned) {
    const { digits } = desk.currency;
    const facts = desk.facts(source);
    const lines = facts.lines
        .map((line) => ({ ...line, qty: rounded(line.qty - gone[line.id], 3) }))
        .filter(({ qty }) => qty > 0);
    const customer = source.md_promo_customer || facts.customer;
    const basket = basketOf({ ...facts, lines, customer });
    const promotions = promotionsFor(pinned, basket, source.md_promo_removed || []);
    const result = evaluate(basket, promotions, lines[0]?.at ?? instantText(desk.book.clock.now()));
    const left = Object.fromEntries(lines.map(({ id, qty }) => [id, quantityText(qty)]));
    const manual = Object.fromEntries(source.lines.map((one) => [one.uuid, manualOf(one)]));
    const net = ({ id, net }) => rounded(net * (1 - manual[id] / 100), digits);
    return {
        ...result,
        lines: result.lines.map((line) => ({
            ...line,
            qty: left[line.id],
            net: moneyText(net(line), digits),
        })),
    };
}

/** What other orders gave back for the lines of a sold order. */
function givenBefore(order, source, digits) {
    const others = source.lines
        .flatMap((line) => line.refund_orderline_ids || [])
        .filter((line) => line.order_id !== order && line.order_id.state !== "cancel");
    const net = ({ qty, price_unit: price, discount }) => soldNet({ qty, price, discount }, digits);
    return rounded(-others.reduce((sum, line) => sum + net(line), 0), digits);
}

/** The answer of the engine for the rows of one sold order. */
function answer(desk, order, source, rows) {
    const { digits } = desk.currency;
    const pinned = order.uiState.mdPinned?.[source.uuid];
    const positive = source.lines.filter((one) => one.qty > 0);
    const lines = positive.map((one) => sold(one, digits));
    const paid = lines.reduce((sum, line) => sum + line.net, 0);
    const given = givenBefore(order, source, digits);
    const result = resultOf(lines, digits);
    if (desk.pos.config.md_refund_policy !== "recompute" || !pinned) {
        const found = refund(result, returnedOf(rows), "paid_share");
        return withinPaid(found, { paid, given, kept: null }, digits);
    }
    const [before, after] = [{}, {}];
    for (const line of positive) {
        const row = rows.find(({ id }) => id === line.uuid);
        before[line.uuid] = row ? row.before : line.refundedQty;
        after[line.uuid] = before[line.uuid] + (row?.qty ?? 0);
    }
    const untouched = Object.values(before).every((qty) => !qty);
    const first = untouched ? result : kept(desk, source, before, pinned);
    const rest = kept(desk, source, after, pinned);
    const returned = rows.map(({ id, qty }) => ({ line: id, qty: quantityText(qty) }));
    const found = refund(first, returned, { recompute: rest });
    const costs = rest.lines.reduce((sum, line) => sum + Number(line.net), 0);
    return withinPaid(found, { paid, given, kept: costs }, digits);
}

function inPromotion(source) {
    return source.lines.some((line) => line.md_discount_amount > 0);
}

/** Give the lines of a refund the discount with which exactly the right amount comes back. */
export function refundLines(desk, order) {
    const digits = desk.currency.digits;
    const sources = new Set(order.lines.map((one) => one.refunded_orderline_id?.order_id));
    for (const source of sources) {
        const rows = source && inPromotion(source) ? rowsOf(order, source) : [];
        if (!rows.length) {
            continue;
        }
        const values = refundValues(answer(desk, order, source, rows), rows, digits);
        order.mdBatch(() => {
            let changed = false;
            for (const row of rows) {
                changed = write(desk, row, values[row.id], digits) || changed;
            }
            return changed;
        });
    }
}

function write(desk, row, { amount, discount }, digits) {
    // core makes one line of each sold one
    const [line] = row.lines;
    const gross = rounded(row.qty * row.price, digits);
    return desk.write(line, { discount, md_discount_amount: rounded(amount - gross, digits) });
}

/** Fetch what a refund needs to know of old promotions, then price it. */
export async function startRefund(desk, source, order) {
    if (desk.pos.config.md_refund_policy === "recompute" && inPromotion(source)) {
        const pinned = await desk.book.pinned(source.md_promo_revisions || []);
        const others = order.uiState.mdPinned || {};
        order.uiState.mdPinned = { ...others, [source.uuid]: pinned };
    }
    desk.waiting.add(order.uuid);
    desk.flush();
}
