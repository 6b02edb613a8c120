/** Deals of a fixed number of units: what combinations of classes make one. */

import { BUY, EXACT, GET, unitValue } from "./atoms.js";
import { Bag, fill, NOTHING } from "./combinations.js";
import { least, minus, most, plus, times } from "./integers.js";

export class Column {
    constructor(plan, bought, got, value) {
        this.plan = plan;
        this.rank = plan.promotion.rank;
        this.promotion = plan.promotion.id;
        this.value = value;
        this.weight = 0;
        this.profit = 0;
        this.index = 0;
        this.limited = plan.promotion.bounded;
        const every = new Set([...bought.names, ...got.names]);
        this.names = [...every].sort((a, b) => a - b);
        this.bought = this.names.map((name) => bought.count(name));
        this.got = this.names.map((name) => got.count(name));
        this.units = this.names.map((_name, at) => this.bought[at] + this.got[at]);
    }
}

export class BuyGetPlan {
    oneDeal = false;

    constructor(promotion, buy, get) {
        this.promotion = promotion;
        this.buy = buy; // [{members, amount}], members are classes or atoms
        this.get = get;
        const own = promotion.own;
        this.benefit = own.benefit;
        this.pick = own.pick;
        this.overlap = own.overlap;
        this.amount = own.qty;
        this.least = own.partial ? 1 : this.amount;
    }

    entries() {
        return [...this.buy.map((entry) => entry.members), this.get];
    }

    over(classesOf) {
        const buy = this.buy.map(({ members, amount }) => ({
            members: classesOf(members),
            amount,
        }));
        return new BuyGetPlan(this.promotion, buy, classesOf(this.get));
    }

    exact(units) {
        let total = 0;
        for (const { atom, role, count } of units) {
            if (role === GET) {
                total = plus(total, times(unitValue(this.benefit, atom), count));
            }
        }
        return total;
    }

    split(units) {
        const gift = this.promotion.kind === "gift";
        return units.map(({ atom, role, count }) => ({
            atom,
            role,
            count,
            weight: gift && role === BUY ? 0 : atom.price,
        }));
    }

    get bySku() {
        if (this.overlap) {
            return false;
        }
        const got = new Set(this.get.map((atom) => atom.index));
        return this.buy.some(({ members }) => members.some((atom) => got.has(atom.index)));
    }

    combinations(left, atomOf, visit) {
        const seen = new Set();
        return fill(this.buy, left, (bought) => {
            const key = bought.key;
            if (seen.has(key)) {
                return false;
            }
            seen.add(key);
            return this._got(bought, left, atomOf, visit);
        });
    }

    /** Prices that got units must fit to, SKUs that they may not have. */
    _terms(bought, atomOf) {
        const meant = this.promotion.own.get;
        const prices = [];
        const skus = new Set();
        for (const name of bought.names) {
            const atom = atomOf[name];
            if (meant.matches(atom.line)) {
                prices.push(atom.price);
            }
            if (!this.overlap) {
                skus.add(atom.line.sku);
            }
        }
        return { prices, skus };
    }

    withGot(got, left, atomOf, visit) {
        fill(this.buy, left, (bought) => {
            const { prices, skus } = this._terms(bought, atomOf);
            return fill(got, left, (chosen) => {
                const atoms = chosen.names.map((name) => atomOf[name]);
                const right = atoms.every(
                    (atom) => !skus.has(atom.line.sku) && this._fits(atom, prices)
                );
                if (!right) {
                    return false;
                }
                let value = 0;
                for (const [at, atom] of atoms.entries()) {
                    const one = unitValue(this.benefit, atom);
                    value = plus(value, times(one, chosen.units[at]));
                }
                return visit(bought, chosen, value);
            });
        });
    }

    _got(bought, left, atomOf, visit) {
        const { prices, skus } = this._terms(bought, atomOf);
        const allowed = this.get.filter(
            (name) => this._fits(atomOf[name], prices) && !skus.has(atomOf[name].line.sku)
        );
        const values = new Map();
        for (const name of allowed) {
            values.set(name, unitValue(this.benefit, atomOf[name]));
        }
        for (let amount = this.least; amount <= this.amount; amount++) {
            const stopped = fill([{ members: allowed, amount }], left, (got) => {
                let value = 0;
                for (const [at, name] of got.names.entries()) {
                    value += values.get(name) * got.units[at];
                }
                return value > 0 && visit(bought, got, value);
            });
            if (stopped) {
                return true;
            }
        }
        return false;
    }

    _fits(atom, prices) {
        if (!prices.length) {
            return true;
        }
        if (this.pick === "cheapest") {
            return atom.price <= Math.min(...prices);
        }
        return atom.price >= Math.max(...prices);
    }
}

export class BundlePlan {
    oneDeal = false;

    constructor(promotion, slots) {
        this.promotion = promotion;
        this.slots = slots;
        this.benefit = promotion.own.benefit;
        this.distinct = promotion.own.distinct;
        this.extra = promotion.own.extra;
    }

    entries() {
        return this.slots.map((slot) => slot.members);
    }

    over(classesOf) {
        const slots = this.slots.map(({ members, amount }) => ({
            members: classesOf(members),
            amount,
        }));
        return new BundlePlan(this.promotion, slots);
    }

    exact(units) {
        const atomOf = [];
        const got = new Map();
        for (const { atom, count } of units) {
            atomOf[atom.index] = atom;
            got.set(atom.index, (got.get(atom.index) ?? 0) + count);
        }
        return this.value(new Bag([...got.keys()], [...got.values()]), atomOf);
    }

    split(units) {
        return units.map(({ atom, role, count }) => ({
            atom,
            role,
            count,
            weight: atom.price,
        }));
    }

    get bySku() {
        return this.distinct || this.extra.size > 0;
    }

    combinations(left, atomOf, visit) {
        const seen = new Set();
        return fill(this.slots, left, (got) => {
            const key = got.key;
            if (seen.has(key) || (this.distinct && !allDiffer(got, atomOf))) {
                return false;
            }
            seen.add(key);
            const value = this.value(got, atomOf);
            return value > 0 && visit(NOTHING, got, value);
        });
    }

    value(got, atomOf) {
        let total = 0;
        let more = 0;
        for (const [at, name] of got.names.entries()) {
            const { price, line } = atomOf[name];
            total += price * got.units[at];
            more = plus(more, times(this.extra.get(line.sku) ?? 0, got.units[at]));
        }
        const { word, number } = this.benefit;
        if (word === "percent") {
            return times(total, number);
        }
        if (word === "amount") {
            return times(least(number, total), EXACT);
        }
        return times(most(0, minus(minus(total, number), more)), EXACT);
    }
}

/** Whether all units are of different SKUs. */
export function allDiffer(got, atomOf) {
    const skus = new Set(got.names.map((name) => atomOf[name].line.sku));
    return skus.size === got.units.reduce((sum, units) => sum + units, 0);
}

/** {found, complete}: columns out of `tries` combinations. */
export function makeColumns(plan, counts, { atoms, singles, scale }, tries) {
    const found = [];
    let room = tries;
    const stopped = plan.combinations(counts, atoms, (bought, got, value) => {
        if (!room) {
            return true;
        }
        room--;
        const weight = minus(times(value, scale), 1);
        let profit = weight;
        for (const bag of [bought, got]) {
            for (const [at, name] of bag.names.entries()) {
                profit = minus(profit, times(singles[name], bag.units[at]));
            }
        }
        if (profit >= 0) {
            const column = new Column(plan, bought, got, value);
            column.weight = weight;
            column.profit = profit;
            found.push(column);
        }
        return false;
    });
    return { found, complete: !stopped };
}
