/** Deals over a set of units: what all share, thresholds, tenders. */

import { BUY, EXACT, GET } from "./atoms.js";
import { halfUp } from "./canonical.js";
import { least, minus, most, over, overUp, plus, times } from "./integers.js";

const ROLES = [BUY, GET];

export class SetPlan {
    lump = false; // the value is not made of values of single units
    gotFirst = false; // of equal units the earlier ones get
    several = false; // it may fall into more than one deal
    oneDeal = false;
    byOrder = false; // the unit order decides what a unit gets

    /** `roles`: Map of class or atom to the list of roles it may have. */
    constructor(promotion, roles) {
        this.promotion = promotion;
        this.roles = roles;
        this.own = promotion.own;
    }

    entries() {
        return ROLES.map((role) =>
            [...this.roles].filter(([, roles]) => roles.includes(role)).map(([name]) => name)
        );
    }

    toClasses(classOf) {
        const roles = new Map();
        for (const [name, own] of this.roles) {
            roles.set(classOf.get(name), own);
        }
        this.roles = roles;
    }

    trim(counts) {
        return counts;
    }

    alone(counts, atomOf) {
        let total = 0;
        for (const [name, [bought, got]] of counts) {
            const best = this._best(name, atomOf[name]);
            total = plus(total, times(bought + got, best));
        }
        return total;
    }

    _best(name, atom) {
        return this.roles
            .get(name)
            .map((role) => this.most(atom, role))
            .reduce(most);
    }

    bind(problem) {
        this.atomOf = problem.atoms;
        this.scale = problem.scale;
        this.worth = new Map(); // class: [bought, got] as weights
        this.worthMost = new Map();
        for (const [name, roles] of this.roles) {
            const worth = ROLES.map((role) =>
                roles.includes(role)
                    ? times(this.most(problem.atoms[name], role), problem.scale)
                    : 0
            );
            this.worth.set(name, worth);
            this.worthMost.set(name, most(...worth));
        }
        this.names = [...this.roles.keys()];
        this.lowest = Math.min(...this.names);
        this.highest = Math.max(...this.names);
    }

    /** `free`: [{name, units}]. */
    surplus(joined, free, prices) {
        let total = 0;
        for (const [name, [bought, got]] of joined) {
            const [ofBuy, ofGet] = this.worth.get(name);
            const worth = plus(times(ofBuy, bought), times(ofGet, got));
            total = plus(total, minus(worth, times(prices[name], bought + got)));
        }
        for (const { name, units } of free) {
            const gain = minus(this.worthMost.get(name), prices[name]);
            if (gain > 0) {
                total = plus(total, times(gain, units));
            }
        }
        if (this.lump) {
            total = least(total, this._whole(joined, free, prices));
        }
        total = minus(total, 1);
        return joined.size ? total : most(0, total);
    }

    wish(free, prices) {
        const wanted = free.filter(({ name }) => this.worthMost.get(name) > prices[name]);
        return { more: this.surplus(new Map(), free, prices), wanted };
    }

    _whole(joined, free, prices) {
        const counts = new Map();
        for (const { name, units } of free) {
            counts.set(name, [0, units]);
        }
        let paid = 0;
        for (const [name, [bought, got]] of joined) {
            const more = counts.get(name)?.[GET] ?? 0;
            counts.set(name, [bought, got + more]);
            paid = plus(paid, times(prices[name], bought + got));
        }
        return minus(times(this.alone(counts, this.atomOf), this.scale), paid);
    }

    deals(units) {
        return [units];
    }

    split(units) {
        const weights = this.weights(units);
        return units.map(({ atom, role, count }, at) => ({
            atom,
            role,
            count,
            weight: weights[at],
        }));
    }

    exact(units) {
        const counts = new Map();
        const atoms = [];
        for (const { atom, role, count } of units) {
            if (!counts.has(atom.index)) {
                counts.set(atom.index, [0, 0]);
            }
            counts.get(atom.index)[role] += count;
            atoms[atom.index] = atom;
        }
        return this.value(counts, atoms).value;
    }

    weights(units) {
        return units.map(({ atom }) => atom.price);
    }
}

/** All units of a set as got ones. */
export function allGot(counts) {
    const every = new Map();
    for (const [name, [bought, got]] of counts) {
        every.set(name, [0, bought + got]);
    }
    return every;
}

/** What a set is worth if it is a deal. */
export function worthOf(value, uses) {
    return value > 0 ? { value, uses } : null;
}

export class ThresholdPlan extends SetPlan {
    constructor(promotion, roles, counting) {
        super(promotion, roles);
        this.counting = counting;
        this.countingAtoms = counting;
        this.lump = this.own.tiers.some(({ benefit }) => benefit.word === "amount");
    }

    baseOf(atom) {
        return this.own.basis === "list" ? atom.line.unitList : atom.price;
    }

    most(atom, role) {
        let best = 0;
        for (const { least: minimum, benefit } of this.own.tiers) {
            if (benefit.word === "percent") {
                best = most(best, role === GET ? atom.price * benefit.number : 0);
            } else if (this.countingAtoms.has(atom.index)) {
                const whole = times(benefit.number, EXACT);
                const exact = times(whole, this.baseOf(atom));
                best = most(best, minimum ? overUp(exact, minimum) : whole);
            }
        }
        return best;
    }

    toClasses(classOf) {
        super.toClasses(classOf);
        this.counting = new Set([...this.counting].map((number) => classOf.get(number)));
    }

    sums(counts, atomOf) {
        let base = 0;
        let reward = 0;
        for (const [name, [bought, got]] of counts) {
            const atom = atomOf[name];
            if (this.counting.has(name)) {
                base += this.baseOf(atom) * (bought + got);
            }
            reward += atom.price * got;
        }
        return { base, reward };
    }

    saved(base, reward) {
        const tier = this.own.tiers.findLast((row) => row.least <= base);
        if (!tier) {
            return 0;
        }
        const { word, number } = tier.benefit;
        if (word === "percent") {
            return reward * number;
        }
        const often = this.own.multiple ? over(base, tier.least) : 1;
        return times(least(times(number, often), reward), EXACT);
    }

    value(counts, atomOf) {
        const { base, reward } = this.sums(counts, atomOf);
        return worthOf(this.saved(base, reward), 1);
    }

    alone(counts, atomOf) {
        const { base, reward } = this.sums(counts, atomOf);
        let best = most(this.saved(0, reward), this.saved(base, reward));
        for (const tier of this.own.tiers) {
            if (tier.least <= base) {
                // where a tier begins, and where the one before ends
                const ends = tier.least > 0 ? this.saved(minus(tier.least, 1), reward) : 0;
                best = most(best, most(ends, this.saved(tier.least, reward)));
            }
        }
        return best;
    }

    exact(units) {
        let base = 0;
        let reward = 0;
        for (const { atom, role, count } of units) {
            if (this.countingAtoms.has(atom.index)) {
                base += this.baseOf(atom) * count;
            }
            reward += role === GET ? atom.price * count : 0;
        }
        return this.saved(base, reward);
    }

    weights(units) {
        return units.map(({ atom, role }) => (role === GET ? atom.price : 0));
    }
}

export class TenderPlan extends SetPlan {
    constructor(promotion, roles, pays) {
        super(promotion, roles);
        const { percent, most: maximum } = this.own;
        const caps = maximum === null ? [] : [times(maximum, EXACT)];
        if (pays !== null && percent < 10000) {
            const covered = halfUp(times(pays, percent), 10000 - percent);
            caps.push(times(covered, EXACT));
        }
        this.cap = caps.length ? caps.reduce(least) : null;
        this.lump = caps.length > 0;
    }

    most(atom) {
        return atom.price * this.own.percent;
    }

    value(counts, atomOf) {
        let gross = 0;
        for (const [name, [, got]] of counts) {
            gross += atomOf[name].price * got;
        }
        const total = gross * this.own.percent;
        return worthOf(this.cap === null ? total : least(total, this.cap), 1);
    }

    alone(counts, atomOf) {
        return this.value(allGot(counts), atomOf)?.value ?? 0;
    }
}
