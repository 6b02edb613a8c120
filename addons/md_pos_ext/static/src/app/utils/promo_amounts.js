/** From the engine's result to lines of an order. Amounts are numbers in the currency. */
import { rounded } from "./promo_basket.js";

const PERCENT_DIGITS = 10; // so that price * quantity * (1 - % / 100) rounds to the amount

/** What a line costs after promotions and after the cashier's own discount on that. */
export function lineNet({ qty, price, promo, manual }, digits) {
    const gross = rounded(qty * price, digits);
    const left = Math.max(gross - promo, 0);
    return rounded(left * (1 - (manual || 0) / 100), digits);
}

/** The percentage for which core's arithmetic gives exactly `net`. */
export function percentFor({ qty, price }, net) {
    const gross = qty * price;
    if (!gross) {
        return 0;
    }
    const percent = rounded(100 * (1 - net / gross), PERCENT_DIGITS);
    return Math.min(Math.max(percent, 0), 100);
}

/** {amount, shares, discount} of one line; without a promotion the cashier's own stays. */
export function lineValues(line, amount, shares, digits) {
    const manual = line.manual || 0;
    if (!amount) {
        return { amount: 0, shares: [], discount: manual };
    }
    const net = lineNet({ ...line, promo: amount }, digits);
    return { amount, shares, discount: percentFor(line, net) };
}

/**
 * {line id: {amount, shares}} of a result.
 * @param {Object} known {promotion id: {name, rev}}
 */
export function sharesOf(result, known) {
    const found = {};
    for (const line of result.lines) {
        found[line.id] = {
            amount: Number(line.discount),
            shares: line.shares.map((share) => ({
                promotion: share.promotion,
                rev: known[share.promotion]?.rev ?? "",
                name: known[share.promotion]?.name || share.promotion,
                deal: share.deal,
                qty: share.qty,
                amount: share.amount,
            })),
        };
    }
    return found;
}

/** [{promotion, name, amount}] of shares of any lines, in the order they come. */
export function byPromotion(shares, digits) {
    const found = new Map();
    for (const { promotion, name, amount } of shares) {
        const before = found.get(promotion) ?? { promotion, name, amount: 0 };
        before.amount = rounded(before.amount + Number(amount), digits);
        found.set(promotion, before);
    }
    return [...found.values()];
}

/**
 * Share `total` by the sizes of `parts` (numbers >= 0), to the smallest unit, by largest
 * remainder; ties to the earlier. All 0: the first takes it.
 */
export function spread(total, parts, digits) {
    const unit = 10 ** digits;
    const whole = Math.round(total * unit);
    const sum = parts.reduce((all, part) => all + part, 0);
    if (!sum) {
        return parts.map((_part, n) => (n ? 0 : whole / unit));
    }
    const exact = parts.map((part) => (whole * part) / sum);
    const shares = exact.map(Math.floor);
    let rest = whole - shares.reduce((all, share) => all + share, 0);
    const order = exact
        .map((value, n) => [value - shares[n], n])
        .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    for (const [, n] of order) {
        if (rest-- <= 0) {
            break;
        }
        shares[n] += 1;
    }
    return shares.map((share) => share / unit);
}
