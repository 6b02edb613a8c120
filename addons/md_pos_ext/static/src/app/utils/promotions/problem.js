/** A component of a layer as numbers: what the search works on. */

import { EXACT } from "./atoms.js";
import { makeColumns } from "./columns.js";
import { least, minus, most, over, plus, times } from "./integers.js";

const MOST_TRIES = 400;
const TRIES_EACH = 8;

/** What says which units a column takes. */
function keyOf(names, units) {
    return `${names.join()} ${units.join()}`;
}

export function undominated(columns) {
    const best = new Map();
    const keys = columns.map((column) => keyOf(column.names, column.units));
    for (const [at, column] of columns.entries()) {
        if (!column.plan.promotion.bounded) {
            best.set(keys[at], most(best.get(keys[at]) ?? -1, column.profit));
        }
    }
    return columns.filter((column, at) => {
        if (column.profit < (best.get(keys[at]) ?? -1)) {
            return false;
        }
        return !parts(column).some((part) => (best.get(part) ?? -1) > column.profit);
    });
}

/** The keys of all but one of a column's units. */
function parts({ names, units }) {
    return names.map((_name, at) => {
        if (units[at] === 1) {
            const others = (_value, n) => n !== at;
            return keyOf(names.filter(others), units.filter(others));
        }
        return keyOf(names, units.with(at, units[at] - 1));
    });
}

/** The power of two above all uses, with one more bit to spare. */
function scaleOf(units) {
    let scale = 2;
    for (let reach = 1; reach <= units; reach = times(reach, 2)) {
        scale = times(scale, 2);
    }
    return scale;
}

export class Problem {
    constructor(classes, columnPlans, sets, base, nodes) {
        this.members = classes;
        this.atoms = classes.map((atoms) => atoms[0]);
        this.counts = classes.map((atoms) => atoms.reduce((sum, a) => sum + a.count, 0));
        this.units = this.counts.reduce(plus, 0);
        this.scale = scaleOf(this.units);
        this.sets = sets;
        this.plans = columnPlans;
        for (const plan of sets) {
            plan.bind(this);
        }
        this.base = base.map(({ value, plan }) =>
            value ? { weight: minus(times(value, this.scale), 1), plan } : { weight: 0, plan: null }
        );
        this.singles = this.base.map(({ weight }) => weight);
        this.complete = true;
        this.columns = [];
        this._makeColumns(nodes);
        const promotions = [...columnPlans, ...sets].map((plan) => plan.promotion);
        this.limits = new Map(promotions.filter((p) => p.uses !== null).map((p) => [p.id, p.uses]));
        this.caps = new Map(
            promotions
                .filter((p) => p.maxDiscount !== null)
                .map((p) => [p.id, times(p.maxDiscount, EXACT)])
        );
    }

    _makeColumns(nodes) {
        const every = [];
        for (const plan of this.plans) {
            const tries = most(MOST_TRIES, over(times(nodes, TRIES_EACH), this.plans.length));
            const { found, complete } = makeColumns(plan, [...this.counts], this, tries);
            this.complete = this.complete && complete;
            for (const column of found) {
                every.push(column);
            }
        }
        this.columns = undominated(every);
        for (const [index, column] of this.columns.entries()) {
            column.index = index;
        }
    }

    setWeight(plan, counts) {
        if (!counts.size) {
            return 0;
        }
        const worth = plan.value(counts, this.atoms);
        if (worth === null) {
            return null;
        }
        const cap = this.caps.get(plan.promotion.id);
        const value = cap === undefined ? worth.value : least(worth.value, cap);
        return minus(times(value, this.scale), worth.uses);
    }
}
