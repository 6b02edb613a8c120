/** Branch and bound over the classes of a component. */

import { BUY, GET } from "./atoms.js";
import { freeOf, paidFor } from "./bound.js";
import { compareLists, minus, times } from "./integers.js";
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

    /** Remember which classes are to be decided, and the last one of each set of theirs. */
    _open(names) {
        this.open = names;
        this.closes = new Map();
        for (const name of names) {
            for (const index of this.memberOf[name]) {
                this.closes.set(index, name);
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

    _hopeless(bound, place) {
        if (bound > this.best.weight) {
            return false;
        }
        if (bound < this.best.weight || !this.ties) {
            return true;
        }
        return larger(this, place);
    }

    /** Decide the open classes from a place on; columns of the first from `begin` on. */
    _visit(first, begin, hope) {
        if (this.counter.spent()) {
            this.complete = false;
            return;
        }
        this.counter.count();
        const before = [];
        const { place, bound } = this._skip(first, hope, before);
        if (bound !== null && !this._hopeless(bound, place)) {
            if (place === this.open.length) {
                this._leaf(bound);
            } else if ((place === first && begin) || !this._known(place, bound)) {
                this._columns(place, place === first ? begin : 0, bound);
            }
        }
        for (const { index, value } of before.reverse()) {
            this.surplus[index] = value;
        }
    }

    /** Pass classes of which no unit is left; `before` gets what surpluses were. */
    _skip(first, hope, before) {
        const { left } = this.purse;
        let [place, bound] = [first, hope];
        for (; place < this.open.length && !left[this.open[place]]; place++) {
            const name = this.open[place];
            for (const index of this.memberOf[name]) {
                before.push({ index, value: this.surplus[index] });
                bound = this._rebound(name, index, bound);
                if (bound === null) {
                    return { place, bound };
                }
            }
        }
        return { place, bound };
    }

    /** Use columns that begin with a class, from one on, then fill its units. */
    _columns(place, start, bound) {
        const name = this.open[place];
        const bucket = this.buckets[name];
        const units = this.purse.left[name];
        const least = times(this.ways[name][0].slack, units);
        let filled = false;
        for (let at = start; at < bucket.length; at++) {
            const column = bucket[at];
            const slack = this.prices.slack[column.index];
            if (!filled && slack > least) {
                filled = true;
                this._fill(place, 0, this.purse.left[name], bound);
            }
            const after = minus(bound, slack);
            if (after < this.best.weight) {
                break;
            }
            if (this.purse.room(column)) {
                const gain = minus(column.weight, this.purse.gain(column));
                this.purse.use(column);
                this._visit(place, at, minus(after, gain));
                this.purse.use(column, -1);
            }
        }
        if (!filled) {
            this._fill(place, 0, this.purse.left[name], bound);
        }
    }

    /** Whether the same rest was reached before, and better. */
    _known(place, bound) {
        const { left, uses, saved } = this.purse;
        let key = `${place};`;
        for (let at = place; at < this.open.length; at++) {
            key += `${left[this.open[at]]},`;
        }
        key += this._joinedBefore(place);
        if (uses.size || saved.size) {
            key += `;${[...uses.values()].join()};${[...saved.values()].join()}`;
        }
        const worth = this._decided(this.open[place], bound);
        const before = this.reached.get(key);
        if (before !== undefined && before >= worth) {
            return before > worth || !this.ties;
        }
        this.reached.set(key, worth);
        return false;
    }

    /** What has joined the sets that go on at a class, as a text. */
    _joinedBefore(place) {
        let text = "";
        for (const [index, closes] of this.closes) {
            const joins = this.joins[index];
            if (closes < this.open[place] || !joins.size) {
                continue;
            }
            text += `;${index}:`;
            for (let at = 0; at < place; at++) {
                const pair = joins.get(this.open[at]);
                text += pair ? `${at},${pair[BUY]},${pair[GET]},` : "";
            }
        }
        return text;
    }

    /** A bound without what open sets may earn: that may be out of date. */
    _decided(name, bound) {
        let worth = bound;
        for (const [index, closes] of this.closes) {
            if (closes >= name) {
                worth = minus(worth, this.surplus[index]);
            }
        }
        return worth;
    }

    /** Send `units` of a class the ways from `at` on, most by the first. */
    _fill(place, at, units, bound) {
        const name = this.open[place];
        const ways = this.ways[name];
        if (at === ways.length) {
            if (!units) {
                const left = this.purse.left[name];
                this.purse.left[name] = 0;
                this._visit(place + 1, 0, bound);
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
            this._go(place, at, units, count, after);
        }
    }

    /** Send `count` units one way, the others of `units` the ways after it. */
    _go(place, at, units, count, bound) {
        const name = this.open[place];
        const { index, role } = this.ways[name][at];
        this._send(name, index, role, count);
        const before = index < 0 ? 0 : this.surplus[index];
        let after = bound;
        if (index >= 0 && role === this.lastRole[index].get(name)) {
            after = this._rebound(name, index, after);
        }
        if (after !== null && after >= this.best.weight) {
            this._fill(place, at + 1, units - count, after);
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
        const last = this.closes.get(index) === name;
        const now = last ? this._closed(index) : this._surplus(index, name + 1);
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
