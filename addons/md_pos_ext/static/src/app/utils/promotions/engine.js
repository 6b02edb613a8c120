/** evaluate: a basket and its promotions, layer by layer. */

import { BUY } from "./atoms.js";
import { readBasket } from "./basket.js";
import { byCodePoint, canonical, moneyText, quantityText } from "./canonical.js";
import * as fields from "./fields.js";
import { least, plus, times } from "./integers.js";
import { solveLayer } from "./layer.js";
import { byKey, readPromotions } from "./promotion.js";
import { MILLI } from "./refund.js";
import { Index } from "./selector.js";
import { sha256 } from "./sha256.js";
import { roundDeals, sharesOf } from "./spread.js";
import { suggestionsOf } from "./suggest.js";

export function evaluate(basket, promotions, now) {
    const read = readBasket(basket, now);
    const known = readPromotions(promotions, read.digits);
    fields.instant(now, "now");
    const instants = new Set(read.lines.map((line) => line.at));
    const kept = known.filter((promotion) => applies(promotion, read, instants)).sort(byKey);
    for (const [rank, promotion] of kept.entries()) {
        promotion.rank = rank;
        promotion.uses = usesLeft(promotion, read);
    }
    return new Evaluation(read, kept).run();
}

function activeAt(promotion, line) {
    return promotion.calendar.holds(line.at);
}

/** Whether none is listed or one of `names` is. */
function allows(listed, names) {
    return !listed.size || [...names].some((name) => listed.has(name));
}

function applies({ where, coupon, perCustomer, calendar }, basket, instants) {
    for (const [key, value] of Object.entries(basket.places)) {
        if (where[key].size && !where[key].has(value)) {
            return false;
        }
    }
    if (!allows(where.customer_groups, basket.groups)) {
        return false;
    }
    if (!allows(where.tenders, basket.tenders.keys())) {
        return false;
    }
    if (coupon !== null && !basket.coupons.has(coupon)) {
        return false;
    }
    if (perCustomer !== null && !basket.known) {
        return false;
    }
    return [...instants].some((at) => calendar.holds(at));
}

function usesLeft({ id, perBasket, perCustomer }, basket) {
    if (perCustomer === null) {
        return perBasket;
    }
    const left = Math.max(0, perCustomer - (basket.used.get(id) ?? 0));
    return perBasket === null ? left : least(perBasket, left);
}

class Evaluation {
    constructor(basket, promotions) {
        this.basket = basket;
        this.promotions = promotions;
        this.deals = [];
        this.suggestions = [];
        this.optimal = true;
        this.index = new Index(basket.lines.filter((line) => line.runs.length));
    }

    run() {
        const priced = this.promotions.filter(({ kind }) => kind !== "points");
        const layers = new Set(priced.map(({ layer }) => layer));
        for (const layer of [...layers].sort((a, b) => a - b)) {
            this._layer(priced.filter((promotion) => promotion.layer === layer));
        }
        return this._result();
    }

    _layer(promotions) {
        const { basket, index } = this;
        const { atoms, maker, deals, optimal } = solveLayer(basket, index, promotions, activeAt);
        this.optimal = this.optimal && optimal;
        roundDeals(deals);
        for (const hint of suggestionsOf(atoms, maker, promotions, deals, basket)) {
            this.suggestions.push(hint);
        }
        const taken = atoms.map(() => []);
        for (const deal of deals) {
            deal.number = this.deals.length + 1;
            this.deals.push(deal);
            shareOut(deal, taken);
        }
        cutRuns(atoms, taken);
    }

    _result() {
        const { digits, lines } = this.basket;
        const gross = lines.reduce((sum, line) => sum + line.gross, 0);
        const saved = this.deals.reduce((sum, deal) => sum + deal.amount, 0);
        const versions = this.promotions
            .map(({ id, rev }) => [id, rev])
            .sort(([one], [other]) => byCodePoint(one, other));
        return {
            lines: lines.map((line) => this._line(line)),
            deals: this.deals.map((deal) => this._deal(deal)),
            points: this._points(),
            suggestions: this.suggestions,
            total: {
                gross: moneyText(gross, digits),
                discount: moneyText(saved, digits),
                net: moneyText(gross - saved, digits),
            },
            optimal: this.optimal,
            version: versionOf(canonical(versions)),
        };
    }

    _line(line) {
        const { digits } = this.basket;
        const saved = line.shares.reduce((sum, share) => sum + share.amount, 0);
        const row = {
            id: line.id,
            gross: moneyText(line.gross, digits),
            discount: moneyText(saved, digits),
            net: moneyText(line.gross - saved, digits),
            shares: line.shares
                .filter((share) => share.amount > 0)
                .map(({ deal, milli, amount }) => ({
                    promotion: deal.promotion.id,
                    deal: deal.number,
                    qty: quantityText(milli),
                    amount: moneyText(amount, digits),
                })),
        };
        Object.defineProperty(row, MILLI, { value: line.milli });
        return row;
    }

    _deal(deal) {
        const rows = new Map();
        for (const { atom, role, count } of deal.units) {
            const key = atom.line.index * 2 + role;
            const milli = plus(rows.get(key)?.milli ?? 0, times(count, atom.milli));
            rows.set(key, { line: atom.line.id, role, milli });
        }
        return {
            n: deal.number,
            promotion: deal.promotion.id,
            amount: moneyText(deal.amount, this.basket.digits),
            units: [...rows]
                .sort(([one], [other]) => one - other)
                .map(([, { line, role, milli }]) => ({
                    line,
                    qty: quantityText(milli),
                    role: role === BUY ? "buy" : "get",
                })),
        };
    }

    _points() {
        const found = [];
        for (const promotion of this.promotions) {
            if (promotion.kind !== "points") {
                continue;
            }
            const { select, word, text } = promotion.own;
            let base = 0;
            for (const number of this.index.find(select)) {
                const line = this.index.ofIndex.get(number);
                if (activeAt(promotion, line)) {
                    base += line.runs.reduce((sum, run) => sum + run.count * run.price, 0);
                }
            }
            if (base > 0) {
                const row = { promotion: promotion.id, [word]: text };
                found.push({ ...row, base: moneyText(base, this.basket.digits) });
            }
        }
        return found;
    }
}

/** Write a deal's amount on its lines and remember it by atom. */
function shareOut(deal, taken) {
    const byLine = new Map();
    for (const { atom, role, parts } of sharesOf(deal)) {
        taken[atom.index].push({ number: deal.number, role, parts, deal });
        if (!byLine.has(atom.line)) {
            byLine.set(atom.line, { deal, milli: 0, amount: 0 });
        }
        const row = byLine.get(atom.line);
        for (const { count, share } of parts) {
            row.milli = plus(row.milli, times(count, atom.milli));
            row.amount += count * share;
        }
    }
    for (const [line, row] of byLine) {
        line.shares.push(row);
    }
}

/** Give each line its runs for the next layer: prices less shares. */
function cutRuns(atoms, taken) {
    const runs = new Map();
    for (const atom of atoms) {
        const fresh = [];
        let left = atom.count;
        taken[atom.index].sort((a, b) => a.number - b.number || a.role - b.role);
        for (const { parts, deal } of taken[atom.index]) {
            for (const { count, share } of parts) {
                const open = !deal.promotion.endsHere;
                fresh.push({ count, price: atom.price - share, open });
                left -= count;
            }
        }
        if (left) {
            fresh.push({ count: left, price: atom.price, open: true });
        }
        if (!runs.has(atom.line)) {
            runs.set(
                atom.line,
                atom.line.runs.map((run) => [run])
            );
        }
        runs.get(atom.line)[atom.run] = fresh;
    }
    for (const [line, rows] of runs) {
        line.runs = merged(rows.flat());
    }
}

/** Runs with equal neighbours made one. */
function merged(runs) {
    const found = [];
    for (const { count, price, open } of runs) {
        const last = found.at(-1);
        if (last && last.price === price && last.open === open) {
            last.count += count;
        } else {
            found.push({ count, price, open });
        }
    }
    return found;
}

let lastVersion = { text: "", hash: "" };

/** The hash of the promotions' list, which seldom changes from key to key. */
function versionOf(text) {
    if (lastVersion.text !== text) {
        lastVersion = { text, hash: sha256(text) };
    }
    return lastVersion.hash;
}
