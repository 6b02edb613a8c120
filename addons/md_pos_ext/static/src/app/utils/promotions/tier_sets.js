/** Deals over a set of units by its quantity: tiers, for all or line by line. */

import { GET, unitValue } from "./atoms.js";
import { ascending, minus, most, negative, overUp, plus, times } from "./integers.js";
import { SetPlan, worthOf } from "./sets.js";

/** The best of all tiers' benefits on a unit. */
export function bestTier(tiers, atom) {
    return tiers.map(({ benefit }) => unitValue(benefit, atom)).reduce(most);
}

export class TiersPlan extends SetPlan {
    most(atom) {
        return bestTier(this.own.tiers, atom);
    }

    bind(problem) {
        super.bind(problem);
        this.steps = this.own.tiers.map(({ least, benefit }) => {
            const worth = new Map();
            for (const name of this.roles.keys()) {
                const value = unitValue(benefit, problem.atoms[name]);
                worth.set(name, times(value, problem.scale));
            }
            return { least, worth };
        });
    }

    surplus(joined, free, prices) {
        let quantity = 0;
        for (const [name, pair] of joined) {
            quantity = plus(quantity, times(this.atomOf[name].milli, pair[GET]));
        }
        let best = 0;
        let reached = !joined.size;
        for (const step of this.steps) {
            let own = 0;
            for (const [name, pair] of joined) {
                const gain = minus(step.worth.get(name), prices[name]);
                own = plus(own, times(gain, pair[GET]));
            }
            if (reached && plus(this._hope(step, free, prices), own) <= best) {
                continue;
            }
            const found = this._step(step, quantity, free, prices);
            if (found.have >= step.least) {
                const total = plus(found.total, own);
                best = reached ? most(best, total) : total;
                reached = true;
            }
        }
        return best;
    }

    wish(free, prices) {
        let best = { more: 0, wanted: [] };
        for (const step of this.steps) {
            if (this._hope(step, free, prices) <= best.more) {
                continue;
            }
            const { total, have, wanted } = this._step(step, 0, free, prices);
            if (have >= step.least && total > best.more) {
                best = { more: total, wanted };
            }
        }
        return best;
    }

    /** At least what `_step` says, without making up the quantity. */
    _hope({ worth }, free, prices) {
        let total = -1;
        for (const { name, units } of free) {
            const gain = minus(worth.get(name), prices[name]);
            if (gain > 0) {
                total = plus(total, times(gain, units));
            }
        }
        return total;
    }

    /** What free units earn above their prices with one tier, its quantity made up. */
    _step({ least, worth }, quantity, free, prices) {
        let total = -1;
        let have = quantity;
        const lacking = [];
        const wanted = [];
        for (const { name, units } of free) {
            const gain = minus(worth.get(name), prices[name]);
            const milli = this.atomOf[name].milli;
            if (gain > 0) {
                total = plus(total, times(gain, units));
                have = plus(have, times(milli, units));
                wanted.push({ name, units });
            } else {
                lacking.push({ loss: negative(gain), milli, units, name });
            }
        }
        if (have < least) {
            const found = toReach(minus(least, have), have, lacking);
            total = minus(total, found.cost);
            have = found.have;
            wanted.push(...found.taken);
        }
        return { total, have, wanted };
    }

    tier(counts, atomOf) {
        let have = 0;
        for (const [name, [, got]] of counts) {
            have = plus(have, times(atomOf[name].milli, got));
        }
        return this.own.tiers.findLast(({ least }) => least <= have)?.benefit ?? null;
    }

    value(counts, atomOf) {
        const benefit = this.tier(counts, atomOf);
        if (benefit === null) {
            return null;
        }
        let total = 0;
        for (const [name, [, got]] of counts) {
            total += unitValue(benefit, atomOf[name]) * got;
        }
        return worthOf(total, 1);
    }

    weights(units) {
        const counts = new Map();
        const atoms = [];
        for (const { atom, count } of units) {
            const before = counts.get(atom.index)?.[GET] ?? 0;
            counts.set(atom.index, [0, before + count]);
            atoms[atom.index] = atom;
        }
        const benefit = this.tier(counts, atoms);
        return units.map(({ atom }) => unitValue(benefit, atom));
    }
}

function toReach(wanting, already, lacking) {
    let missing = wanting;
    let have = already;
    let cost = 0;
    const taken = [];
    lacking.sort(
        (a, b) =>
            ascending(a.loss, b.loss) ||
            ascending(a.milli, b.milli) ||
            ascending(a.units, b.units) ||
            a.name - b.name
    );
    for (const { loss, milli, units, name } of lacking) {
        if (missing <= 0) {
            break;
        }
        const need = overUp(missing, milli);
        const count = need < units ? need : units;
        cost = plus(cost, times(loss, count));
        missing = minus(missing, times(milli, count));
        have = plus(have, times(milli, count));
        taken.push({ name, units: count });
    }
    return { cost, have, taken };
}

export class LinesPlan extends SetPlan {
    several = true;
    byOrder = true;

    constructor(promotion, plans) {
        super(promotion, new Map(plans.flatMap((plan) => [...plan.roles])));
        this.plans = plans;
    }

    toClasses(classOf) {
        super.toClasses(classOf);
        for (const plan of this.plans) {
            plan.toClasses(classOf);
        }
    }

    most(atom, role) {
        return this.plans[0].most(atom, role);
    }

    value(counts, atomOf) {
        let total = 0;
        let uses = 0;
        for (const plan of this.plans) {
            const own = ownCounts(plan, counts);
            if (!own.size) {
                continue;
            }
            const worth = plan.value(own, atomOf);
            if (worth === null) {
                return null;
            }
            total = plus(total, worth.value);
            uses += 1;
        }
        const limit = this.promotion.uses;
        return limit === null || uses <= limit ? { value: total, uses } : null;
    }

    trim(counts, atomOf) {
        const found = [];
        for (const [number, plan] of this.plans.entries()) {
            const own = ownCounts(plan, counts);
            const worth = own.size ? plan.value(own, atomOf) : null;
            if (worth) {
                found.push({ value: worth.value, number, own });
            }
        }
        found.sort((a, b) => ascending(b.value, a.value) || a.number - b.number);
        const limit = this.promotion.uses ?? found.length;
        return new Map(found.slice(0, limit).flatMap(({ own }) => [...own]));
    }

    deals(units) {
        const found = new Map();
        for (const unit of units) {
            const line = unit.atom.line.index;
            if (!found.has(line)) {
                found.set(line, []);
            }
            found.get(line).push(unit);
        }
        return [...found.values()];
    }

    exact(units) {
        return this.plans[0].exact(units);
    }

    split(units) {
        return this.plans[0].split(units);
    }
}

function ownCounts(plan, counts) {
    return new Map([...counts].filter(([name]) => plan.roles.has(name)));
}
