/** What the units are worth that no column uses: sets and single units. */

import { ascending, minus, plus, times } from "./integers.js";

export class Finisher {
    constructor(problem) {
        this.problem = problem;
        this.ways = problem.atoms.map(() => []);
        for (const [index, plan] of problem.sets.entries()) {
            for (const [name, roles] of plan.roles) {
                for (const role of roles) {
                    const worth = plan.worth.get(name)[role];
                    this.ways[name].push({ worth, index, role });
                }
            }
        }
        for (const ways of this.ways) {
            ways.sort(
                (a, b) => ascending(b.worth, a.worth) || a.index - b.index || a.role - b.role
            );
        }
        this.every = problem.sets.map((_plan, index) => index);
    }

    /** {weight, joins, base} for the units `left` of all classes. */
    finish(left) {
        const rest = new Map();
        for (const [name, units] of left.entries()) {
            if (units) {
                rest.set(name, units);
            }
        }
        const { weight, joins, base } = this.part(rest, this.every);
        return {
            weight,
            joins: this.every.map((index) => joins.get(index)),
            base: left.map((_units, name) => base.get(name) ?? 0),
        };
    }

    /** {weight, joins: counts by set, base: units by class, worth: weight by set}. */
    part(left, sets) {
        const allowed = new Set(sets);
        let { joins, base } = this._spread(left, allowed);
        let { worth, worst } = this._worth(joins);
        while (worst !== null) {
            allowed.delete(worst);
            ({ joins, base } = this._spread(left, allowed));
            ({ worth, worst } = this._worth(joins));
        }
        let weight = 0;
        for (const index of sets) {
            if (joins.has(index)) {
                weight = plus(weight, worth.get(index));
            } else {
                joins.set(index, new Map());
                worth.set(index, 0);
            }
        }
        for (const [name, units] of base) {
            weight = plus(weight, times(this.problem.singles[name], units));
        }
        return { weight, joins, base, worth };
    }

    _spread(left, allowed) {
        const joins = new Map();
        const base = new Map();
        for (const [name, units] of left) {
            base.set(name, 0);
            if (!units) {
                continue;
            }
            const way = this._way(name, allowed);
            if (way) {
                if (!joins.has(way.index)) {
                    joins.set(way.index, new Map());
                }
                const pair = [0, 0];
                pair[way.role] = units;
                joins.get(way.index).set(name, pair);
            } else if (this.problem.base[name].plan) {
                base.set(name, units);
            }
        }
        for (const [index, counts] of joins) {
            joins.set(index, this._trim(index, counts, base));
        }
        return { joins, base };
    }

    /** The best way into a set that is no worse than staying alone. */
    _way(name, allowed) {
        const alone = this.problem.singles[name];
        for (const way of this.ways[name]) {
            if (way.worth < alone) {
                return null;
            }
            if (allowed.has(way.index)) {
                return way;
            }
        }
        return null;
    }

    /** Give units that make no deal back to single units. */
    _trim(index, counts, base) {
        const kept = this.problem.sets[index].trim(counts, this.problem.atoms);
        if (kept === counts) {
            return counts;
        }
        for (const [name, [bought, got]] of counts) {
            const [b, g] = kept.get(name) ?? [0, 0];
            const units = bought + got - b - g;
            if (units && this.problem.base[name].plan) {
                base.set(name, base.get(name) + units);
            }
        }
        return kept;
    }

    /** {worth: weights by set, worst: the set that loses most against single units}. */
    _worth(joins) {
        const found = new Map();
        let worst = null;
        let most = 0;
        for (const [index, counts] of joins) {
            const weight = this.problem.setWeight(this.problem.sets[index], counts);
            let alone = 0;
            for (const [name, [bought, got]] of counts) {
                alone = plus(alone, times(this.problem.singles[name], bought + got));
            }
            const loss = weight === null ? plus(alone, 1) : minus(alone, weight);
            if (loss > most || (loss === most && loss && index < worst)) {
                worst = index;
                most = loss;
            }
            found.set(index, weight);
        }
        return { worth: found, worst };
    }
}
