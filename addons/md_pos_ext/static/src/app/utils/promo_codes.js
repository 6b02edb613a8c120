/**
 * Codes of promotions that many may use, as a till knows them: by marks.
 *
 * [!] Twin of md_inventory_core/lib/promo_codes.py: same rules, same vectors (in
 * tests/vectors/promo_codes). The marks are the twin's PBKDF2 with SHA-256 in plain
 * JavaScript, for browsers have their own over https only.
 */
import { hmacSha256 } from "./promotions/sha256.js";

const ROUNDS = 4000;
const SIZE = 16; // bytes of a mark
const IDLE = /[ \t\r\n\-_.@#/\u2010-\u2014]/g;
const ALIKE = { O: "0", I: "1", L: "1" };
const marks = new Map();

/** A code as it is compared: capitals, no spaces and dashes, no look-alikes. */
export function normal(text) {
    return (text || "")
        .normalize("NFKC")
        .toUpperCase()
        .replace(IDLE, "")
        .replace(/[OIL]/g, (sign) => ALIKE[sign]);
}

/** What a till knows of a code; `salt`: of the server's database. */
export function mark(text, salt) {
    const code = normal(text);
    const key = `${salt}:${code}`;
    if (!marks.has(key)) {
        marks.set(key, `#${pbkdf2(code, salt)}`);
    }
    return marks.get(key);
}

/** The first bytes of the first block, as hexadecimal digits. */
function pbkdf2(code, salt) {
    const encoder = new TextEncoder();
    const sign = hmacSha256(encoder.encode(code));
    let last = sign(Uint8Array.of(...encoder.encode(salt), 0, 0, 0, 1));
    const sum = Uint8Array.from(last);
    for (let round = 1; round < ROUNDS; round++) {
        last = sign(last);
        last.forEach((byte, n) => (sum[n] ^= byte));
    }
    return [...sum.slice(0, SIZE)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const SAID = { paused: "paused", ended: "ended", spent: "spent" };

/**
 * Why a code opens nothing here and now, as a word with its promotion, or null.
 *
 * @param {String} text as it was typed
 * @param {Object} known {salt, rows: [{mark, id, name, state, from, to, here}]}, times in
 *  milliseconds or null
 * @param {Object[]} promotions contracts that this till has
 * @param {Object} order {basket, now}: who buys where; milliseconds
 */
export function codeProblem(text, known, promotions, order) {
    const code = normal(text);
    if (!code) {
        return { word: "empty" };
    }
    const own = mark(code, known.salt);
    const rows = known.rows.filter((row) => row.mark === own);
    if (!rows.length) {
        return { word: "unknown" };
    }
    const found = rows.map((row) => ({ ...row, word: rowProblem(row, promotions, order) }));
    return found.some(({ word }) => !word) ? null : found.at(-1);
}

function rowProblem(row, promotions, { basket, now }) {
    if (row.to !== null && row.to <= now) {
        return "ended";
    }
    if (SAID[row.state]) {
        return SAID[row.state];
    }
    if (row.from !== null && row.from > now) {
        return "early";
    }
    const contract = promotions.find(({ id }) => id === row.id);
    return row.here && contract ? placeProblem(contract.where ?? {}, basket) : "elsewhere";
}

function placeProblem(where, basket) {
    const outside = (many, one) => many?.length && !many.includes(one);
    if (outside(where.channels, basket.channel) || outside(where.stores, basket.store)) {
        return "elsewhere";
    }
    if (outside(where.price_lists, basket.price_list)) {
        return "list";
    }
    const groups = where.customer_groups ?? [];
    if (!groups.length || basket.customer?.groups.some((group) => groups.includes(group))) {
        return null;
    }
    return basket.customer ? "stranger" : "customer";
}
