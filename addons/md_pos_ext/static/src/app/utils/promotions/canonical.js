/** One way to write a value, so that two programs can compare to the byte. */

import { negative, over, plus, times } from "./integers.js";

/** For sort(): texts by code point; UTF-16 puts what is beyond U+FFFF too early. */
export function byCodePoint(one, other) {
    const shared = Math.min(one.length, other.length);
    for (let at = 0; at < shared; at++) {
        const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
        if (a !== b) {
            return rank(a) - rank(b);
        }
    }
    return one.length - other.length;
}

function rank(unit) {
    if (unit < 0xd800) {
        return unit;
    }
    return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

export function canonical(value) {
    if (value === null || typeof value !== "object") {
        return typeof value === "bigint" ? String(value) : JSON.stringify(value);
    }
    if (Array.isArray(value)) {
        return `[${value.map(canonical).join(",")}]`;
    }
    const keys = Object.keys(value).sort(byCodePoint);
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

export function moneyText(amount, digits) {
    const sign = amount < 0 ? "-" : "";
    const text = String(amount < 0 ? -amount : amount).padStart(digits + 1, "0");
    if (!digits) {
        return sign + text;
    }
    return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export function quantityText(thousandths) {
    const text = moneyText(thousandths, 3);
    return text.replace(/\.?0+$/, "");
}

export function halfUp(numerator, denominator) {
    if (numerator < 0) {
        return negative(halfUp(negative(numerator), denominator));
    }
    return over(plus(times(2, numerator), denominator), times(2, denominator));
}
