/** Good solutions before the search: greedy ones. */

import { Finisher } from "./finish.js";
import { ascending, over, plus, times } from "./integers.js";
import { Purse, Solution } from "./state.js";

export class Improver {
    constructor(problem, counter) {
        this.problem = problem;
        this.counter = counter;
        this.finisher = new Finisher(problem);
        this.best = null;
    }

    start() {
        const { columns } = this.problem;
        this._keep(this._greedyByRank());
        const dear = columns.toSorted((a, b) => ascending(b.profit, a.profit) || a.index - b.index);
        const density = columns.map((column) => over(column.profit, size(column)));
        const dense = columns.toSorted(
            (a, b) => ascending(density[b.index], density[a.index]) || a.index - b.index
        );
        for (const order of [dear, dense]) {
            this._keep(this._greedy(order));
        }
        return this.best;
    }

    byPrices({ slack }) {
        const order = this.problem.columns.toSorted(
            (a, b) => ascending(slack[a.index], slack[b.index]) || a.index - b.index
        );
        this._keep(this._greedy(order));
        return this.best;
    }

    _keep(solution) {
        this.counter.count();
        if (this.best === null || solution.weight > this.best.weight) {
            this.best = solution;
        }
    }

    _greedy(order) {
        const purse = new Purse(this.problem);
        this._refill(purse, order);
        const { weight, joins, base } = this.finisher.finish(purse.left);
        return new Solution(plus(purse.weight, weight), purse.columns(), joins, base);
    }

    _refill(purse, order) {
        for (const column of order) {
            const often = purse.room(column);
            if (often && pays(purse, column, often, this.problem.singles)) {
                purse.use(column, often);
            }
        }
    }

    /** Promotions by (priority, id), each taking its best from what is left. */
    _greedyByRank() {
        const { problem } = this;
        const purse = new Purse(problem);
        const joins = problem.sets.map(() => new Map());
        const ways = [
            ...problem.plans.map((plan) => ({ plan, set: -1 })),
            ...problem.sets.map((plan, set) => ({ plan, set })),
        ];
        ways.sort((a, b) => a.plan.promotion.rank - b.plan.promotion.rank);
        const byPlan = grouped(problem.columns);
        for (const { plan, set } of ways) {
            if (set < 0) {
                takeDearest(purse, byPlan.get(plan) ?? []);
            } else {
                joins[set] = this._take(plan, purse);
            }
        }
        let weight = purse.weight;
        const base = purse.left.map((units, name) => {
            weight = plus(weight, times(problem.singles[name], units));
            return problem.base[name].plan ? units : 0;
        });
        for (const [index, counts] of joins.entries()) {
            weight = plus(weight, problem.setWeight(problem.sets[index], counts));
        }
        return new Solution(weight, purse.columns(), joins, base);
    }

    _take(plan, purse) {
        let counts = new Map();
        for (const [name, roles] of plan.roles) {
            if (purse.left[name]) {
                const pair = [0, 0];
                pair[roles.at(-1)] = purse.left[name];
                counts.set(name, pair);
            }
        }
        counts = counts.size ? plan.trim(counts, this.problem.atoms) : counts;
        if (!counts.size || !((this.problem.setWeight(plan, counts) ?? 0) > 0)) {
            return new Map();
        }
        for (const [name, [bought, got]] of counts) {
            purse.left[name] -= bought + got;
        }
        return counts;
    }
}

function grouped(columns) {
    const found = new Map();
    for (const column of columns) {
        if (!found.has(column.plan)) {
            found.set(column.plan, []);
        }
        found.get(column.plan).push(column);
    }
    return found;
}

function takeDearest(purse, columns) {
    const order = columns.toSorted((a, b) => ascending(b.weight, a.weight) || a.index - b.index);
    for (const column of order) {
        const often = purse.room(column);
        if (often && purse.gain(column, often) > 0) {
            purse.use(column, often);
        }
    }
}

/** Whether a column earns more than its units do by themselves. */
export function pays(purse, column, often, singles) {
    let alone = 0;
    for (let at = 0; at < column.names.length; at++) {
        alone = plus(alone, times(singles[column.names[at]], column.units[at]));
    }
    return purse.gain(column, often) > times(alone, often);
}

function size(column) {
    return column.units.reduce((sum, units) => sum + units, 0);
}
