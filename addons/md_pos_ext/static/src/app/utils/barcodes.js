/**
 * What a scanned text may mean, at a till without a server.
 *
 * [!] Twin of md_inventory_core/lib/barcodes (keys, elements, instore): same rules, same
 * test vectors (tests/vectors/barcodes). Python knows all GS1 identifiers; here are those
 * that a till uses, the others are only stepped over.
 */

import { normalise } from "./gtin.js";

const SEPARATOR = "\x1d";
// What scanners put in front to say which symbol they read: with element strings, without.
const SYMBOLS = ["]C1", "]e0", "]d2", "]Q3", "]J1"];
const BARE = ["]E0", "]E4", "]I1", "]C0", "]Q1", "]d1"];
// Length of an identifier, and of what follows when that is fixed, by its first two digits.
const IDENTIFIERS = [
    [2, "00 01 02 03 04 11 12 13 14 15 16 17 18 19 20 10 21 22 30 37"],
    [2, "90 91 92 93 94 95 96 97 98 99"],
    [3, "23 24 25 40 41 42 71"],
    [4, "31 32 33 34 35 36 39 43 70 72 80 81 82"],
];
const FIXED = { "00": 18, "01": 14, "02": 14, "03": 14, "04": 16, 20: 2, 41: 13 };
const LONGEST = { 10: 20, 21: 20, 22: 20, 30: 8, 37: 8 };
const MEASURES = { 310: "kg", 320: "lb", 311: "m", 315: "l" };
// GS1 General Specifications, section 7.9: weights of the digits of a price or weight.
const TWO_MINUS = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
const THREE = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
const FIVE_PLUS = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
const FIVE_MINUS = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];

/** The text without what the scanner put in front; element strings keep their symbol. */
export function bare(text) {
    const code = text.trim();
    return BARE.some((symbol) => code.startsWith(symbol)) ? code.slice(3) : code;
}

/** All texts that are the same barcode as `text`, itself first: UPC-A, EAN-13, GTIN-14. */
export function spellings(text) {
    let normal;
    try {
        normal = normalise(text);
    } catch {
        return [text];
    }
    const found = [text];
    for (const length of [14, 13, 12, 8]) {
        if (/^0*$/.test(normal.slice(0, 14 - length))) {
            found.push(normal.slice(14 - length));
        }
    }
    return [...new Set(found)];
}

/**
 * What GS1 element strings say; null when `text` is none with an article number:
 * {gtin, parts: [[identifier, text]], lot, serial, expiry (YYYY-MM-DD), count, measure,
 * unit, price}.
 */
export function elements(text, today = new Date()) {
    const parts = text.startsWith("(") ? printed(text) : scanned(text);
    const goods = parts?.find(([number]) => number === "01" || number === "02");
    if (!goods) {
        return null;
    }
    const found = {
        parts,
        lot: "",
        serial: "",
        expiry: "",
        count: 0,
        measure: 0,
        unit: "",
        price: 0,
    };
    try {
        found.gtin = normalise(goods[1]);
        for (const [number, value] of parts) {
            take(found, number, value, today);
        }
    } catch {
        return null;
    }
    return found;
}

/** The check digit of a price or weight of 4 or 5 digits. */
export function valueCheckDigit(digits) {
    const weigh = (tables) =>
        tables.reduce((total, table, place) => total + table[Number(digits[place])], 0);
    if (digits.length === 4) {
        return (weigh([TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS]) * 3) % 10;
    }
    const total = weigh([FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS]);
    return FIVE_MINUS.indexOf((10 - (total % 10)) % 10);
}

/**
 * Barcode of the article, with zeros for the value and its check digit, of a code whose
 * value has a check digit of its own; null when that is wrong.
 */
export function withoutCheckedValue(code, pattern) {
    const start = pattern.indexOf("{");
    const digits = code.slice(start, -1);
    if (Number(code[start - 1]) !== valueCheckDigit(digits)) {
        return null;
    }
    return code.slice(0, start - 1) + "0".repeat(digits.length + 1);
}

/**
 * {quantity, price}: how much of goods sold by weight costs `total` at `price` a unit.
 *
 * The quantity is rounded; the price of a unit changes by as little as makes the line
 * cost what the label says. null when no quantity does.
 */
export function measured(total, price, quantityDigits, priceDigits, currencyDigits = 2) {
    const near = total / price;
    if (!(near > 0) || !Number.isFinite(near)) {
        return null;
    }
    const quantity = round(near, quantityDigits);
    for (const step of [0, 1, -1, 2, -2, 3, -3]) {
        const tried = round(quantity + step / 10 ** quantityDigits, quantityDigits);
        if (tried <= 0) {
            continue;
        }
        for (const each of [price, round(total / tried, priceDigits)]) {
            if (round(tried * each, currencyDigits) === round(total, currencyDigits)) {
                return { quantity: tried, price: each };
            }
        }
    }
    return null;
}

function round(number, digits) {
    return Math.round((number + Number.EPSILON) * 10 ** digits) / 10 ** digits;
}

function printed(text) {
    const parts = [...text.matchAll(/\((\d{2,4})\)([^(]+)/g)];
    const whole = parts.map(([all]) => all).join("") === text;
    return whole ? parts.map(([, number, value]) => [number, value]) : null;
}

function scanned(text) {
    const symbol = SYMBOLS.some((name) => text.startsWith(name));
    let rest = withoutSeparator(symbol ? text.slice(3) : text);
    const parts = [];
    while (rest) {
        const part = firstPart(rest);
        if (!part) {
            return null;
        }
        parts.push(part);
        rest = withoutSeparator(rest.slice(part[0].length + part[1].length));
    }
    return parts.length ? parts : null;
}

/** [identifier, text] that the rest begins with; null when it begins with none. */
function firstPart(rest) {
    const two = rest.slice(0, 2);
    const size = IDENTIFIERS.find(([, all]) => all.split(" ").includes(two))?.[0];
    if (!size || rest.length <= size) {
        return null;
    }
    const fixed = FIXED[two] ?? (/^(1[1-9]|3[1-6])/.test(two) ? 6 : 0);
    const following = rest.slice(size);
    const end = fixed || (following + SEPARATOR).indexOf(SEPARATOR);
    const value = following.slice(0, end);
    const right = fixed
        ? value.length === fixed && /^\d+$/.test(value)
        : value && value.length <= (LONGEST[two] ?? 90);
    return right ? [rest.slice(0, size), value] : null;
}

function withoutSeparator(text) {
    let start = 0;
    while (text[start] === SEPARATOR) {
        start += 1;
    }
    return text.slice(start);
}

function take(found, number, value, today) {
    if (number === "10") {
        found.lot = value;
    } else if (number === "21") {
        found.serial = value;
    } else if (number === "17") {
        found.expiry = day(value, today);
    } else if (number === "30" || number === "37") {
        found.count = found.count || Number(digitsOnly(value));
    } else if (/^3[1-6]\d\d$/.test(number) && MEASURES[number.slice(0, 3)]) {
        found.measure = Number(digitsOnly(value)) / 10 ** Number(number[3]);
        found.unit = MEASURES[number.slice(0, 3)];
    } else if (/^392\d$/.test(number)) {
        found.price = Number(digitsOnly(value)) / 10 ** Number(number[3]);
    } else if (/^393\d$/.test(number)) {
        found.price = Number(digitsOnly(value).slice(3)) / 10 ** Number(number[3]);
    }
}

function digitsOnly(value) {
    if (!/^\d+$/.test(value)) {
        throw new Error("not digits");
    }
    return value;
}

/** YYMMDD as YYYY-MM-DD: within 49 years before and 50 after; day 00 is the month's last. */
function day(value, today) {
    digitsOnly(value);
    const now = today.getFullYear();
    const two = Number(value.slice(0, 2));
    const apart = two - (now % 100);
    let century = now - (now % 100);
    century += apart >= 51 ? -100 : apart <= -50 ? 100 : 0;
    const [month, given] = [Number(value.slice(2, 4)), Number(value.slice(4, 6))];
    const last = new Date(Date.UTC(century + two, month, 0)).getUTCDate();
    if (month < 1 || month > 12 || given > last) {
        throw new Error("no date");
    }
    const text = (number) => String(number).padStart(2, "0");
    return `${century + two}-${text(month)}-${text(given || last)}`;
}
