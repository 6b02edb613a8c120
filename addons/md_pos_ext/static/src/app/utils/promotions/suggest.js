/** What little more would bring: hints for the next tier and the missing unit. */

import { EXACT, unitValue } from "./atoms.js";
import { halfUp, moneyText, quantityText } from "./canonical.js";
import { least, minus, plus, times } from "./integers.js";
import { top } from "./sorted_sets.js";
import { copyOfCheapest, entryUnits, missingOne, oneUnit } from "./suggest_units.js";

export function suggestionsOf(atoms, maker, promotions, deals, basket) {
    const free = atoms.map((atom) => atom.count);
    const own = new Map();
    for (const deal of deals) {
        if (!own.has(deal.promotion)) {
            own.set(deal.promotion, []);
        }
        own.get(deal.promotion).push(deal);
        for (const { atom, count } of deal.units) {
            free[atom.index] -= count;
        }
    }
    const found = [];
    for (const promotion of promotions) {
        const advisor = ADVISORS[promotion.kind];
        const mine = own.get(promotion) ?? [];
        if (!advisor || !usesRemain(promotion, mine)) {
            continue;
        }
        const hint = advisor(new Question(atoms, maker, promotion, mine, free));
        if (hint && (hint.gain === null || hint.gain > 0)) {
            found.push({
                promotion: promotion.id,
                missing: [hint.missing(basket.digits)],
                gain: hint.gain === null ? null : moneyText(hint.gain, basket.digits),
            });
        }
    }
    return found;
}

function usesRemain(promotion, deals) {
    if (promotion.uses === null) {
        return true;
    }
    let used = deals.length;
    if (promotion.kind === "nth" && promotion.own.favour === "retailer") {
        const units = deals
            .flatMap((deal) => deal.units)
            .reduce((sum, { count }) => sum + count, 0);
        used = Math.floor(units / promotion.own.every);
    }
    return used < promotion.uses;
}

class Question {
    constructor(atoms, maker, promotion, deals, free) {
        this.atoms = atoms;
        this.maker = maker;
        this.promotion = promotion;
        this.deals = deals;
        this.free = free;
        this.saved = deals.reduce((sum, deal) => sum + deal.amount, 0);
    }

    /** [{atom, units}] of a selector: its own units and the free ones. */
    openTo(selector) {
        const mine = new Map();
        for (const deal of this.deals) {
            for (const { atom, count } of deal.units) {
                mine.set(atom.index, (mine.get(atom.index) ?? 0) + count);
            }
        }
        return this.atomsOf(selector, true)
            .map((atom) => ({
                atom,
                units: this.free[atom.index] + (mine.get(atom.index) ?? 0),
            }))
            .filter((row) => row.units);
    }

    atomsOf(selector, weighed = false) {
        return this.maker.atomsOf(this.promotion, selector, weighed);
    }

    freeOf(atom) {
        return this.free[atom.index];
    }
}

function nextAmount(question) {
    const { own } = question.promotion;
    const rows = question.openTo(own.select);
    if (!rows.length) {
        return null;
    }
    const listed = own.basis === "list";
    const base = rows.reduce(
        (sum, { atom, units }) => sum + (listed ? atom.line.unitList : atom.price) * units,
        0
    );
    const tier = own.tiers.find((row) => row.least > base);
    if (!tier) {
        return null;
    }
    const { word, number } = tier.benefit;
    const gain = word === "percent" ? halfUp(times(tier.least, number), EXACT) : number;
    const missing = (digits) => ({
        select: own.select.raw,
        amount: moneyText(minus(tier.least, base), digits),
    });
    return { missing, gain: minus(gain, question.saved) };
}

function nextQuantity(question) {
    const { own } = question.promotion;
    const rows = question.openTo(own.select);
    if (!rows.length || own.per === "line") {
        return null;
    }
    const have = rows.reduce((sum, { atom, units }) => plus(sum, times(atom.milli, units)), 0);
    const tier = own.tiers.find((row) => row.least > have);
    if (!tier) {
        return null;
    }
    const gain = rows.reduce(
        (sum, { atom, units }) => sum + unitValue(tier.benefit, atom) * units,
        0
    );
    const missing = () => ({
        select: own.select.raw,
        qty: quantityText(minus(tier.least, have)),
    });
    return { missing, gain: halfUp(gain, EXACT) - question.saved };
}

function nextGroup(question) {
    const { own } = question.promotion;
    const { every, select } = own;
    const atoms = question.atomsOf(select);
    const free = atoms.reduce((sum, atom) => plus(sum, question.freeOf(atom)), 0);
    const retailer = own.favour === "retailer";
    if (free < every - 1) {
        return null;
    }
    const extra = copyOfCheapest(question, select);
    if (extra === null) {
        return oneUnit(select, null);
    }
    const rows = atoms.map((atom) => ({
        price: -atom.price,
        order: atom.first,
        count: question.freeOf(atom),
    }));
    const prices = [extra.price];
    for (const { price, count } of top(rows, retailer ? free : every - 1)) {
        for (let unit = 0; unit < count; unit++) {
            prices.push(-price);
        }
    }
    prices.sort((a, b) => b - a);
    const many = own.free * Math.floor(prices.length / every);
    const dearest = own.pick === "dearest" && !retailer;
    const chosen = dearest ? prices.slice(0, many) : prices.slice(prices.length - many);
    const sum = chosen.reduce(plus, 0);
    return oneUnit(select, halfUp(times(sum, own.percent), EXACT));
}

function missingGift(question) {
    const { own } = question.promotion;
    if (own.spend === null) {
        return missingOne(question);
    }
    const gifts = entryUnits(question, own.get, own.qty - 1);
    if (gifts === null || spentBeside(question) < own.least) {
        return null;
    }
    const extra = copyOfCheapest(question, own.get);
    if (extra === null) {
        return oneUnit(own.get, null);
    }
    const prices = [];
    for (const atom of gifts) {
        const many = least(question.freeOf(atom), own.qty);
        for (let unit = 0; unit < many; unit++) {
            prices.push(atom.price);
        }
    }
    prices.sort((a, b) => b - a);
    return oneUnit(own.get, prices.slice(0, own.qty - 1).reduce(plus, extra.price));
}

/** What free units are worth that are not kept as gifts. */
function spentBeside(question) {
    const { own } = question.promotion;
    let kept = own.qty - 1;
    let spent = 0;
    for (const atom of question.atomsOf(own.spend)) {
        let units = question.freeOf(atom);
        if (own.get.matches(atom.line)) {
            const less = Math.min(kept, units);
            units -= less;
            kept -= less;
        }
        spent += atom.price * units;
    }
    return spent;
}

const ADVISORS = {
    threshold: nextAmount,
    tiers: nextQuantity,
    buy_get: missingOne,
    bundle: missingOne,
    nth: nextGroup,
    gift: missingGift,
};
