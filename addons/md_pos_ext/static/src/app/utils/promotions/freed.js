/** A search of which only some classes, and what they touch, are free. */

import { paidFor } from "./bound.js";
import { plus, times } from "./integers.js";
import { Search } from "./search.js";
import { copied, Purse } from "./state.js";

export class FreedSearch extends Search {
    constructor(problem, prices, best, counter) {
        super(problem, prices, best, counter);
        this.ties = false;
        this.kept = { of: null, weights: [] };
    }

    /** Look for the best rest when classes (a Set) are free. */
    free(names) {
        const { problem, best, prices } = this;
        this.purse = new Purse(problem);
        this.reached = new Map();
        this.base = best.base.map((units, name) => (names.has(name) ? 0 : units));
        this.purse.left = this._freed(names, best);
        this._open([...this.purse.left.keys()].filter((name) => this.purse.left[name]));
        this.joins = best.joins.map((counts, index) =>
            this.closes.has(index) ? without(counts, names) : counts
        );
        let bound = this.purse.weight;
        for (const [name, units] of this.base.entries()) {
            bound = plus(bound, times(problem.singles[name], units));
            bound = plus(bound, times(prices.of[name], this.purse.left[name]));
        }
        for (const [index, weight] of this._weights().entries()) {
            bound = plus(bound, this.closes.has(index) ? this._hope(index) : weight);
        }
        if (bound > best.weight) {
            this._visit(0, 0, bound);
        }
    }

    /** What a set with free classes can weigh at most. */
    _hope(index) {
        this.surplus[index] = this._surplus(index, 0);
        return plus(this.surplus[index], paidFor(this.joins[index], this.prices.of));
    }

    /** The weights of the best solution's sets. */
    _weights() {
        if (this.kept.of !== this.best) {
            const { sets } = this.problem;
            const weights = this.best.joins.map((counts, index) =>
                this.problem.setWeight(sets[index], counts)
            );
            this.kept = { of: this.best, weights };
        }
        return this.kept.weights;
    }

    /** Use the columns that touch no free class; return what is left of each class. */
    _freed(names, { columns }) {
        const left = this.problem.counts.map((units, name) => (names.has(name) ? units : 0));
        for (const { column, often } of columns) {
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
}

/** The counts of a set, each pair its own, but for some classes. */
function without(counts, names) {
    const found = copied(counts);
    for (const name of names) {
        found.delete(name);
    }
    return found;
}
