/** Exchanges: one column is forced in, what stands in its way goes, the rest refills. */

import { Finisher } from "./finish.js";
import { pays } from "./improve.js";
import { ascending, minus, plus, times } from "./integers.js";
import { Purse, Solution } from "./state.js";

const TENURE = 7;

export class Exchanger {
    constructor(problem, prices, solution, counter) {
        this.problem = problem;
        this.prices = prices;
        this.counter = counter;
        this.finisher = new Finisher(problem);
        this.best = solution;
        this.setsOf = problem.counts.map(() => []);
        for (const [index, plan] of problem.sets.entries()) {
            for (const name of plan.names) {
                this.setsOf[name].push(index);
            }
        }
        this._begin(solution);
        this._choose();
    }

    _begin(solution) {
        this.purse = new Purse(this.problem);
        for (const { column, often } of solution.columns) {
            this.purse.use(column, often);
        }
        const { weight, joins, base } = this.finisher.finish(this.purse.left);
        this.joins = joins;
        this.base = base;
        this.worth = this.problem.sets.map((plan, index) =>
            this.problem.setWeight(plan, joins[index])
        );
        this.weight = plus(this.purse.weight, weight);
        this._keep();
    }

    /** Take the columns that can be in a better solution, least slack first. */
    _choose() {
        const { slack, total } = this.prices;
        const gap = minus(total, this.best.weight);
        this.order = this.problem.columns
            .filter((column) => slack[column.index] <= gap)
            .sort((a, b) => ascending(slack[a.index], slack[b.index]) || a.index - b.index);
        this.touching = this.problem.counts.map(() => []);
        for (const [place, column] of this.order.entries()) {
            for (const name of column.names) {
                this.touching[name].push(place);
            }
        }
    }

    improve(tries, stepsDown) {
        const banned = new Map();
        let worse = stepsDown;
        this.tries = tries;
        for (let step = 1; this.best.weight < this.prices.total; step++) {
            const { moved, chosen } = this._round(banned, step);
            if (this.tries <= 0 || (!moved && (chosen === null || !worse))) {
                break;
            }
            if (!moved) {
                worse--;
                this._stepDown(chosen, banned, step);
            }
        }
        return this.best;
    }

    /** Try every column once: {whether one helped, the one that hurts least}. */
    _round(banned, step) {
        let moved = false;
        let chosen = null;
        let most = null;
        for (const column of this.order) {
            if ((banned.get(column.index) ?? 0) > step) {
                continue;
            }
            if (this.tries <= 0) {
                break;
            }
            this.tries--;
            const found = this._try(column);
            if (found === null) {
                continue;
            }
            if (found.change > 0) {
                this._accept(found);
                moved = true;
                continue;
            }
            this._takeBack(found.log);
            if (most === null || found.change > most) {
                chosen = column;
                most = found.change;
            }
        }
        return { moved, chosen };
    }

    _stepDown(column, banned, step) {
        const found = this._try(column);
        for (const { column: gone, often } of found.log) {
            if (often < 0) {
                banned.set(gone.index, step + TENURE);
            }
        }
        this._accept(found);
    }

    /** Force a column in: {change of the weight, log, new sets and singles}. */
    _try(column) {
        this.counter.count();
        const before = this.purse.weight;
        const log = [];
        if (!this._makeRoom(column, log)) {
            this._takeBack(log);
            return null;
        }
        this._use(column, 1, log);
        this._refill(log);
        const names = new Set();
        for (const { column: used } of log) {
            for (const name of used.names) {
                names.add(name);
            }
        }
        const part = this._finish(names);
        const change = plus(minus(this.purse.weight, before), part.more);
        return { change, log, part };
    }

    _use(column, often, log) {
        this.purse.use(column, often);
        log.push({ column, often });
    }

    _takeBack(log) {
        for (let at = log.length - 1; at >= 0; at--) {
            this.purse.use(log[at].column, -log[at].often);
        }
    }

    _accept({ change, part }) {
        this.weight = plus(this.weight, change);
        for (const index of part.sets) {
            this.joins[index] = part.joins.get(index);
            this.worth[index] = part.worth.get(index);
        }
        for (const [name, units] of part.base) {
            this.base[name] = units;
        }
        this._keep();
    }

    _keep() {
        if (this.weight > this.best.weight) {
            const joins = this.joins.map((counts) => new Map(counts));
            const columns = this.purse.columns();
            this.best = new Solution(this.weight, columns, joins, [...this.base]);
        }
    }

    /** Give columns back that stand in the way; false when it cannot fit. */
    _makeRoom(column, log) {
        const { purse } = this;
        if (purse.room(column)) {
            return true;
        }
        const { promotion, names, units } = column;
        const short = (purse.uses.get(promotion) ?? 1) < 1;
        const lacking = new Set(names.filter((name, at) => purse.left[name] < units[at]));
        const blocks = (used) =>
            (short && used.promotion === promotion) || used.names.some((name) => lacking.has(name));
        const blocking = [...purse.times.keys()].filter((at) => blocks(this.problem.columns[at]));
        for (const index of blocking.sort((a, b) => b - a)) {
            while (purse.times.has(index)) {
                this._use(this.problem.columns[index], -1, log);
                if (purse.room(column)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Use columns on what was given back. */
    _refill(log) {
        const { purse } = this;
        const places = new Set();
        for (const { column, often } of log) {
            for (const name of often < 0 ? column.names : []) {
                for (const place of purse.left[name] ? this.touching[name] : []) {
                    places.add(place);
                }
            }
        }
        for (const place of [...places].sort((a, b) => a - b)) {
            const column = this.order[place];
            const often = purse.room(column);
            if (often && pays(purse, column, often, this.problem.singles)) {
                this._use(column, often, log);
            }
        }
    }

    /** {more, sets, joins, base, worth} for what changed classes leave. */
    _finish(names) {
        const { problem } = this;
        const touched = new Set();
        for (const name of names) {
            for (const index of this.setsOf[name]) {
                touched.add(index);
            }
        }
        const sets = [...touched].sort((a, b) => a - b);
        const around = new Set(names);
        let old = 0;
        for (const index of sets) {
            old = plus(old, this.worth[index]);
            for (const name of problem.sets[index].names) {
                around.add(name);
            }
        }
        const left = new Map();
        for (const name of [...around].sort((a, b) => a - b)) {
            left.set(name, this._leftFor(name, touched));
            old = plus(old, times(problem.singles[name], this.base[name]));
        }
        const { weight, joins, base, worth } = this.finisher.part(left, sets);
        return { more: minus(weight, old), sets, joins, base, worth };
    }

    /** Units of a class that neither columns nor other sets have. */
    _leftFor(name, touched) {
        let units = this.purse.left[name];
        for (const index of this.setsOf[name]) {
            const pair = touched.has(index) ? null : this.joins[index].get(name);
            units -= pair ? pair[0] + pair[1] : 0;
        }
        return units;
    }
}
