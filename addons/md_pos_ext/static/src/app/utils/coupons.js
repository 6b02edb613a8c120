/**
 * Coupons for one use: a till reads and trusts them without asking anybody.
 *
 * [!] Twin of md_inventory_core/lib/coupons.py: same rules, same vectors (in
 * tests/vectors/coupons). There stands what a code says.
 */
import { verify } from "./ed25519.js";

const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BEGIN = "MDC";
const VERSION = 1;
const SIZE = 16;
const SIGNATURE = 64;
const LENGTH = ((SIZE + SIGNATURE) * 8) / 5;
const CONTEXT = new TextEncoder().encode("md-coupon:");
const FIRST_DAY = Date.UTC(2020, 0, 1);
const DAY = 24 * 60 * 60 * 1000;
const ALIKE = { O: "0", I: "1", L: "1" };

export function normalise(text) {
    return (text || "")
        .replace(/[ \t\r\n-]/g, "")
        .toUpperCase()
        .replace(/[OIL]/g, (sign) => ALIKE[sign]);
}

/** Whether a text wants to be a coupon: one of these or a damaged one. */
export function isCoupon(text) {
    const plain = normalise(text);
    return plain.startsWith(BEGIN) && plain.length > LENGTH / 2;
}

function bytesOf(signs) {
    let number = 0n;
    for (const sign of signs) {
        number = (number << 5n) | BigInt(SIGNS.indexOf(sign));
    }
    return Array.from({ length: SIZE + SIGNATURE }, (_, n) =>
        Number((number >> BigInt(8 * (SIZE + SIGNATURE - 1 - n))) & 255n)
    );
}

const numberOf = (bytes) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

/**
 * What a code says that the owner of the public key (hexadecimal) has signed:
 * {number, promotion, until, customer, online}, `until` "2026-12-31" or null; or
 * {problem}: "form" or "signature".
 */
export function readCoupon(text, key) {
    const plain = normalise(text);
    const signs = plain.slice(BEGIN.length);
    const known = [...signs].every((sign) => SIGNS.includes(sign));
    if (!plain.startsWith(BEGIN) || signs.length !== LENGTH || !known) {
        return { problem: "form" };
    }
    const bytes = bytesOf(signs);
    const body = bytes.slice(0, SIZE);
    const owner = (key.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
    if (!verify(bytes.slice(SIZE), [...CONTEXT, ...body], owner)) {
        return { problem: "signature" };
    }
    if (body[0] >> 4 !== VERSION) {
        return { problem: "form" };
    }
    const days = numberOf(body.slice(11, 13));
    return {
        number: numberOf(body.slice(2, 7)),
        promotion: numberOf(body.slice(7, 11)),
        until: days ? new Date(FIRST_DAY + (days - 1) * DAY).toISOString().slice(0, 10) : null,
        customer: numberOf(body.slice(13, 16)),
        online: Boolean(body[0] & 1),
    };
}

/** Numbers as the server packs them: distances in base 36. */
export function unpacked(text) {
    let last = 0;
    return (text ? text.split(",") : []).map((part) => (last += parseInt(part, 36)));
}
