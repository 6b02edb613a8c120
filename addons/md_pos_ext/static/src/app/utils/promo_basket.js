/** The basket of the promotion contract (docs/promotions.md), from plain facts of an order. */

const QUANTITY_DIGITS = 3;

/** `value` with at most 15 sure digits, half up to `digits` decimals, without a float's dust. */
export function rounded(value, digits) {
    const size = Math.abs(value);
    const text = Number(size.toPrecision(15));
    const whole = Math.round(shifted(text, digits));
    return Math.sign(value) * shifted(whole, -digits) || 0;
}

function shifted(value, places) {
    const [digits, exponent = "0"] = String(value).split("e");
    return Number(`${digits}e${Number(exponent) + places}`);
}

/** An amount as text with exactly `digits` decimals; less than 0 has a minus sign. */
export function moneyText(value, digits) {
    return rounded(value, digits).toFixed(digits);
}

/** A quantity as text, at most 3 decimals, no trailing zeros. */
export function quantityText(value) {
    const text = rounded(value, QUANTITY_DIGITS).toFixed(QUANTITY_DIGITS);
    return text.replace(/\.?0+$/, "");
}

/**
 * What the contract calls a line, or null for what promotions cannot say: a negative price
 * (money taken off as a line of its own), which is no goods.
 */
export function basketLine(line, digits) {
    if (line.price < 0) {
        return null;
    }
    const fraction = !Number.isInteger(rounded(line.qty, QUANTITY_DIGITS));
    return {
        id: line.id,
        sku: line.sku,
        qty: quantityText(line.qty),
        unit_price: moneyText(line.price, digits),
        tags: line.tags ?? [],
        // a fraction of what is sold by piece is one item, like weighed goods
        divisible: Boolean(line.divisible) || fraction,
        locked: Boolean(line.locked),
        at: line.at ?? null,
    };
}

/**
 * The basket. `order`: {currency: {code, digits}, place: {channel, store, price_list},
 * customer, coupons, tenders: [{name, amount}], lines: [{id, sku, qty, price, tags,
 * divisible, locked, at}]}, amounts and quantities as numbers, `amount` null: pays all.
 */
export function basketOf(order) {
    const { digits } = order.currency;
    const tenders = (order.tenders ?? []).map(({ name, amount }) => ({
        name,
        amount: amount === null ? null : moneyText(Math.max(amount, 0), digits),
    }));
    return {
        currency: order.currency,
        channel: order.place?.channel ?? null,
        store: order.place?.store ?? null,
        price_list: order.place?.price_list ?? null,
        customer: order.customer ?? null,
        coupons: [...new Set(order.coupons ?? [])],
        tenders: mergedTenders(tenders),
        lines: order.lines.map((line) => basketLine(line, digits)).filter(Boolean),
    };
}

/** One entry per tender: two payments by one card count together. */
function mergedTenders(tenders) {
    const found = new Map();
    for (const { name, amount } of tenders) {
        const before = found.get(name);
        const all = amount === null || before === null;
        const sum = all ? null : Number(amount) + Number(before ?? 0);
        const digits = amount?.split(".")[1]?.length ?? 0;
        found.set(name, sum === null ? null : moneyText(sum, digits));
    }
    return [...found].map(([name, amount]) => ({ name, amount }));
}

const WHERE = { channels: "channel", stores: "store", price_lists: "price_list" };

/** Promotions of this place, without those that the cashier took out. */
export function promotionsFor(promotions, basket, removed = []) {
    const gone = new Set(removed.map(({ promotion }) => promotion));
    return promotions.filter(({ id, where }) => {
        const elsewhere = Object.entries(WHERE).some(([many, one]) => {
            const places = where?.[many] ?? [];
            return places.length && !places.includes(basket[one]);
        });
        return !elsewhere && !gone.has(id);
    });
}
