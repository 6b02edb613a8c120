/** The basket as the engine sees it: lines as runs of equal units. */

import { byCodePoint, halfUp } from "./canonical.js";
import * as fields from "./fields.js";
import { over, plus, rest, times } from "./integers.js";

const LARGEST_GROSS = 9 * 10 ** 11;
const MOST_DIGITS = 8;
const NODES = 5000;

export class Line {
    constructor(id, sku, milli, price, tags, weighed, locked, at, gross, index) {
        this.id = id;
        this.sku = sku;
        this.milli = milli;
        this.price = price;
        this.tags = tags;
        this.weighed = weighed;
        this.locked = locked;
        this.at = at;
        this.gross = gross;
        this.index = index;
        this.runs = []; // {count, price, open}
        this.shares = []; // {deal, milli, amount}
        this.unitMilli = weighed ? milli : 1000;
        this.unitList = weighed ? gross : price;
    }
}

export function readBasket(value, now) {
    const path = "basket";
    fields.mapping(value, path);
    const currency = fields.required(value, "currency", path);
    fields.mapping(currency, `${path}.currency`);
    fields.text(currency, "code", `${path}.currency`);
    const digits = fields.integer(currency, "digits", `${path}.currency`, 0);
    if (digits > MOST_DIGITS) {
        throw fields.fault(`${path}.currency.digits`, `is more than ${MOST_DIGITS}`);
    }
    const channel = fields.optionalText(value, "channel", path);
    const store = fields.optionalText(value, "store", path);
    const priceList = fields.optionalText(value, "price_list", path);
    const { known, groups, used } = readCustomer(value, path);
    const coupons = new Set(fields.texts(value, "coupons", path));
    const tenders = readTenders(value, path, digits);
    const lines = readLines(value, path, digits, now);
    const nodes = fields.integer(value, "max_nodes", path, 1, NODES);
    const places = { channels: channel, stores: store, price_lists: priceList };
    return { digits, places, known, groups, used, coupons, tenders, lines, nodes };
}

function readCustomer(value, above) {
    const customer = value.customer;
    if (!fields.given(customer)) {
        return { known: false, groups: new Set(), used: new Map() };
    }
    const path = `${above}.customer`;
    fields.mapping(customer, path);
    fields.identity(customer, "id", path, new Set());
    const groups = new Set(fields.texts(customer, "groups", path));
    const used = fields.sub(customer, "used", path);
    const counted = new Map();
    for (const key of Object.keys(used).sort(byCodePoint)) {
        if (fields.given(used[key])) {
            counted.set(key, fields.whole(used[key], `${path}.used.${key}`, 0));
        }
    }
    return { known: true, groups, used: counted };
}

function readTenders(value, path, digits) {
    const found = new Map();
    for (const [n, tender] of fields.items(value, "tenders", path).entries()) {
        const at = `${path}.tenders[${n}]`;
        fields.mapping(tender, at);
        const name = fields.text(tender, "name", at);
        const amount = fields.optionalMoney(tender, "amount", at, digits);
        const before = found.has(name) ? found.get(name) : 0;
        const both = amount !== null && before !== null;
        found.set(name, both ? plus(before, amount) : null);
    }
    return found;
}

function readLines(value, path, digits, now) {
    const lines = [];
    const known = new Set();
    let gross = 0;
    for (const [n, holder] of fields.items(value, "lines", path).entries()) {
        const line = readLine(holder, `${path}.lines[${n}]`, { digits, now, known }, n);
        lines.push(line);
        gross = plus(gross, line.gross < 0 ? -line.gross : line.gross);
    }
    if (gross > LARGEST_GROSS) {
        throw fields.fault(`${path}.lines`, "are worth more than can be counted");
    }
    return lines;
}

function readLine(value, path, { digits, now, known }, index) {
    fields.mapping(value, path);
    const name = fields.identity(value, "id", path, known);
    const sku = fields.text(value, "sku", path);
    const quantity = fields.required(value, "qty", path);
    const milli = fields.decimal(quantity, `${path}.qty`, 3, true);
    // of a negative number both remainders are 0 or not 0 together
    if (rest(milli, 1000) && value.divisible !== true) {
        throw fields.fault(`${path}.qty`, "is a fraction of goods that are counted");
    }
    const price = fields.money(value, "unit_price", path, digits);
    const tags = new Set(fields.texts(value, "tags", path));
    const weighed = fields.flag(value, "divisible", path);
    const locked = fields.flag(value, "locked", path);
    const at = fields.given(value.at) ? fields.instant(value.at, `${path}.at`) : now;
    const gross = halfUp(times(milli, price), 1000);
    const line = new Line(name, sku, milli, price, tags, weighed, locked, at, gross, index);
    if (milli > 0 && !locked) {
        const count = weighed ? 1 : over(milli, 1000);
        line.runs.push({ count, price: line.unitList, open: true });
    }
    return line;
}
