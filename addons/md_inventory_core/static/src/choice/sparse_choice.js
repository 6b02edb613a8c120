/**
 * Choosing a variant by dimension, where only some combinations exist: pure, shared by
 * shop, till and orders.
 *
 * A dimension may be chosen among the values that exist with what was chosen before it,
 * so that every step leads to a variant and every variant can be reached. Dimensions that
 * are not asked come last. Nothing multiplies values: only combinations that exist are
 * looked at.
 */
export class SparseChoice {
    /**
     * @param {Object} data as `md.variant.choice` makes it
     * @param {{id: number, asked: boolean, values: number[]}[]} data.dims in the order of
     *     their position
     * @param {number[][]} data.combos of each variant the index of its value by dimension
     */
    constructor({ dims, combos }) {
        this.dims = dims;
        this.combos = combos;
        const numbers = [...dims.keys()];
        this.order = numbers.toSorted((a, b) => !dims[a].asked - !dims[b].asked || a - b);
        this.places = new Map();
        for (const [dim, { values }] of dims.entries()) {
            values.forEach((value, index) => this.places.set(value, [dim, index]));
        }
    }

    /** Whether a value is one of these dimensions. */
    has(value) {
        return this.places.has(value);
    }

    /** The value ids of a combination, by dimension. */
    values(combo) {
        return combo.map((index, dim) => this.dims[dim].values[index]);
    }

    /**
     * The combination that is closest to value ids; undefined when there is none at all.
     *
     * What was chosen last is kept before all, then what is chosen before it, then as many
     * of the others as can be, the first ones first.
     */
    closest(valueIds, last) {
        const wish = this._wish(valueIds);
        const [dim, index] = this.places.get(last) ?? [];
        if (dim !== undefined) {
            wish[dim] = index;
        }
        const before = dim === undefined ? [] : this.order.slice(0, this.order.indexOf(dim));
        let best, rank;
        for (const combo of this.combos) {
            const kept = this.order.map((number) => combo[number] === wish[number]);
            const mine = [
                dim === undefined || combo[dim] === index,
                before.every((number) => combo[number] === wish[number]),
                kept.filter(Boolean).length,
                ...kept,
            ].map(Number);
            if (!rank || isMore(mine, rank)) {
                [best, rank] = [combo, mine];
            }
        }
        return best;
    }

    /**
     * What may be chosen beside a combination: of each dimension, in their order,
     * {id, value, open: the values that exist with what is chosen before, shown}. A
     * dimension that is not asked is shown only where more than one value is open.
     */
    offer(combo) {
        const offered = [];
        let left = this.combos;
        for (const number of this.order) {
            const { id, asked, values } = this.dims[number];
            const open = new Set(left.map((other) => values[other[number]]));
            const shown = asked || open.size > 1;
            offered[number] = { id, value: values[combo[number]], open, shown };
            left = left.filter((other) => other[number] === combo[number]);
        }
        return offered;
    }

    _wish(valueIds) {
        const wish = this.dims.map(() => undefined);
        for (const value of valueIds) {
            const place = this.places.get(value);
            if (place) {
                wish[place[0]] = place[1];
            }
        }
        return wish;
    }
}

/** Whether numbers are more than others, the first difference counts. */
function isMore(mine, others) {
    const place = mine.findIndex((number, index) => number !== others[index]);
    return place >= 0 && mine[place] > others[place];
}
