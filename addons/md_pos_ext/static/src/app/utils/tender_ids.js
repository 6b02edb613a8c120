/**
 * Transaction ids of mobile banking, and numbers of who paid.
 *
 * [!] Twin of md_pos_ext/lib/tender_ids.py: same rules, same vectors (tests/vectors/tenders).
 * What is wrong is {problem, value} for the caller to put into words.
 */

// Between the characters of an id as people write, paste and read it.
const BETWEEN = /[\s\-\u2010-\u2015_.:#\u200b-\u200f\u2060\ufeff]/g;
const MOBILE = /^01[3-9][0-9]{8,9}$/; // Rocket adds one digit to the number
const MASKED = /^[0-9]{3}\*{5,6}[0-9]{3}$/;
const ENDS = 3; // digits that stay at both ends of a payer's number
const LONGEST_KEPT = 64;

const told = (problem, value = null) => ({ problem, value });

function plain(text) {
    const digits = (one) => String(one.codePointAt(0) - 0x9e6);
    return text
        .normalize("NFKC")
        .replace(/[\u09e6-\u09ef]/g, digits)
        .replace(BETWEEN, "");
}

function number(text) {
    const found = plain(text).replace(/[()+]/g, "");
    return found.startsWith("880") ? found.slice(2) : found;
}

/** The one spelling of an id under which equal ids compare equal. */
export function normalise(text) {
    const upper = plain(text).replace(/[a-z]/g, (one) => one.toUpperCase());
    return [...upper].slice(0, LONGEST_KEPT).join("");
}

/** What is wrong with an id, null for nothing; `form`: {shortest, longest, digits}. */
export function problem(text, form) {
    const key = normalise(text);
    const characters = [...key];
    const strange = characters.find((one) => !/[A-Z0-9]/.test(one));
    if (!key) {
        return told("empty");
    }
    if (strange) {
        return told("character", strange);
    }
    if (form.digits && /[A-Z]/.test(key)) {
        return told(
            "digits",
            characters.find((one) => !/[0-9]/.test(one))
        );
    }
    if (key.length < form.shortest) {
        return told("short", key.length);
    }
    if (key.length > form.longest) {
        return told("long", key.length);
    }
    return new Set(characters).size === 1 ? told("same", key[0]) : null;
}

/** What is wrong with a payer's mobile number, null for nothing. */
export function payerProblem(text) {
    const own = number(text);
    const right = !own || MOBILE.test(own) || MASKED.test(own);
    return right ? null : told("payer", [...own].length);
}

/** A payer's number without its middle, "" of what is none. */
export function masked(text) {
    const own = number(text);
    if (MASKED.test(own)) {
        return own;
    }
    if (!/^[0-9]+$/.test(own) || own.length <= 2 * ENDS) {
        return "";
    }
    return own.slice(0, ENDS) + "*".repeat(own.length - 2 * ENDS) + own.slice(-ENDS);
}
