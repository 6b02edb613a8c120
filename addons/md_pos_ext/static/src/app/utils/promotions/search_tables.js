/** What a search looks up: columns and ways of each class, the sets of each class. */

import { GET } from "./atoms.js";
import { ascending, minus } from "./integers.js";
import { NO_RANK } from "./labels.js";

/** For each class the columns that begin with it, least slack first. */
function bucketsOf({ counts, columns }, { slack }) {
    const found = counts.map(() => []);
    for (const column of columns) {
        found[column.names[0]].push(column);
    }
    for (const bucket of found) {
        bucket.sort(
            (a, b) =>
                ascending(slack[a.index], slack[b.index]) || a.rank - b.rank || a.index - b.index
        );
    }
    return found;
}

/** For each set a Map of class to the role that comes last among the class's ways. */
function lastRolesOf({ sets }, ways) {
    return sets.map((plan, index) => {
        const found = new Map();
        for (const name of plan.names) {
            found.set(name, ways[name].findLast((way) => way.index === index).role);
        }
        return found;
    });
}

/** For each class the sets that it may join. */
function membersOf({ counts, sets }) {
    const found = counts.map(() => []);
    for (const [index, plan] of sets.entries()) {
        for (const name of plan.names) {
            found[name].push(index);
        }
    }
    return found;
}

function byWay(a, b) {
    return (
        ascending(a.slack, b.slack) ||
        a.rank - b.rank ||
        Math.max(a.index, 0) - Math.max(b.index, 0) ||
        Math.max(a.role, 0) - Math.max(b.role, 0)
    );
}

/** For each class [{slack of a unit, rank, index of a set or -1, role or -1}]. */
function waysOf({ base, sets }, { of: prices }) {
    const found = prices.map((price, name) => {
        const { weight, plan } = base[name];
        const ways = [{ slack: price, rank: NO_RANK, index: -1, role: -1 }];
        if (plan) {
            const { rank } = plan.promotion;
            ways.push({ slack: minus(price, weight), rank, index: -1, role: GET });
        }
        return ways;
    });
    for (const [index, { roles, promotion }] of sets.entries()) {
        for (const [name, own] of roles) {
            for (const role of own) {
                found[name].push({ slack: 0, rank: promotion.rank, index, role });
            }
        }
    }
    for (const ways of found) {
        ways.sort(byWay);
    }
    return found;
}

/** All of them, made once for a problem and its prices. */
export function tablesOf(problem, prices) {
    if (prices.tables === null) {
        const ways = waysOf(problem, prices);
        prices.tables = {
            ways,
            buckets: bucketsOf(problem, prices),
            memberOf: membersOf(problem),
            lastRole: lastRolesOf(problem, ways),
        };
    }
    return prices.tables;
}
