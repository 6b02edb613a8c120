/** From orders of the till to facts for promotions, and back. */
import { rounded } from "@md_pos_ext/app/utils/promo_basket";
import { lineValues } from "@md_pos_ext/app/utils/promo_amounts";

/** What the cashier took off by hand. */
export function manualOf(line) {
    return (line.md_discount_amount ? line.md_manual_discount : line.discount) || 0;
}

/** Lines that no promotion may see: their price is settled otherwise. */
export function isLocked(line, fact) {
    return Boolean(
        fact.locked ||
        line.price_type === "manual" ||
        line.refunded_orderline_id ||
        line.isPartOfCombo() ||
        line.isTipLine() ||
        line.is_reward_line ||
        line.product_id.id === line.config.discount_product_id?.id
    );
}

/** A line as `basketOf` wants it. */
export function lineFacts(line, fact) {
    return {
        id: line.uuid,
        sku: fact.sku,
        qty: line.qty,
        price: line.price_unit,
        tags: fact.tags,
        divisible: fact.divisible,
        locked: isLocked(line, fact),
        at: line.md_promo_at || null,
    };
}

/** Payments that customers have chosen, without change. */
export function paymentsOf(order) {
    return order.payment_ids.filter((payment) => !payment.is_change && payment.amount > 0);
}

/**
 * [{name, amount}]; the last payment of an order that is covered takes the rest, whatever
 * promotions make of it; one that pays all has no amount.
 */
export function tendersOf(order) {
    const payments = paymentsOf(order);
    const covered = payments.length > 0 && order.remainingDue === 0;
    return payments.map((payment, n) => ({
        name: payment.payment_method_id.md_tender || "other",
        amount: covered && payments.length === 1 ? null : payment.amount,
        rest: covered && payments.length > 1 && n === payments.length - 1,
    }));
}

/** Values to write on a line, only those that change. */
export function changesOf(line, share, digits) {
    const own = { qty: line.qty, price: line.price_unit, manual: manualOf(line) };
    const { amount, shares, discount } = lineValues(own, share.amount, share.shares, digits);
    const wanted = {
        md_discount_amount: amount,
        md_promo_shares: shares,
        md_manual_discount: own.manual,
        discount,
    };
    return Object.fromEntries(
        Object.entries(wanted).filter(([name, value]) => differs(line[name], value))
    );
}

function differs(before, after) {
    if (typeof after === "number") {
        return (before || 0) !== after;
    }
    const text = (value) => JSON.stringify(value || []);
    return text(before) !== text(after);
}

/** What the order itself keeps of what was found. */
export function orderValues({ result, promotions, basket }, total) {
    return {
        md_promo_version: result.version,
        md_promo_revisions: promotions.map(({ id, rev }) => [id, rev]),
        md_promo_deals: result.deals,
        md_promo_total: total,
        md_promo_customer: basket.customer,
    };
}

/** What all promotions take off an order. */
export function savedOf(order) {
    const sum = order.lines.reduce((all, line) => all + (line.md_discount_amount || 0), 0);
    return rounded(sum, order.currency.decimal_places);
}
