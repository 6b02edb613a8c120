/** Promotions as the engine sees them, read from JSON. */

import { readCalendar } from "./calendar.js";
import * as fields from "./fields.js";
import { byCodePoint } from "./canonical.js";
import { readSelector, skuSelector } from "./selector.js";

const BENEFITS = ["percent", "amount", "price"];
const WHERE = ["channels", "stores", "price_lists", "customer_groups", "tenders"];

export class Promotion {
    constructor(id, rev, layer, priority, endsHere, calendar, where, coupon) {
        this.id = id;
        this.rev = rev;
        this.layer = layer;
        this.priority = priority;
        this.endsHere = endsHere;
        this.calendar = calendar;
        this.where = where;
        this.coupon = coupon;
        this.perBasket = null;
        this.perCustomer = null;
        this.maxDiscount = null;
        this.kind = "";
        this.own = null;
        this.uses = null; // how often it may still be used here; null: always
        this.rank = 0;
    }

    /** Whether uses or savings are limited. */
    get bounded() {
        return this.uses !== null || this.maxDiscount !== null;
    }
}

/** For sort(): what decides between equals: priority, then id. */
export function byKey(one, other) {
    return one.priority - other.priority || byCodePoint(one.id, other.id);
}

let last = { text: "", digits: 0, found: [] };

/**
 * The promotions of a JSON list, in its order. A till gives the same list at every change
 * of the basket: it is read again only when its text has changed.
 */
export function readPromotions(value, digits) {
    const text = JSON.stringify(value) ?? "";
    if (last.text !== text || last.digits !== digits) {
        last = { text: "", digits, found: [] };
        last.found = readList(value, digits);
        last.text = text;
    }
    return last.found;
}

function readList(value, digits) {
    const path = "promotions";
    if (value !== null && value !== undefined && !Array.isArray(value)) {
        throw fields.fault(path, "must be a list");
    }
    const known = new Set();
    return (value ?? []).map((holder, n) => {
        const at = `${path}[${n}]`;
        fields.mapping(holder, at);
        return readPromotion(holder, at, digits, known);
    });
}

function readPromotion(value, path, digits, known) {
    const name = fields.identity(value, "id", path, known);
    const rev = fields.words(value, "rev", path);
    fields.words(value, "name", path);
    const layer = fields.integer(value, "layer", path, 0, 1);
    const priority = fields.integer(value, "priority", path, 0, 0);
    const endsHere = fields.flag(value, "ends_here", path);
    const calendar = readCalendar(value, path);
    const where = fields.sub(value, "where", path);
    const places = {};
    for (const key of WHERE) {
        places[key] = new Set(fields.texts(where, key, `${path}.where`));
    }
    const coupon = fields.optionalText(where, "coupon", `${path}.where`);
    const promotion = new Promotion(
        ...[name, rev, layer, priority, endsHere, calendar, places, coupon]
    );
    const limits = fields.sub(value, "limits", path);
    const at = `${path}.limits`;
    promotion.perBasket = fields.optionalInteger(limits, "per_basket", at, 0);
    promotion.perCustomer = fields.optionalInteger(limits, "per_customer", at, 0);
    promotion.maxDiscount = fields.optionalMoney(limits, "max_discount", at, digits);
    promotion.kind = fields.text(value, "kind", path);
    if (!Object.hasOwn(READERS, promotion.kind)) {
        const kinds = Object.keys(READERS).join(", ");
        throw fields.fault(`${path}.kind`, `must be one of ${kinds}`);
    }
    promotion.own = READERS[promotion.kind](value, path, digits);
    return promotion;
}

function readBenefit(value, path, digits, words = BENEFITS) {
    const found = [];
    for (const word of words) {
        if (!fields.given(value[word])) {
            continue;
        }
        const at = `${path}.${word}`;
        const number =
            word === "percent"
                ? fields.percentAt(value[word], at)
                : fields.decimal(value[word], at, digits);
        found.push({ word, number });
    }
    if (found.length !== 1) {
        throw fields.fault(path, `must have exactly one of ${words.join(", ")}`);
    }
    return found[0];
}

/** [{selector, amount}], at least one. */
function readEntries(holder, key, path, digits) {
    fields.required(holder, key, path);
    return fields.items(holder, key, path).map((entry, n) => {
        const at = `${path}.${key}[${n}]`;
        fields.mapping(entry, at);
        const selector = readSelector(entry, "select", at, digits);
        return { selector, amount: fields.integer(entry, "qty", at, 1) };
    });
}

/** [{least, benefit}]; the minimums, which `read` reads from under `key`, must rise. */
function readTiers(holder, path, key, read) {
    fields.required(holder, "tiers", path);
    const found = [];
    for (const [n, tier] of fields.items(holder, "tiers", path).entries()) {
        const at = `${path}.tiers[${n}]`;
        fields.mapping(tier, at);
        const row = read(tier, at);
        if (found.length && row.least <= found.at(-1).least) {
            throw fields.fault(`${at}.${key}`, "must be more than that of the tier before");
        }
        found.push(row);
    }
    return found;
}

function readUnit(value, path, digits) {
    return {
        select: readSelector(value, "select", path, digits),
        benefit: readBenefit(value, path, digits),
        basis: fields.choice(value, "basis", path, ["net", "list"]),
    };
}

function readTiersKind(value, path, digits) {
    return {
        select: readSelector(value, "select", path, digits),
        per: fields.choice(value, "per", path, ["selection", "line"]),
        mode: fields.choice(value, "mode", path, ["all", "slab"]),
        tiers: readTiers(value, path, "min_qty", (holder, at) => {
            const text = fields.required(holder, "min_qty", at);
            const least = fields.decimal(text, `${at}.min_qty`, 3);
            return { least, benefit: readBenefit(holder, at, digits) };
        }),
    };
}

function readBuyGet(value, path, digits) {
    const buy = readEntries(value, "buy", path, digits);
    const at = `${path}.get`;
    const get = fields.mapping(fields.required(value, "get", path), at);
    return {
        buy,
        get: readSelector(get, "select", at, digits),
        qty: fields.integer(get, "qty", at, 1),
        benefit: readBenefit(get, at, digits),
        pick: fields.choice(get, "pick", at, ["cheapest", "dearest"]),
        partial: fields.flag(get, "partial", at),
        overlap: fields.flag(value, "overlap", path),
    };
}

function readNth(value, path, digits) {
    const select = readSelector(value, "select", path, digits);
    const every = fields.integer(value, "every", path, 1);
    const free = fields.integer(value, "free", path, 1, 1);
    if (free > every) {
        throw fields.fault(`${path}.free`, "is more than there are in a group");
    }
    const percent = fields.given(value.percent)
        ? fields.percentAt(value.percent, `${path}.percent`)
        : 10000;
    return {
        select,
        every,
        free,
        percent,
        pick: fields.choice(value, "pick", path, ["cheapest", "dearest"]),
        favour: fields.choice(value, "favour", path, ["customer", "retailer"]),
    };
}

function readBundle(value, path, digits) {
    const slots = readEntries(value, "slots", path, digits);
    const benefit = readBenefit(value, path, digits);
    const distinct = fields.flag(value, "distinct", path);
    const surcharge = fields.sub(value, "surcharge", path);
    const extra = new Map();
    for (const sku of Object.keys(surcharge).sort(byCodePoint)) {
        if (fields.given(surcharge[sku])) {
            const amount = fields.decimal(surcharge[sku], `${path}.surcharge.${sku}`, digits);
            extra.set(sku, amount);
        }
    }
    return { slots, benefit, distinct, extra };
}

function readThreshold(value, path, digits) {
    const select = readSelector(value, "select", path, digits);
    let reward = select;
    if (fields.given(value.reward)) {
        reward = readSelector(value, "reward", path, digits);
    }
    const tiers = readTiers(value, path, "min_amount", (holder, at) => {
        const least = fields.money(holder, "min_amount", at, digits);
        return { least, benefit: readBenefit(holder, at, digits, ["percent", "amount"]) };
    });
    const multiple = fields.flag(value, "per_multiple", path);
    if (multiple && !tiers[0].least) {
        throw fields.fault(`${path}.tiers[0].min_amount`, "must be more than nothing");
    }
    const basis = fields.choice(value, "basis", path, ["net", "list"]);
    return { select, reward, tiers, multiple, basis };
}

function readTender(value, path, digits) {
    const select = readSelector(value, "select", path, digits);
    const tender = fields.text(value, "tender", path);
    const share = fields.required(value, "percent", path);
    const percent = fields.percentAt(share, `${path}.percent`);
    const most = fields.optionalMoney(value, "max", path, digits);
    return { select, tender, percent, most };
}

function readGift(value, path, digits) {
    const has = ["buy", "spend"].map((key) => fields.given(value[key]));
    if (has[0] === has[1]) {
        throw fields.fault(path, "must have exactly one of buy, spend");
    }
    const buy = has[0] ? readEntries(value, "buy", path, digits) : [];
    let spend = null;
    let least = 0;
    if (has[1]) {
        const at = `${path}.spend`;
        const holder = fields.mapping(value.spend, at);
        spend = readSelector(holder, "select", at, digits);
        least = fields.money(holder, "min_amount", at, digits);
    }
    const sku = fields.text(value, "sku", path);
    return {
        buy,
        spend,
        least,
        get: skuSelector(sku),
        qty: fields.integer(value, "qty", path, 1),
        benefit: { word: "percent", number: 10000 },
        pick: "cheapest",
        partial: false,
        overlap: true,
    };
}

function readPoints(value, path, digits) {
    const select = readSelector(value, "select", path, digits);
    const has = ["multiply", "add"].filter((key) => fields.given(value[key]));
    for (const key of has) {
        fields.decimal(value[key], `${path}.${key}`, fields.LONGEST);
    }
    if (has.length !== 1) {
        throw fields.fault(path, "must have exactly one of multiply, add");
    }
    return { select, word: has[0], text: value[has[0]] };
}

const READERS = {
    unit: readUnit,
    tiers: readTiersKind,
    buy_get: readBuyGet,
    nth: readNth,
    bundle: readBundle,
    threshold: readThreshold,
    tender: readTender,
    gift: readGift,
    points: readPoints,
};
