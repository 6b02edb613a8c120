/** Better solutions near a good one: a few classes are set free and solved anew. */

import { FreedSearch } from "./freed.js";
import { minus } from "./integers.js";
import { Counter } from "./state.js";

const NODES = 60;
const UNITS = 16;

export class Neighbourhoods {
    constructor(problem, prices, best, counter) {
        this.problem = problem;
        this.prices = prices;
        this.counter = counter;
        this.search = new FreedSearch(problem, prices, best, new Counter(0));
        this.near = this._near(minus(prices.total, best.weight));
    }

    /** For each class how often it meets each other one. */
    _near(gap) {
        const found = this.problem.counts.map(() => new Map());
        const groups = this.problem.columns
            .filter((column) => this.prices.slack[column.index] <= gap)
            .map((column) => column.names);
        for (const plan of this.problem.sets) {
            groups.push(plan.names);
        }
        for (const group of groups) {
            for (const one of group) {
                for (const other of group) {
                    if (one !== other) {
                        found[one].set(other, (found[one].get(other) ?? 0) + 1);
                    }
                }
            }
        }
        return found;
    }

    improve(most) {
        const end = this.counter.left - most;
        let better = true;
        while (better && this.counter.left > end) {
            better = false;
            for (let name = 0; name < this.problem.counts.length; name++) {
                if (this.counter.left <= end || this._optimal()) {
                    break;
                }
                better = this._try(name, end) || better;
            }
        }
        return this.search.best;
    }

    _optimal() {
        return this.search.best.weight >= this.prices.total;
    }

    _try(name, end) {
        const { search } = this;
        const before = search.best.weight;
        const given = Math.min(NODES, this.counter.left - end);
        search.counter = new Counter(given);
        search.free(this._around(name));
        this.counter.left -= given - search.counter.left;
        return search.best.weight > before;
    }

    /** A Set of classes near one, breadth first, the closest before. */
    _around(name) {
        const { counts } = this.problem;
        const chosen = new Set([name]);
        let units = counts[name];
        let edge = [name];
        while (edge.length && units < UNITS) {
            const ways = this._ways(edge, chosen);
            edge = [];
            for (const [other] of ways) {
                if (units >= UNITS) {
                    break;
                }
                chosen.add(other);
                edge.push(other);
                units += counts[other];
            }
        }
        return chosen;
    }

    /** [[class, how often it meets those of the edge]], the closest first. */
    _ways(edge, chosen) {
        const ways = new Map();
        for (const one of edge) {
            for (const [other, often] of this.near[one]) {
                if (!chosen.has(other)) {
                    ways.set(other, (ways.get(other) ?? 0) + often);
                }
            }
        }
        return [...ways].sort(([a, often], [b, other]) => other - often || a - b);
    }
}
