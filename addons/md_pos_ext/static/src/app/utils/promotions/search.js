/** Branch and bound over the classes of a component. */

import { BUY, GET } from "./atoms.js";
import { freeOf, paidFor } from "./bound.js";
import { compareLists, minus, plus, times } from "./integers.js";
import { spell } from "./labels.js";
import { tablesOf } from "./search_tables.js";
import { copied, Purse, Solution } from "./state.js";
import { larger } from "./ties.js";

export const TIES = 64;

export class Search {
    constructor(problem, prices, best, counter) {
        this.problem = problem;
        this.prices = prices;
        this.counter = counter;
        this.best = best;
        this.purse = new Purse(problem);
        this.joins = problem.sets.map(() => new Map());
        this.base = problem.counts.map(() => 0);
        this.ties = problem.units <= TIES;
        this.complete = problem.complete;
        Object.assign(this, tablesOf(problem, prices));
        this.reached = new Map();
        this.surplus = [...prices.surplus];
        this._open(problem.counts.map((_units, name) => name));
    }

    /** Remember which classes are not decided yet, and which sets they may join. */
    _open(names) {
        this.open = names;
        this.alive = this.joins.map(() => false);
        for (const name of names) {
            for (const index of this.memberOf[name]) {
                this.alive[index] = true;
            }
        }
    }

    _surplus(index, begin) {
        const plan = this.problem.sets[index];
        const joined = this.joins[index];
        const free = freeOf(plan, this.purse.left, begin);
        if (!free.length && !joined.size) {
            return 0;
        }
        return plan.surplus(joined, free, this.prices.of);
    }

    run() {
        const bound = this.prices.total;
        if (this.ties && this.best.labels === null) {
            this.best.labels = spell(this.problem, this.best);
        }
        if (bound > this.best.weight || this.ties) {
            this._visit(0, 0, bound);
        }
        return this.best;
    }

    /** Search again where only some classes (a Set), and what they touch, are free. */
    runFree(names) {
        const { problem } = this;
        const price = this.prices.of;
        this.purse = new Purse(problem);
        this.reached = new Map();
        const kept = this.best;
        this.joins = kept.joins.map(
            (counts) => new Map([...copied(counts)].filter(([name]) => !names.has(name)))
        );
        this.base = kept.base.map((units, name) => (names.has(name) ? 0 : units));
        this.purse.left = this._freed(names, kept);
        this._open([...this.purse.left.keys()].filter((name) => this.purse.left[name]));
        let bound = this.purse.weight;
        for (const [name, units] of this.base.entries()) {
            bound = plus(bound, times(problem.singles[name], units));
            bound = plus(bound, times(price[name], this.purse.left[name]));
        }
        for (const [index, counts] of this.joins.entries()) {
            this.surplus[index] = this._surplus(index, 0);
            bound = plus(bound, plus(this.surplus[index], paidFor(counts, this.prices.of)));
        }
        if (bound > this.best.weight) {
            this._visit(0, 0, bound);
        }
    }

    /** Use the columns that touch no free class; return what is left of each class. */
    _freed(names, kept) {
        const left = this.problem.counts.map((units, name) => (names.has(name) ? units : 0));
        for (const { column, often } of kept.columns) {
            if (!column.names.some((name) => names.has(name))) {
                this.purse.use(column, often);
                continue;
            }
            for (const [at, name] of column.names.entries()) {
                left[name] += names.has(name) ? 0 : column.units[at] * often;
            }
        }
        return left;
    }

    _hopeless(bound, name) {
        if (bound > this.best.weight) {
            return false;
        }
        if (bound < this.best.weight || !this.ties) {
            return true;
        }
        return larger(this, name);
    }

    _visit(first, begin, hope) {
        if (this.counter.spent()) {
            this.complete = false;
            return;
        }
        this.counter.count();
        const before = [];
        const { name, bound } = this._skip(first, hope, before);
        if (bound !== null && !this._hopeless(bound, name)) {
            if (name === this.base.length) {
                this._leaf(bound);
            } else if ((name === first && begin) || !this._known(name, bound)) {
                this._columns(name, name === first ? begin : 0, bound);
            }
        }
        for (const { index, value } of before.reverse()) {
            this.surplus[index] = value;
        }
    }

    /** Pass classes of which no unit is left; `before` gets what surpluses were. */
    _skip(first, hope, before) {
        let [name, bound] = [first, hope];
        for (; name < this.base.length && !this.purse.left[name]; name++) {
            for (const index of this.memberOf[name]) {
                before.push({ index, value: this.surplus[index] });
                bound = this._rebound(name, index, bound);
                if (bound === null) {
                    return { name, bound };
                }
            }
        }
        return { name, bound };
    }

    /** Use columns that begin with a class, from one on, then fill its units. */
    _columns(name, start, bound) {
        const bucket = this.buckets[name];
        const units = this.purse.left[name];
        const least = times(this.ways[name][0].slack, units);
        let filled = false;
        for (let at = start; at < bucket.length; at++) {
            const column = bucket[at];
            const slack = this.prices.slack[column.index];
            if (!filled && slack > least) {
                filled = true;
                this._fill(name, 0, this.purse.left[name], bound);
            }
            const after = minus(bound, slack);
            if (after < this.best.weight) {
                break;
            }
            if (this.purse.room(column)) {
                const gain = minus(column.weight, this.purse.gain(column));
                this.purse.use(column);
                this._visit(name, at, minus(after, gain));
                this.purse.use(column, -1);
            }
        }
        if (!filled) {
            this._fill(name, 0, this.purse.left[name], bound);
        }
    }

    /** Whether the same rest was reached before, and better. */
    _known(name, bound) {
        let key = `${name};`;
        for (const open of this.open) {
            if (open >= name) {
                key += `${this.purse.left[open]},`;
            }
        }
        key += this._joinedBefore(name);
        const { uses, saved } = this.purse;
        if (uses.size || saved.size) {
            key += `;${[...uses.values()].join()};${[...saved.values()].join()}`;
        }
        const worth = this._decided(name, bound);
        const before = this.reached.get(key);
        if (before !== undefined && before >= worth) {
            return before > worth || !this.ties;
        }
        this.reached.set(key, worth);
        return false;
    }

    /** A bound without what open sets may earn: that may be out of date. */
    _decided(name, bound) {
        let worth = bound;
        for (const [index, { highest }] of this.problem.sets.entries()) {
            if (this.alive[index] && highest >= name) {
                worth = minus(worth, this.surplus[index]);
            }
        }
        return worth;
    }

    /** What has joined the sets that go on at a class, as a text; all else is as it was. */
    _joinedBefore(name) {
        let text = "";
        for (const index of this.crossing[name]) {
            const joins = this.joins[index];
            if (!joins.size || !this.alive[index]) {
                continue;
            }
            text += `;${index}:`;
            for (const open of this.open) {
                if (open >= name) {
                    break;
                }
                const pair = joins.get(open);
                text += pair ? `${open},${pair[BUY]},${pair[GET]},` : "";
            }
        }
        return text;
    }

    /** Send `units` of a class the ways from `at` on, most by the first. */
    _fill(name, at, units, bound) {
        const ways = this.ways[name];
        if (at === ways.length) {
            if (!units) {
                const left = this.purse.left[name];
                this.purse.left[name] = 0;
                this._visit(name + 1, 0, bound);
                this.purse.left[name] = left;
            }
            return;
        }
        const way = ways[at];
        const fewest = at < ways.length - 1 ? 0 : units;
        for (let count = units; count >= fewest; count--) {
            const after = minus(bound, times(way.slack, count));
            if (after < this.best.weight) {
                continue;
            }
            if (this.counter.spent()) {
                this.complete = false;
                return;
            }
            this._go(name, at, units, count, after);
        }
    }

    /** Send `count` units one way, the others of `units` the ways after it. */
    _go(name, at, units, count, bound) {
        const { index, role } = this.ways[name][at];
        this._send(name, index, role, count);
        const before = index < 0 ? 0 : this.surplus[index];
        let after = bound;
        if (index >= 0 && role === this.lastRole[index].get(name)) {
            after = this._rebound(name, index, after);
        }
        if (after !== null && after >= this.best.weight) {
            this._fill(name, at + 1, units - count, after);
        }
        if (index >= 0) {
            this.surplus[index] = before;
        }
        this._send(name, index, role, -count);
    }

    _send(name, index, role, count) {
        if (!count || role < 0) {
            return;
        }
        if (index < 0) {
            this.base[name] += count;
            return;
        }
        const joins = this.joins[index];
        let pair = joins.get(name);
        if (!pair) {
            pair = [0, 0];
            joins.set(name, pair);
        }
        pair[role] += count;
        if (!pair[BUY] && !pair[GET]) {
            joins.delete(name);
        }
    }

    /** Bound a set anew after a class has had its say; null: it is no deal. */
    _rebound(name, index, bound) {
        const now = this.closing[name].includes(index)
            ? this._closed(index)
            : this._surplus(index, name + 1);
        if (now === null) {
            return null;
        }
        const after = minus(bound, minus(this.surplus[index], now));
        this.surplus[index] = now;
        return after;
    }

    /** What a whole set earns above its units, null when it is no deal. */
    _closed(index) {
        const counts = this.joins[index];
        const weight = this.problem.setWeight(this.problem.sets[index], counts);
        if (weight === null || weight < 0) {
            return null;
        }
        return minus(weight, paidFor(counts, this.prices.of));
    }

    /** Keep a whole solution that is better, or equal with smaller labels. */
    _leaf(hope) {
        let bound = hope;
        for (const [id, price] of this.prices.ofUse) {
            bound = minus(bound, times(this.purse.uses.get(id), price));
        }
        if (bound < this.best.weight || (bound === this.best.weight && !this.ties)) {
            return;
        }
        const joins = this.joins.map(copied);
        const found = new Solution(bound, this.purse.columns(), joins, [...this.base]);
        if (bound === this.best.weight || this.ties) {
            found.labels = spell(this.problem, found);
        }
        if (bound === this.best.weight && compareLists(found.labels, this.best.labels) >= 0) {
            return;
        }
        this.best = found;
    }
}
