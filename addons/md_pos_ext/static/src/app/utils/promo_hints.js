/** What a suggestion of the engine means for goods that this till sells. */

/** Whether goods {sku, tags, price} match a selector of the contract. */
export function matches(select, { sku, tags, price }) {
    const own = new Set(tags);
    const given = (list) => Boolean(list?.length);
    const tests = [
        !given(select.skus) || select.skus.includes(sku),
        !given(select.tags_any) || select.tags_any.some((tag) => own.has(tag)),
        !given(select.tags_all) || select.tags_all.every((tag) => own.has(tag)),
        !given(select.not_tags) || !select.not_tags.some((tag) => own.has(tag)),
        (select.price_min ?? null) === null || price >= Number(select.price_min),
        (select.price_max ?? null) === null || price <= Number(select.price_max),
    ];
    return tests.every(Boolean);
}

/**
 * Suggestions as the till shows them, best first: {promotion, gain, missing: [{qty, amount,
 * goods}]}, goods that match, those in the basket first.
 * @param {Object[]} suggestions of the engine
 * @param {Object[]} basket goods in the basket: {sku, tags, price, product}
 * @param {Function} others all goods of the till, asked only when the basket has none
 */
export function hintsOf(suggestions, basket, others, most = 2) {
    const hints = suggestions.map(({ promotion, gain, missing }) => ({
        promotion,
        gain: gain === null ? null : Number(gain),
        missing: missing.map((entry) => ({
            qty: entry.qty === undefined ? null : Number(entry.qty),
            amount: entry.amount === undefined ? null : Number(entry.amount),
            goods: goodsFor(entry.select, basket, others),
        })),
    }));
    return hints.sort((a, b) => (b.gain ?? 0) - (a.gain ?? 0)).slice(0, most);
}

const MOST_GOODS = 24;

function goodsFor(select, basket, others) {
    const found = new Map();
    const add = (all) => {
        for (const goods of all) {
            if (found.size >= MOST_GOODS) {
                return;
            }
            if (!found.has(goods.sku) && matches(select, goods)) {
                found.set(goods.sku, goods);
            }
        }
    };
    add(basket);
    if (!found.size) {
        add(others());
    }
    return [...found.values()];
}
