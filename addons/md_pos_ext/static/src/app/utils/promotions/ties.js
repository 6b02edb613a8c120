/** Equal solutions: whether what a search has decided so far can still be the smallest. */

import { BUY } from "./atoms.js";
import { decided, labelOf, NONE, slotsOf } from "./labels.js";
import { Solution } from "./state.js";

/** Whether the labels decided before class `name` are larger than those of the best. */
export function larger(search, name) {
    if (name === search.base.length) {
        return false;
    }
    const now = new Solution(0, search.purse.columns(), search.joins, search.base);
    const openSets = new Set();
    for (const [index, plan] of search.problem.sets.entries()) {
        if (plan.highest >= name) {
            openSets.add(index);
        }
    }
    const slots = slotsOf(search.problem, now, openSets);
    const { rows, begun } = decided(search.problem, slots, name);
    const { labels } = search.best;
    for (const [at, row] of rows.entries()) {
        if (at >= labels.length || row.name > name) {
            return false;
        }
        if (row.name === name) {
            return least(search, name, slots[name], begun) > labels[at];
        }
        if (row.label !== labels[at]) {
            return row.label > labels[at];
        }
    }
    return false;
}

/** The smallest label that the first unit of a class may get. */
function least(search, name, taken, begun) {
    let found = NONE;
    for (const { label } of taken) {
        found = Math.min(found, label);
    }
    for (const column of search.buckets[name]) {
        if (search.prices.slack[column.index]) {
            break;
        }
        const number = (begun.get(column.rank) ?? 0) + 1;
        found = Math.min(found, labelOf(column.rank, number, BUY));
    }
    for (const { slack, rank, role } of search.ways[name]) {
        if (!slack && role >= 0) {
            found = Math.min(found, labelOf(rank, 1, BUY));
        }
    }
    return found;
}
