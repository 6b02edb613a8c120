/** What became of prices while a till did not listen: pure. */

const MOST = 8; // products that are named

/** {product's id: {name, price}} as a till knows them. */
export function known(products) {
    return new Map(products.map((one) => [one.id, { name: one.name, price: one.list_price }]));
}

/**
 * @returns {{rows: Object[], more: number}} products with another price than before, with
 *      the old and the new one, by name; how many are not named
 */
export function changes(before, after, most = MOST) {
    const rows = [...before]
        .filter(([id, { price }]) => after.has(id) && after.get(id).price !== price)
        .map(([id, { name, price }]) => ({ name, old: price, now: after.get(id).price }))
        .sort((a, b) => a.name.localeCompare(b.name));
    return { rows: rows.slice(0, most), more: Math.max(rows.length - most, 0) };
}
