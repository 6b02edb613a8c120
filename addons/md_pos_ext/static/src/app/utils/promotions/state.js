/** A solution in the making: what is left, what is used, what is joined. */

import { least, minus, plus, times } from "./integers.js";

export class Solution {
    /** `columns`: [{column, often}]; `joins`: [Map of class to [bought, got]] by set. */
    constructor(weight, columns, joins, base) {
        this.weight = weight;
        this.columns = columns;
        this.joins = joins;
        this.base = base;
        this.labels = null;
    }
}

export class Purse {
    constructor(problem) {
        this.problem = problem;
        this.left = [...problem.counts];
        this.uses = new Map(problem.limits);
        this.saved = new Map([...problem.caps.keys()].map((id) => [id, 0]));
        this.times = new Map();
        this.weight = 0;
    }

    room(column) {
        const { names, units } = column;
        let room = Number.MAX_SAFE_INTEGER;
        for (let at = 0; at < names.length; at++) {
            const have = this.left[names[at]];
            const many = units[at];
            if (have < many) {
                return 0;
            }
            const often = many === 1 ? have : Math.floor(have / many);
            room = often < room ? often : room;
        }
        if (column.limited) {
            const uses = this.uses.get(column.promotion);
            room = uses < room ? uses : room; // undefined is never less
        }
        return room;
    }

    gain(column, often = 1) {
        if (!column.limited || !this.saved.has(column.promotion)) {
            return often === 1 ? column.weight : times(column.weight, often);
        }
        const cap = this.problem.caps.get(column.promotion);
        const saved = this.saved.get(column.promotion);
        const after = plus(saved, times(column.value, often));
        const more = minus(least(cap, after), least(cap, saved));
        return minus(times(more, this.problem.scale), often);
    }

    use(column, often = 1) {
        if (often > 0) {
            this.weight = plus(this.weight, this.gain(column, often));
        }
        const { names, units } = column;
        for (let at = 0; at < names.length; at++) {
            this.left[names[at]] -= units[at] * often;
        }
        if (column.limited) {
            this._count(column, often);
        }
        if (often < 0) {
            this.weight = minus(this.weight, this.gain(column, -often));
        }
        const total = (this.times.get(column.index) ?? 0) + often;
        if (total) {
            this.times.set(column.index, total);
        } else {
            this.times.delete(column.index);
        }
    }

    _count(column, often) {
        const { promotion } = column;
        if (this.uses.has(promotion)) {
            this.uses.set(promotion, this.uses.get(promotion) - often);
        }
        if (this.saved.has(promotion)) {
            const more = times(column.value, often);
            this.saved.set(promotion, plus(this.saved.get(promotion), more));
        }
    }

    /** [{column, often}] by index. */
    columns() {
        const { columns } = this.problem;
        return [...this.times]
            .sort(([one], [other]) => one - other)
            .map(([index, often]) => ({ column: columns[index], often }));
    }
}

/** Nodes that are left in a layer. */
export class Counter {
    constructor(nodes) {
        this.left = nodes;
    }

    count() {
        this.left -= 1;
    }

    spent() {
        return this.left <= 0;
    }
}

/** The counts of a set, each pair its own. */
export function copied(counts) {
    const found = new Map();
    for (const [name, [bought, got]] of counts) {
        found.set(name, [bought, got]);
    }
    return found;
}
