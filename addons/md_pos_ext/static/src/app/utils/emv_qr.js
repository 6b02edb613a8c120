/**
 * QR codes that a merchant shows, as EMVCo defines them (QRCPS-MPM 1.1): Bangla QR.
 *
 * [!] Twin of `build` in md_pos_ext/lib/emv_qr.py: same texts, same vectors (tests/vectors/
 * emv_qr). A merchant is {accounts: [[tag, value]], name, city, category, country, currency};
 * amounts are in smallest units of the currency.
 */

const [FIRST_ACCOUNT, FIRST_TEMPLATE, LAST_ACCOUNT] = [2, 26, 51];
const LONGEST = { name: 25, city: 15, bill: 25, till: 25, amount: 13 };
const [LONGEST_VALUE, LONGEST_TEXT] = [99, 512];
const ASCII = /^[ -~]*$/;
// Letters that are no letter with a mark.
const LETTERS = {
    ...{ đ: "d", Đ: "D", ø: "o", Ø: "O", ł: "l", Ł: "L", ß: "ss", ı: "i" },
    ...{ æ: "ae", Æ: "AE", œ: "oe", Œ: "OE" },
    ...{ "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-" },
};

/** What is wrong with a code: `problem`, `field` and `value`, not in words. */
export class QrError extends Error {
    constructor(problem, field, value = null) {
        super(`${field}: ${problem} ${value || ""}`.trim());
        Object.assign(this, { problem, field, value });
    }
}

/** CRC-16/CCITT-FALSE of a text: polynomial 1021, begins with FFFF. */
export function crc(text) {
    let value = 0xffff;
    for (const byte of new TextEncoder().encode(text)) {
        value ^= byte << 8;
        for (let bit = 0; bit < 8; bit++) {
            value = value & 0x8000 ? (value << 1) ^ 0x1021 : value << 1;
        }
        value &= 0xffff;
    }
    return value;
}

function field(tag, value) {
    if (value.length > LONGEST_VALUE) {
        throw new QrError("long", tag, value.length);
    }
    return tag + String(value.length).padStart(2, "0") + value;
}

function short(text, name) {
    if (!text) {
        throw new QrError("missing", name);
    }
    if (text.length > LONGEST[name]) {
        throw new QrError("long", name, text.length);
    }
    return text;
}

function match(text, pattern, name) {
    if (!pattern.test(text || "")) {
        throw new QrError("form", name, text);
    }
    return text;
}

/** A text in letters that codes carry: é is e, ঢা is refused. */
export function plain(text, name) {
    const letters = [...text].map((one) => LETTERS[one] ?? one).join("");
    const bare = letters.normalize("NFKD").replace(/\p{Mn}/gu, "");
    const strange = [...bare].find((one) => !ASCII.test(one) && !/\s/.test(one));
    if (strange) {
        throw new QrError("letters", name, strange);
    }
    return bare.trim().split(/\s+/).join(" ");
}

/** The end of a number that fits, without what codes do not carry. */
export function tail(text, name) {
    return text
        .replace(/[^ -~]/g, "")
        .slice(-LONGEST[name])
        .trim();
}

/** An amount above 0 as a code says it: 1000.50. */
export function money(amount, digits) {
    if (!(amount > 0)) {
        throw new QrError("amount", "amount", amount);
    }
    const scale = 10 ** digits;
    const whole = String(Math.floor(amount / scale));
    const part = String(amount % scale).padStart(digits, "0");
    return short(digits ? `${whole}.${part}` : whole, "amount");
}

/** Whether a value is made of fields, the first of them 00. */
function isTemplate(text) {
    let at = 0;
    while (at < text.length) {
        const head = text.slice(at, at + 4);
        const length = Number(head.slice(2));
        if (!/^[0-9]{4}$/.test(head) || text.length < at + 4 + length) {
            throw new QrError("format", "accounts", at + 1);
        }
        at += 4 + length;
    }
    return text.startsWith("00");
}

function checkAccount(tag, value) {
    const number = /^[0-9]{2}$/.test(tag) ? Number(tag) : 0;
    if (number < FIRST_ACCOUNT || number > LAST_ACCOUNT) {
        throw new QrError("tag", "accounts", tag);
    }
    if (!value || !ASCII.test(value)) {
        throw new QrError("letters", "accounts", tag);
    }
    if (value.length > LONGEST_VALUE) {
        throw new QrError("long", "accounts", tag);
    }
    if (number >= FIRST_TEMPLATE && !isTemplate(value)) {
        throw new QrError("template", "accounts", tag);
    }
}

/** A merchant as a code says it; throws a QrError for what a code cannot carry. */
export function checked(merchant) {
    if (!merchant.accounts.length) {
        throw new QrError("missing", "accounts");
    }
    for (const [tag, value] of merchant.accounts) {
        checkAccount(tag, value);
    }
    return {
        accounts: merchant.accounts.toSorted(([a], [b]) => (a < b ? -1 : 1)),
        name: short(plain(merchant.name, "name"), "name"),
        city: short(plain(merchant.city, "city"), "city"),
        category: match(merchant.category, /^[0-9]{4}$/, "category"),
        country: match(merchant.country, /^[A-Z]{2}$/, "country"),
        currency: match(merchant.currency, /^[0-9]{3}$/, "currency"),
    };
}

/**
 * The text of a code for one payment; throws a QrError for what a code cannot carry.
 * `digits`: decimals of the currency; of `bill` and `till` the last 25 characters count.
 */
export function build(merchant, amount, digits, bill = "", till = "") {
    const own = checked(merchant);
    const more = [
        ["01", tail(bill, "bill")],
        ["07", tail(till, "till")],
    ].filter(([, value]) => value);
    const fields = [
        ["00", "01"],
        ["01", "12"],
        ...own.accounts,
        ["52", own.category],
        ["53", own.currency],
        ["54", money(amount, digits)],
        ["58", own.country],
        ["59", own.name],
        ["60", own.city],
    ];
    if (more.length) {
        fields.push(["62", more.map((one) => field(...one)).join("")]);
    }
    const text = fields.map((one) => field(...one)).join("") + "6304";
    if (text.length + 4 > LONGEST_TEXT) {
        throw new QrError("long", "text", text.length + 4);
    }
    return text + crc(text).toString(16).toUpperCase().padStart(4, "0");
}
