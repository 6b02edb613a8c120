/**
 * What is paid, given back and left on each tender, in smallest units of a currency.
 *
 * [!] Twin of md_pos_ext/lib/tender_money.py: same rules, same vectors (tests/vectors/
 * tenders). A payment is {tender, amount, cash}; lists of [tender, amount] keep the order of
 * the payments.
 */

const told = (problem, value, tender = null) => ({ problem, value, tender });

function sumsOf(payments, sign) {
    const sums = new Map();
    for (const { tender, amount } of payments) {
        sums.set(tender, (sums.get(tender) ?? 0) + sign * amount);
    }
    return sums;
}

/** [[tender, amount]] of what was really paid on each; change is below 0. */
export function paidOn(payments) {
    return [...sumsOf(payments, 1)].filter(([, amount]) => amount > 0);
}

/**
 * The payments of an order with a row that takes their rounding out.
 *
 * A customer who pays 35 for 34.80 gets 34.80 back, rounded again. `total` is what the order
 * costs, not rounded; what differs by a `step` or more is no rounding.
 */
export function exact(payments, total, step) {
    const rest = payments.reduce((sum, { amount }) => sum + amount, 0) - total;
    if (!payments.length || !rest || Math.abs(rest) >= step) {
        return payments;
    }
    const owner = payments.find(({ cash }) => cash) ?? payments.at(-1);
    return [...payments, { ...owner, amount: -rest }];
}

/** [[tender, amount]] of what may still go back; `refunds`: earlier payments, below 0. */
export function leftOn(paid, refunds) {
    const back = sumsOf(refunds, -1);
    return paid.map(([tender, amount]) => [tender, Math.max(amount - (back.get(tender) ?? 0), 0)]);
}

/**
 * {rows: [[tender, amount]], rest} of a refund of `due` (above 0): cards and phones first, in
 * the order in which they paid, then `cash` (a list of tenders).
 */
export function proposal(due, left, cash) {
    const rows = [];
    let rest = due;
    const order = left.toSorted((a, b) => cash.includes(a[0]) - cash.includes(b[0]));
    for (const [tender, amount] of order) {
        const given = Math.min(amount, rest);
        if (given > 0) {
            rows.push([tender, given]);
            rest -= given;
        }
    }
    return { rows, rest };
}

/** [[tender, excess]] of refund payments (below 0) that go over what is left. */
export function over(payments, left) {
    const limits = new Map(left);
    return [...sumsOf(payments, -1)]
        .map(([tender, amount]) => [tender, amount - (limits.get(tender) ?? 0)])
        .filter(([, excess]) => excess > 0);
}

/**
 * Why payments do not settle an order, {problem, value, tender}, or null.
 *
 * `due` is below 0 when money goes back; `remaining` is what is still to pay or to give back,
 * as the till rounds it; cash is rounded to `step`.
 */
export function problem(due, payments, remaining = 0, step = 1) {
    const sign = due < 0 ? -1 : 1;
    const wrong = payments.find(({ amount }) => amount * sign < 0);
    if (wrong) {
        return told("sign", wrong.amount, wrong.tender);
    }
    if (remaining) {
        return told("short", Math.abs(remaining));
    }
    const total = (rows) => rows.reduce((sum, { amount }) => sum + sign * amount, 0);
    const byCash = payments.filter(({ cash }) => cash);
    if (sign < 0) {
        const excess = total(payments) + due;
        return excess > (byCash.length ? step - 1 : 0) ? told("over", excess) : null;
    }
    const excess = total(payments) - due - total(byCash);
    return excess > 0 ? told("change", excess) : null;
}
