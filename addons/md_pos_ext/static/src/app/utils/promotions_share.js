/**
 * Who gets a promotion that only some get: told by the order or the customer alone, so
 * that every seller says the same. Twin of lib/promotion_terms/share.py.
 */

function hash(text) {
    let value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) {
        value = Math.imul(value ^ byte, 0x01000193);
    }
    value ^= value >>> 16;
    value = Math.imul(value, 0x85ebca6b);
    value ^= value >>> 13;
    value = Math.imul(value, 0xc2b2ae35);
    return (value ^ (value >>> 16)) >>> 0;
}

/**
 * @param {Object} contract of a promotion; `share` is {points, by} or missing
 * @param {string} order its uuid or reference
 * @param {?string} customer id, null when unknown
 * @returns {boolean} whether this order is among those that get it
 */
export function gets(contract, order, customer) {
    const share = contract.share;
    if (!share) {
        return true;
    }
    const who = share.by === "customer" ? customer : order;
    return Boolean(who) && hash(`${contract.id}:${who}`) % 10000 < share.points;
}
