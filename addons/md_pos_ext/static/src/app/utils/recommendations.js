/** What goes with a basket: the twin of `suggest` in md_inventory_core/lib/baskets.py. */

/**
 * @param {Iterable<number>} basket ids of the products in it
 * @param {Object<number, [number, number][]>} table companions of each product, with scores
 * @param {(id: number) => boolean} offers whether the till can sell a product
 * @param {number} top so many at most
 * @returns {number[]} ids, the best first; of equals the older product
 */
export function suggest(basket, table, offers, top = 3) {
    const inBasket = new Set(basket);
    const scores = new Map();
    for (const item of inBasket) {
        for (const [other, score] of table[item] ?? []) {
            if (!inBasket.has(other) && offers(other)) {
                scores.set(other, (scores.get(other) ?? 0) + score);
            }
        }
    }
    const ranked = [...scores].sort(([a, one], [b, two]) => two - one || a - b);
    return ranked.slice(0, top).map(([item]) => item);
}
