/** Sample baskets of a till's goods: what the browser compiles the engine with. */
import { basketOf } from "./promo_basket.js";

const LINES = 40;

/** Every so many things of a list, from another one on with each turn, at most LINES. */
export function sample(things, turn) {
    const many = Math.min(LINES, things.length);
    const step = Math.max(1, Math.floor(things.length / Math.max(1, many)));
    return Array.from({ length: many }, (_one, at) => things[(turn + at * step) % things.length]);
}

/**
 * A basket of some goods, one to three of each.
 * @param {Object} order {currency, place} as for `basketOf`
 * @param {Object[]} goods [{sku, price, tags, divisible, locked}]
 */
export function sampleBasket(order, goods, turn) {
    const lines = sample(goods, turn).map((one, at) => ({
        ...one,
        id: `warm${at}`,
        qty: 1 + ((at + turn) % 3),
        at: null,
    }));
    return basketOf({ ...order, lines });
}
