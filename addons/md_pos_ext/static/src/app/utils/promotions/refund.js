/** What comes back for returned goods, so that all parts add up to what was paid. */

import { halfUp, moneyText, quantityText } from "./canonical.js";
import * as fields from "./fields.js";
import { minus, most, negative, plus, times } from "./integers.js";

const SHARE = "paid_share";
const RECOMPUTE = "recompute";

/** Under it a line of a result carries its quantity, in thousandths. */
export const MILLI = Symbol("milli");

export function refund(result, returned, policy = SHARE) {
    const lines = readResult(result, "result");
    const rows = readReturned(returned, lines);
    const digits = resultDigits(result);
    let found;
    if (policy === SHARE || policy === null) {
        found = byShare(lines, rows);
    } else if (fields.isMapping(policy)) {
        const given = fields.required(policy, RECOMPUTE, "policy");
        found = byRest(lines, readResult(given, "policy.recompute"), rows);
    } else {
        throw fields.fault("policy", "must be paid_share or a recomputed result");
    }
    return {
        lines: [...found.amounts].map(([name, amount]) => ({
            id: name,
            qty: quantityText(rows.get(name)?.milli ?? 0),
            amount: moneyText(amount, digits),
        })),
        total: moneyText(found.total, digits),
    };
}

/** Map of line to {net, quantity in thousandths or null}. */
function readResult(value, path) {
    fields.mapping(value, path);
    const digits = resultDigits(value, path);
    const inside = inDeals(value, path);
    const found = new Map();
    const known = new Set();
    for (const [n, line] of fields.items(value, "lines", path).entries()) {
        const at = `${path}.lines[${n}]`;
        fields.mapping(line, at);
        const name = fields.identity(line, "id", at, known);
        const net = signedMoney(line, "net", at, digits);
        const quantity = quantityOf(line, at, inside.get(name) ?? null);
        found.set(name, { net, quantity });
    }
    return found;
}

function signedMoney(holder, key, path, digits) {
    const text = fields.required(holder, key, path);
    const at = `${path}.${key}`;
    if (typeof text === "string" && text.startsWith("-")) {
        return negative(fields.decimal(text.slice(1), at, digits));
    }
    return fields.decimal(text, at, digits);
}

function resultDigits(result, path = "result") {
    const total = fields.mapping(fields.required(result, "total", path), `${path}.total`);
    const text = fields.text(total, "net", `${path}.total`);
    const point = text.indexOf(".");
    return point < 0 ? 0 : [...text.slice(point + 1)].length;
}

/** Map of line to thousandths of it in deals, at least its quantity. */
function inDeals(result, path) {
    const found = new Map();
    for (const [n, deal] of fields.items(result, "deals", path).entries()) {
        const at = `${path}.deals[${n}]`;
        fields.mapping(deal, at);
        const key = fields.text(deal, "promotion", at);
        for (const [m, unit] of fields.items(deal, "units", at).entries()) {
            const own = `${at}.units[${m}]`;
            fields.mapping(unit, own);
            const name = fields.text(unit, "line", own);
            const quantity = fields.required(unit, "qty", own);
            const milli = fields.decimal(quantity, `${own}.qty`, 3);
            if (!found.has(name)) {
                found.set(name, new Map());
            }
            const rows = found.get(name);
            rows.set(key, plus(rows.get(key) ?? 0, milli));
        }
    }
    return new Map([...found].map(([name, rows]) => [name, [...rows.values()].reduce(most)]));
}

function quantityOf(line, path, inside) {
    if (fields.given(line.qty)) {
        return fields.decimal(line.qty, `${path}.qty`, 3, true);
    }
    return line[MILLI] ?? inside;
}

/** Map of line to {milli back now, before: back before}. */
function readReturned(value, lines) {
    if (value !== null && value !== undefined && !Array.isArray(value)) {
        throw fields.fault("returned", "must be a list");
    }
    const found = new Map();
    for (const [n, row] of (value ?? []).entries()) {
        const path = `returned[${n}]`;
        fields.mapping(row, path);
        const name = fields.text(row, "line", path);
        if (!lines.has(name) || found.has(name)) {
            const words = found.has(name) ? "is there twice" : "is no line of the result";
            throw fields.fault(`${path}.line`, words);
        }
        const milli = fields.decimal(fields.required(row, "qty", path), `${path}.qty`, 3);
        const before = fields.given(row.before)
            ? fields.decimal(row.before, `${path}.before`, 3)
            : 0;
        const { quantity } = lines.get(name);
        if (quantity !== null && plus(milli, before) > quantity) {
            throw fields.fault(`${path}.qty`, "is more than the line has");
        }
        found.set(name, { milli, before });
    }
    return found;
}

function byShare(lines, rows) {
    const amounts = new Map();
    for (const [name, { net, quantity }] of lines) {
        if (!rows.has(name)) {
            continue;
        }
        const { milli, before } = rows.get(name);
        const all = plus(before, milli);
        const whole = quantity || all;
        const until = (part) => (whole ? halfUp(times(net, part), whole) : 0);
        amounts.set(name, minus(until(all), until(before)));
    }
    return { amounts, total: [...amounts.values()].reduce(plus, 0) };
}

function byRest(lines, kept, rows) {
    const amounts = new Map();
    for (const [name, { net }] of lines) {
        const amount = minus(net, kept.get(name)?.net ?? 0);
        if (amount || rows.has(name)) {
            amounts.set(name, amount);
        }
    }
    const total = [...amounts.values()].reduce(plus, 0);
    if (total < 0) {
        return { amounts: new Map([...amounts.keys()].map((name) => [name, 0])), total: 0 };
    }
    return { amounts, total };
}
