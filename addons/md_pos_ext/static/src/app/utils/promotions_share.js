/**
 * Who gets a promotion that only some get: told by the order or the customer alone.
 *
 * The twin is `md_inventory_core/lib/promotion_terms/share.py`; all sellers say the same.
 */

/** FNV-1a of the UTF-8 bytes with Murmur's last mixing, 32 bits. */
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

/** Whether the order (its uuid) or its customer (id or null) is among the share. */
export function gets({ id, share }, order, customer) {
    if (!share) {
        return true;
    }
    const who = share.by === "customer" ? customer : order;
    return Boolean(who) && hash(`${id}:${who}`) % 10000 < share.points;
}
