/** Refunds of lines that were sold in promotions; see `refund` of the contract. */
import { rounded, moneyText, quantityText } from "./promo_basket.js";
import { lineNet, percentFor, spread } from "./promo_amounts.js";

/** A sold order's lines as `refund` reads a result. */
export function resultOf(lines, digits) {
    const sum = lines.reduce((all, line) => all + line.net, 0);
    return {
        lines: lines.map(({ id, qty, net }) => ({
            id,
            qty: quantityText(qty),
            net: moneyText(net, digits),
        })),
        deals: [],
        total: { net: moneyText(rounded(sum, digits), digits) },
    };
}

/** What was paid for a line. */
export function paidFor(line, digits) {
    return line.promo ? lineNet(line, digits) : soldNet(line, digits);
}

/** What a line costs with its percentage; below 0 for goods that came back. */
export function soldNet({ qty, price, discount }, digits) {
    return rounded(qty * price * (1 - (discount || 0) / 100), digits);
}

/** [{line, qty, before}] with something in it. */
export function returnedOf(rows) {
    return rows.map(({ id, qty, before }) => ({
        line: id,
        qty: quantityText(qty),
        before: quantityText(before || 0),
    }));
}

/**
 * The answer of `refund` with a total that all refunds of an order add up with: never more
 * than is left of what was paid, and with nothing kept exactly that.
 * @param {Object} sums {paid, given: what came back before, kept: what the rest costs, null
 *     where each unit has its part of what was paid}
 */
export function withinPaid(refunded, { paid, given, kept }, digits) {
    const left = Math.max(rounded(paid - given, digits), 0);
    const total = Number(refunded.total);
    const found = kept === null ? Math.min(total, left) : Math.max(left - kept, 0);
    return { ...refunded, total: moneyText(found, digits) };
}

/**
 * {line id: {amount, discount}} for the lines that come back; they carry what lines that
 * stay lose, too: a receipt has no line of nothing.
 * @param {Object} refunded answer of `refund`
 * @param {Object[]} rows [{id, qty, price}], quantities that come back now
 */
export function refundValues(refunded, rows, digits) {
    const own = Object.fromEntries(refunded.lines.map(({ id, amount }) => [id, Number(amount)]));
    const total = Number(refunded.total);
    const parts = rows.map(({ id }) => Math.max(own[id] ?? 0, 0));
    const sum = rounded(
        parts.reduce((all, part) => all + part, 0),
        digits
    );
    const amounts = sum === total ? parts : spread(total, parts, digits);
    return Object.fromEntries(
        rows.map((row, n) => [
            row.id,
            { amount: amounts[n], discount: percentFor(row, amounts[n]) },
        ])
    );
}
