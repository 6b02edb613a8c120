/** Deals over a set of units sorted by price: slabs of tiers, every nth. */

import { BUY, GET, unitValue } from "./atoms.js";
import { ascending, minus, overUp, plus, times } from "./integers.js";
import { allGot, SetPlan, worthOf } from "./sets.js";
import { bestTier } from "./tier_sets.js";

/** Rows are {price, order, count, atom}; of `nth` the price is negative. */
function byPrice(a, b) {
    return a.price - b.price || ascending(a.order, b.order);
}

export class SlabPlan extends SetPlan {
    lump = true;
    byOrder = true;

    constructor(promotion, roles) {
        super(promotion, roles);
        const { tiers } = this.own;
        this.rising = tiers.every(
            ({ benefit }, n) =>
                benefit.word === "percent" && (!n || tiers[n - 1].benefit.number <= benefit.number)
        );
    }

    most(atom) {
        return bestTier(this.own.tiers, atom);
    }

    /** [{row, units, value}]: value of one, cheapest first. */
    byPlace(rows) {
        const found = [];
        let place = 0;
        const { tiers } = this.own;
        for (const row of [...rows].sort(byPrice)) {
            const { atom } = row;
            const step = overUp(atom.milli, 1000); // a weighed item takes each started place
            let count = row.count;
            while (count) {
                const upto = times(plus(place, step), 1000);
                const reached = tiers.findLast((tier) => tier.least <= upto);
                const after = tiers.find((tier) => tier.least > upto);
                let units = count;
                if (after) {
                    // as many as come before the next tier begins
                    const before = minus(overUp(after.least, 1000), plus(1, place));
                    units = before < 1 ? 1 : before < count ? before : count;
                }
                const value = reached ? unitValue(reached.benefit, atom) : 0;
                found.push({ row, units, value });
                place = plus(place, times(step, units));
                count -= units;
            }
        }
        return found;
    }

    value(counts, atomOf) {
        const rows = [];
        for (const [name, [, got]] of counts) {
            if (got) {
                const atom = atomOf[name];
                rows.push({ price: atom.price, order: atom.first, count: got, atom });
            }
        }
        let total = 0;
        for (const { units, value } of this.byPlace(rows)) {
            total += units * value;
        }
        return worthOf(total, 1);
    }

    alone(counts, atomOf) {
        if (this.rising) {
            return this.value(allGot(counts), atomOf)?.value ?? 0;
        }
        return super.alone(counts, atomOf);
    }

    split(units) {
        const rows = units.map(({ atom, count }) => ({
            price: atom.price,
            order: atom.first,
            count,
            atom,
        }));
        return this.byPlace(rows)
            .map(({ row, units: count, value }) => ({
                atom: row.atom,
                role: GET,
                count,
                weight: value,
            }))
            .sort((a, b) => ascending(a.atom.first, b.atom.first));
    }
}

export class NthPlan extends SetPlan {
    lump = true;
    byOrder = true;
    several = true;

    constructor(promotion, roles, total) {
        super(promotion, roles);
        this.total = total;
        this.retailer = this.own.favour === "retailer";
        this.gotFirst = this.own.pick === "dearest" && !this.retailer;
    }

    trim(counts, atomOf) {
        const found = new Map();
        for (const { count, name } of this._dearest(counts, atomOf)) {
            found.set(name, [0, count]);
        }
        return found;
    }

    _rows(counts, atomOf) {
        const rows = [];
        for (const [name, [bought, got]] of counts) {
            if (bought + got) {
                const atom = atomOf[name];
                const [price, order] = [-atom.price, atom.first];
                rows.push({ price, order, count: bought + got, atom, name });
            }
        }
        return rows;
    }

    _dearest(counts, atomOf) {
        const rows = this._rows(counts, atomOf);
        let total = rows.reduce((sum, row) => sum + row.count, 0);
        const limit = this.promotion.uses;
        if (!this.retailer) {
            total -= total % this.own.every;
            const allowed = limit === null ? total : times(limit, this.own.every);
            total = allowed < total ? allowed : total;
        }
        return top(rows, total);
    }

    alone(counts, atomOf) {
        const { percent } = this.own;
        let total = 0;
        for (const { row, role, units } of this.chunks(this._dearest(counts, atomOf))) {
            if (role === GET) {
                total += -row.price * percent * units;
            }
        }
        return total;
    }

    most(atom) {
        const { percent, pick, free, every } = this.own;
        const exact = atom.price * percent;
        if (pick === "dearest" || this.retailer) {
            return exact;
        }
        return overUp(times(exact, free), every);
    }

    /** [{chunk, row, role, units}]: the rows, dearest first, cut into groups. */
    chunks(rows) {
        const { own } = this;
        const total = rows.reduce((sum, row) => sum + row.count, 0);
        const groups = Math.floor(total / own.every);
        const every = this.retailer ? total : own.every;
        const free = this.retailer ? own.free * groups : own.free;
        const edge = this.gotFirst ? free : every - free;
        const found = [];
        let place = 0;
        for (const row of [...rows].sort(byPrice)) {
            let count = row.count;
            while (count) {
                const inside = place % every;
                const first = inside < edge;
                const units = Math.min(count, (first ? edge : every) - inside);
                const role = first === this.gotFirst ? GET : BUY;
                found.push({ chunk: (place - inside) / every, row, role, units });
                place += units;
                count -= units;
            }
        }
        return found;
    }

    value(counts, atomOf) {
        const rows = this._rows(counts, atomOf);
        const total = rows.reduce((sum, row) => sum + row.count, 0);
        const { every, percent } = this.own;
        const wrong = this.retailer ? total !== this.total : total % every;
        if (total < every || wrong) {
            return null;
        }
        const saved = new Map();
        for (const { chunk, row, role, units } of this.chunks(rows)) {
            const value = role === GET ? -row.price * percent * units : 0;
            saved.set(chunk, (saved.get(chunk) ?? 0) + value);
        }
        const uses = this.retailer ? Math.floor(total / every) : saved.size;
        const limit = this.promotion.uses;
        const values = [...saved.values()];
        if (values.some((value) => !value) || (limit !== null && uses > limit)) {
            return null;
        }
        return { value: values.reduce((sum, value) => sum + value, 0), uses };
    }

    deals(units) {
        const rows = new Map();
        for (const { atom, count } of units) {
            const row = rows.get(atom.index);
            if (row) {
                row.count += count;
            } else {
                const [price, order] = [-atom.price, atom.first];
                rows.set(atom.index, { price, order, count, atom });
            }
        }
        const found = [];
        for (const { chunk, row, role, units: count } of this.chunks([...rows.values()])) {
            found[chunk] ??= [];
            found[chunk].push({ atom: row.atom, role, count });
        }
        return found;
    }

    exact(units) {
        let total = 0;
        for (const { atom, role, count } of units) {
            total += role === GET ? atom.price * this.own.percent * count : 0;
        }
        return total;
    }
}

/** The first `total` units of rows sorted by price and order. */
export function top(rows, total) {
    const found = [];
    let left = total;
    for (const row of [...rows].sort(byPrice)) {
        const units = row.count < left ? row.count : left;
        if (units) {
            found.push({ ...row, count: units });
        }
        left -= units;
    }
    return found;
}
