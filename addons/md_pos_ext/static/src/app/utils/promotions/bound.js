/** Prices of units: an upper bound of what a component can save. */

import { least, minus, most, negative, over, overUp, plus, times } from "./integers.js";

const WORK = 25000000;
const ROUNDS = [8, 400];
const PATIENCE = 16;
const STEP = 16;

export class Prices {
    constructor(problem, target) {
        this.problem = problem;
        this.tables = null; // of the searches, see search_tables.js
        this.floor = problem.singles;
        this.columns = problem.columns;
        this.times = this.columns.map(({ names, units }) => {
            const often = names.map((name, at) => Math.floor(problem.counts[name] / units[at]));
            return Math.min(...often);
        });
        this.limited = this.columns.map(({ promotion }) =>
            problem.limits.has(promotion) ? promotion : ""
        );
        this.touching = problem.atoms.map(() => []);
        for (const [index, { names, units }] of this.columns.entries()) {
            for (const [at, name] of names.entries()) {
                this.touching[name].push({ index, units: units[at] });
            }
        }
        this.free = problem.sets.map((plan) => freeOf(plan, problem.counts));
        this.of = [...this.floor];
        this._proportional();
        this._settle();
        if (this.total > target && this.columns.length) {
            this._descend(target);
        }
    }

    _proportional() {
        const { atoms } = this.problem;
        const price = this.of;
        for (const { names, units, weight } of this.columns) {
            let money = 0;
            for (const [at, name] of names.entries()) {
                money += atoms[name].price * units[at];
            }
            for (const name of names) {
                const part = overUp(times(weight, atoms[name].price), money);
                price[name] = most(price[name], part);
            }
        }
    }

    _settle() {
        this.slack = this.columns.map((column) => minus(costOf(column, this.of), column.weight));
        this._priceUses();
        for (const [index, column] of this.columns.entries()) {
            if (this.slack[index] < 0) {
                this._raise(index, column);
            }
        }
        for (let name = 0; name < this.of.length; name++) {
            this._lower(name);
        }
        const { sets, counts, limits } = this.problem;
        this.surplus = sets.map((plan, at) => plan.surplus(new Map(), this.free[at], this.of));
        this.total = this.surplus.reduce(plus, 0);
        for (const [name, price] of this.of.entries()) {
            this.total = plus(this.total, times(price, counts[name]));
        }
        for (const [id, price] of this.ofUse) {
            this.total = plus(this.total, times(limits.get(id), price));
        }
    }

    _priceUses() {
        this.ofUse = new Map(this.limited.filter(Boolean).map((id) => [id, 0]));
        for (const [index, id] of this.limited.entries()) {
            if (id) {
                const lacking = negative(this.slack[index]);
                this.ofUse.set(id, most(this.ofUse.get(id), lacking));
            }
        }
        for (const [index, id] of this.limited.entries()) {
            if (id) {
                this.slack[index] = plus(this.slack[index], this.ofUse.get(id));
            }
        }
    }

    /** Cover a column by the unit of which there are fewest. */
    _raise(index, { names, units }) {
        const { counts } = this.problem;
        let fewest = 0;
        for (let at = 1; at < names.length; at++) {
            if (counts[names[at]] / units[at] < counts[names[fewest]] / units[fewest]) {
                fewest = at;
            }
        }
        const name = names[fewest];
        const up = negative(over(this.slack[index], units[fewest]));
        this.of[name] = plus(this.of[name], up);
        for (const { index: other, units: taken } of this.touching[name]) {
            this.slack[other] = plus(this.slack[other], times(up, taken));
        }
    }

    _lower(name) {
        let down = minus(this.of[name], this.floor[name]);
        for (const { index, units } of this.touching[name]) {
            if (down <= 0) {
                return;
            }
            down = least(down, over(this.slack[index], units));
        }
        if (down > 0) {
            this.of[name] = minus(this.of[name], down);
            for (const { index, units } of this.touching[name]) {
                this.slack[index] = minus(this.slack[index], times(down, units));
            }
        }
    }

    /** Move the prices towards balance; keep the best that were found. */
    _descend(target) {
        const sizes = this.columns.reduce((sum, column) => sum + column.names.length, 0);
        const work = sizes + 4 * this.problem.sets.length;
        const many = Math.floor(WORK / Math.max(1, work * work));
        const rounds = Math.max(ROUNDS[0], Math.min(ROUNDS[1], many));
        const start = { of: this.of, total: this.total };
        let price = [...this.of];
        let best = this.total;
        let kept = [...price];
        let step = STEP;
        let waited = 0;
        for (let round = 0; round < rounds; round++) {
            const { bound, balance } = this._relaxed(price);
            if (bound < best) {
                best = bound;
                kept = [...price];
                waited = 0;
            } else {
                waited++;
            }
            const square = balance.reduce((sum, b) => plus(sum, times(b, b)), 0);
            if (bound <= target || !square || !step) {
                break;
            }
            if (waited >= PATIENCE) {
                step = Math.floor(step / 2);
                waited = 0;
                price = [...kept];
                continue;
            }
            const move = over(times(minus(bound, target), step), times(STEP, square));
            this._move(price, move, balance);
        }
        this.of = kept;
        this._settle();
        if (this.total > start.total) {
            this.of = start.of;
            this._settle();
        }
    }

    _move(price, move, balance) {
        for (let name = 0; name < price.length; name++) {
            const more = balance[name];
            if (more) {
                price[name] = most(this.floor[name], minus(price[name], times(move, more)));
            }
        }
    }

    /** {bound, balance}: units left over by class when everybody takes what pays. */
    _relaxed(price) {
        const { counts, sets } = this.problem;
        const balance = [...counts];
        let bound = 0;
        for (let name = 0; name < price.length; name++) {
            bound = plus(bound, times(price[name], counts[name]));
        }
        bound = plus(bound, this._columnsTake(price, balance));
        for (let at = 0; at < sets.length; at++) {
            const { more, wanted } = sets[at].wish(this.free[at], price);
            bound = plus(bound, more);
            for (const { name, units } of wanted) {
                balance[name] -= units;
            }
        }
        for (let name = 0; name < price.length; name++) {
            if (price[name] <= this.floor[name] && balance[name] > 0) {
                balance[name] = 0; // cannot fall any more
            }
        }
        return { bound, balance };
    }

    /** Take from `balance` what columns earn on; return what they earn. */
    _columnsTake(price, balance) {
        let earned = 0;
        const bestUse = new Map();
        for (let index = 0; index < this.columns.length; index++) {
            const column = this.columns[index];
            const gain = minus(column.weight, costOf(column, price));
            if (gain <= 0) {
                continue;
            }
            const id = this.limited[index];
            if (!id) {
                earned = plus(earned, this._take(index, this.times[index], gain, balance));
            } else if (gain > (bestUse.get(id)?.gain ?? 0)) {
                bestUse.set(id, { gain, index });
            }
        }
        for (const [id, { gain, index }] of bestUse) {
            const limit = this.problem.limits.get(id);
            earned = plus(earned, times(gain, limit));
            this._take(index, Math.min(limit, this.times[index]), gain, balance);
        }
        return earned;
    }

    _take(index, often, gain, balance) {
        const { names, units } = this.columns[index];
        for (let at = 0; at < names.length; at++) {
            balance[names[at]] -= units[at] * often;
        }
        return times(gain, often);
    }
}

/** What the units of a column cost. */
function costOf({ names, units }, price) {
    let total = 0;
    for (let at = 0; at < names.length; at++) {
        total = plus(total, times(price[names[at]], units[at]));
    }
    return total;
}

/** [{name, units}] of a set's classes from one on. */
export function freeOf(plan, left, begin = 0) {
    const found = [];
    for (const name of plan.names) {
        if (name >= begin && left[name]) {
            found.push({ name, units: left[name] });
        }
    }
    return found;
}

/** What the units in a set cost. */
export function paidFor(counts, price) {
    let paid = 0;
    for (const [name, [bought, got]] of counts) {
        paid = plus(paid, times(price[name], bought + got));
    }
    return paid;
}
