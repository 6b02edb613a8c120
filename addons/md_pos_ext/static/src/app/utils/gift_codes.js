/**
 * Codes of gift cards: 16 signs, 75 bits of chance and a sign that finds typing errors.
 *
 * [!] Twin of lib/gift_codes.py: same rules, same vectors (in tests/vectors/gift_codes).
 */

const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;
const ALIKE = { O: "0", I: "1", L: "1" };

export function normalise(text) {
    return (text || "")
        .replace(/[ \t\r\n-]/g, "")
        .toUpperCase()
        .replace(/[OIL]/g, (sign) => ALIKE[sign]);
}

export function checkSign(body) {
    let total = 0;
    let factor = 2;
    for (const sign of [...body].reverse()) {
        const value = SIGNS.indexOf(sign) * factor;
        total += Math.floor(value / SIGNS.length) + (value % SIGNS.length);
        factor = 3 - factor;
    }
    return SIGNS[(SIGNS.length - (total % SIGNS.length)) % SIGNS.length];
}

/** Why a text is no code: "empty", "length", "sign", "check" or null. */
export function problem(text) {
    const code = normalise(text);
    if (!code) {
        return "empty";
    }
    if ([...code].some((sign) => !SIGNS.includes(sign))) {
        return "sign";
    }
    if (code.length !== LENGTH) {
        return "length";
    }
    return checkSign(code.slice(0, -1)) === code.at(-1) ? null : "check";
}

/** The code of 15 random bytes. */
export function madeOf(chance) {
    const body = [...chance.slice(0, LENGTH - 1)].map((byte) => SIGNS[byte % SIGNS.length]);
    return body.join("") + checkSign(body.join(""));
}

/** A new code, which nobody can guess. */
export function newCode() {
    return madeOf(window.crypto.getRandomValues(new Uint8Array(LENGTH - 1)));
}

export function printed(code) {
    return (
        normalise(code)
            .match(/.{1,4}/g)
            ?.join("-") ?? ""
    );
}

export function hint(code) {
    return normalise(code).slice(-4);
}
