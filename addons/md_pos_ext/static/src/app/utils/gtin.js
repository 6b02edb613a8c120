/**
 * GTIN-8, -12, -13 and -14: the numbers below the bars, as GS1 defines them.
 *
 * [!] Twin of md_inventory_core/lib/gtin.py: same rules, same messages, same test
 * vectors (tests/vectors/gtin). A GTIN is text, never a number: leading zeros count.
 */

const GTIN_LENGTHS = [8, 12, 13, 14];
const NORMAL_LENGTH = 14;

/**
 * The check digit (0-9) of a GTIN given without it.
 * Throws unless `payload` is 7, 11, 12 or 13 digits.
 */
export function checkDigit(payload) {
    requireDigits(payload);
    if (!GTIN_LENGTHS.includes(payload.length + 1)) {
        throw new Error(
            `${payload.length} digits, but a GTIN without its check digit has 7, 11, 12 or 13`
        );
    }
    return computeCheckDigit(payload);
}

/** `code` unchanged if it is a GTIN, else throws an Error saying why not. */
export function validate(code) {
    requireDigits(code);
    if (!GTIN_LENGTHS.includes(code.length)) {
        throw new Error(`${code.length} digits, but a GTIN has 8, 12, 13 or 14`);
    }
    if (/^0*$/.test(code)) {
        throw new Error("all digits are zero");
    }
    const given = code.at(-1);
    const expected = computeCheckDigit(code.slice(0, -1));
    if (given !== String(expected)) {
        throw new Error(`the check digit is ${given}, but should be ${expected}`);
    }
    return code;
}

/**
 * The one 14-digit form under which equal GTINs of any length compare equal.
 * Throws like `validate`.
 */
export function normalise(code) {
    return validate(code).padStart(NORMAL_LENGTH, "0");
}

/** Weights the digits 3, 1, 3, ... from the right; the check digit fills up to 10. */
function computeCheckDigit(payload) {
    let total = 0;
    let weight = 3;
    for (let index = payload.length - 1; index >= 0; index--) {
        total += Number(payload[index]) * weight;
        weight = 4 - weight;
    }
    return (10 - (total % 10)) % 10;
}

/** Throws unless `text` is a non-empty string of the digits 0-9. */
function requireDigits(text) {
    if (typeof text !== "string") {
        throw new Error("the code is not text");
    }
    if (!text) {
        throw new Error("the code is empty");
    }
    let position = 0;
    // By code point, like Python: an emoji is one character, not two.
    for (const character of text) {
        position += 1;
        if (!/^[0-9]$/.test(character)) {
            const hex = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
            throw new Error(`character ${position} (U+${hex}) is not a digit 0-9`);
        }
    }
}
