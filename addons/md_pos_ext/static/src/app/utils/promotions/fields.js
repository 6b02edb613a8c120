/** Reading JSON values: each reader says where a wrong one stands. */

import { integerOf } from "./integers.js";

const DECIMAL = /^-?[0-9]+(\.[0-9]+)?$/;
const IDENTITY = /^[A-Za-z0-9._:-]+$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
export const LONGEST = 15; // characters of a decimal
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function fault(path, words) {
    return new Error(`${path}: ${words}`);
}

export function given(value) {
    return value !== null && value !== undefined && !(Array.isArray(value) && !value.length);
}

export function isMapping(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function mapping(value, path) {
    if (!isMapping(value)) {
        throw fault(path, "must be an object");
    }
    return value;
}

export function sub(holder, key, path) {
    const value = holder[key];
    return given(value) ? mapping(value, `${path}.${key}`) : {};
}

export function items(holder, key, path) {
    const value = holder[key];
    if (!given(value)) {
        return [];
    }
    if (!Array.isArray(value)) {
        throw fault(`${path}.${key}`, "must be a list");
    }
    return value;
}

export function required(holder, key, path) {
    const value = holder[key];
    if (!given(value)) {
        throw fault(`${path}.${key}`, "is missing");
    }
    return value;
}

export function textAt(value, path) {
    if (typeof value !== "string" || !value) {
        throw fault(path, "must be a text");
    }
    return value;
}

export function text(holder, key, path) {
    return textAt(required(holder, key, path), `${path}.${key}`);
}

export function optionalText(holder, key, path) {
    const value = holder[key];
    return given(value) ? textAt(value, `${path}.${key}`) : null;
}

export function words(holder, key, path) {
    const value = holder[key];
    if (!given(value)) {
        return "";
    }
    if (typeof value !== "string") {
        throw fault(`${path}.${key}`, "must be a text");
    }
    return value;
}

export function texts(holder, key, path) {
    return items(holder, key, path).map((v, n) => textAt(v, `${path}.${key}[${n}]`));
}

export function identity(holder, key, path, known) {
    const value = text(holder, key, path);
    if (!IDENTITY.test(value)) {
        throw fault(`${path}.${key}`, "holds a character that an id may not have");
    }
    if (known.has(value)) {
        throw fault(`${path}.${key}`, "is there twice");
    }
    known.add(value);
    return value;
}

export function flag(holder, key, path) {
    const value = holder[key];
    if (!given(value)) {
        return false;
    }
    if (typeof value !== "boolean") {
        throw fault(`${path}.${key}`, "must be true or false");
    }
    return value;
}

export function whole(value, path, least) {
    if (!Number.isInteger(value)) {
        throw fault(path, "must be a whole number");
    }
    if (!(least <= value && value <= Number.MAX_SAFE_INTEGER)) {
        throw fault(path, `must be at least ${least}`);
    }
    return value + 0;
}

export function integer(holder, key, path, least, otherwise = null) {
    const value = holder[key];
    if (!given(value) && otherwise !== null) {
        return otherwise;
    }
    return whole(required(holder, key, path), `${path}.${key}`, least);
}

export function optionalInteger(holder, key, path, least) {
    const value = holder[key];
    return given(value) ? whole(value, `${path}.${key}`, least) : null;
}

export function choice(holder, key, path, allowed) {
    const value = holder[key];
    if (!given(value)) {
        return allowed[0];
    }
    if (!allowed.includes(value)) {
        throw fault(`${path}.${key}`, `must be one of ${allowed.join(", ")}`);
    }
    return value;
}

export function decimal(value, path, decimals, signed = false) {
    const right = typeof value === "string" && value.length <= LONGEST && DECIMAL.test(value);
    if (!right || (value[0] === "-" && !signed)) {
        throw fault(path, "must be a decimal number in a text");
    }
    const [left, places = ""] = value.split(".");
    if (places.length > decimals) {
        throw fault(path, `has more than ${decimals} decimals`);
    }
    return integerOf(left + places.padEnd(decimals, "0"));
}

export function money(holder, key, path, digits) {
    return decimal(required(holder, key, path), `${path}.${key}`, digits);
}

export function optionalMoney(holder, key, path, digits) {
    const value = holder[key];
    return given(value) ? decimal(value, `${path}.${key}`, digits) : null;
}

export function percentAt(value, path) {
    const points = decimal(value, path, 2);
    if (!(points > 0 && points <= 10000)) {
        throw fault(path, "must be more than 0 and at most 100");
    }
    return points;
}

/** Whether there is such a day: of the text "2026-11-22", from the year 1 on. */
export function dayExists(text) {
    const [year, month, day] = [+text.slice(0, 4), +text.slice(5, 7), +text.slice(8, 10)];
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    const length = month === 2 && leap ? 29 : (MONTHS[month - 1] ?? 0);
    return year > 0 && day > 0 && day <= length;
}

/** Whether there is such a time: of "16:30" or "16:30:00". */
export function timeExists(text) {
    return text.slice(0, 2) < "24" && text.slice(3, 5) < "60" && text.slice(6) < "60";
}

export function instant(value, path) {
    const right =
        typeof value === "string" &&
        INSTANT.test(value) &&
        dayExists(value.slice(0, 10)) &&
        timeExists(value.slice(11, 19));
    if (!right) {
        throw fault(path, "must be a time like 2026-11-22T16:30:00Z");
    }
    return value;
}
