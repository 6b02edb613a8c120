/**
 * Which unit is in which deal: the smallest list among equal solutions.
 *
 * A label (rank of the promotion, number of its deal, place of the role) is one number
 * here: labels are compared all the time. Place: 0 a got unit that goes first, 1 bought,
 * 2 got.
 */

import { BUY, GET } from "./atoms.js";
import { ascending, compareLists } from "./integers.js";

const PLACES = 4;
const NUMBERS = 2 ** 30; // more deals of a promotion do not fit into any memory
const BEFORE = -1; // role of a got unit that goes before bought ones
export const NO_RANK = 2 ** 53;
export const NONE = 2 ** 53;

export function labelOf(rank, number, role) {
    return (rank * NUMBERS + number) * PLACES + role + 1;
}

function dealOf(label) {
    return Math.floor(label / PLACES);
}

function rankOf(label) {
    return Math.floor(label / (PLACES * NUMBERS));
}

function roleOf(label) {
    return label % PLACES === 1 ? BUY : GET;
}

function byLabel(a, b) {
    return a.label - b.label || a.count - b.count;
}

function byFirst(a, b) {
    return ascending(a.first, b.first);
}

export function spell(problem, solution) {
    const taken = new Map();
    for (const { atom, rank, number, role, count } of dealt(problem, solution)) {
        const label = labelOf(rank, number, role);
        if (!taken.has(atom)) {
            taken.set(atom, []);
        }
        const labels = taken.get(atom);
        for (let unit = 0; unit < count; unit++) {
            labels.push(label);
        }
    }
    const rows = [];
    for (const atoms of problem.members) {
        for (const atom of atoms) {
            const labels = taken.get(atom) ?? [];
            while (labels.length < atom.count) {
                labels.push(NONE);
            }
            rows.push({ first: atom.first, labels });
        }
    }
    return renumber(rows.sort(byFirst).flatMap((row) => row.labels));
}

/** Number the deals of each promotion by their first unit. */
function renumber(labels) {
    const numbers = new Map();
    const begun = new Map();
    return labels.map((label) => {
        if (label === NONE) {
            return NONE;
        }
        const [deal, rank] = [dealOf(label), rankOf(label)];
        if (!numbers.has(deal)) {
            const number = (begun.get(rank) ?? 0) + 1;
            begun.set(rank, number);
            numbers.set(deal, number);
        }
        return labelOf(rank, numbers.get(deal), roleOf(label));
    });
}

/** [{atom, rank, number, role, count}]: a class's labels go to its units in order. */
export function dealt(problem, solution) {
    const slots = slotsOf(problem, solution);
    const found = [];
    for (const [name, atoms] of problem.members.entries()) {
        const rows = slots[name].sort(byLabel);
        let at = 0;
        let left = rows.length ? rows[0].count : 0;
        for (const atom of atoms) {
            let room = atom.count;
            while (room && at < rows.length) {
                const count = Math.min(room, left);
                const { label } = rows[at];
                const number = dealOf(label) % NUMBERS;
                found.push({ atom, rank: rankOf(label), number, role: roleOf(label), count });
                room -= count;
                left -= count;
                if (!left) {
                    at++;
                    left = at < rows.length ? rows[at].count : 0;
                }
            }
        }
    }
    return found;
}

/** For each class [{label, count}], deals numbered as they begin. */
export function slotsOf(problem, solution, openSets = null) {
    const slots = problem.members.map(() => []);
    const numbers = new Map();
    for (const column of sortedColumns(solution.columns)) {
        columnSlots(column, slots, numbers);
    }
    for (const [index, counts] of solution.joins.entries()) {
        const plan = problem.sets[index];
        if (openSets?.has(index) && plan.several) {
            openSlots(plan, counts, slots, numbers);
        } else {
            closedSlots(problem, plan, counts, slots, numbers);
        }
    }
    for (const [name, units] of solution.base.entries()) {
        if (units) {
            const { rank } = problem.base[name].plan.promotion;
            slots[name].push({ label: labelOf(rank, 1, GET), count: units });
        }
    }
    return slots;
}

function openSlots({ promotion }, counts, slots, numbers) {
    const number = (numbers.get(promotion.rank) ?? 0) + 1;
    for (const [name, [bought, got]] of counts) {
        const label = labelOf(promotion.rank, number, BUY);
        slots[name].push({ label, count: bought + got });
    }
}

function closedSlots(problem, plan, counts, slots, numbers) {
    const { rank } = plan.promotion;
    const before = numbers.get(rank) ?? 0;
    for (const { name, role, number, count } of setSlots(problem, plan, counts)) {
        const place = plan.gotFirst && role === GET ? BEFORE : role;
        slots[name].push({ label: labelOf(rank, before + number, place), count });
        numbers.set(rank, Math.max(numbers.get(rank) ?? 0, before + number));
    }
}

function columnSlots({ plan, rank, names, bought, got }, slots, numbers) {
    const number = plan.oneDeal ? 1 : (numbers.get(rank) ?? 0) + 1;
    numbers.set(rank, number);
    for (let at = 0; at < names.length; at++) {
        if (bought[at]) {
            slots[names[at]].push({ label: labelOf(rank, number, BUY), count: bought[at] });
        }
        if (got[at]) {
            slots[names[at]].push({ label: labelOf(rank, number, GET), count: got[at] });
        }
    }
}

/** The columns in the order in which they begin, each as often as it is used. */
function sortedColumns(columns) {
    const found = columns.map(({ column, often }) => {
        column.signature ??= signatureOf(column);
        return { column, often };
    });
    found.sort(
        (a, b) =>
            compareLists(a.column.signature, b.column.signature) || a.column.index - b.column.index
    );
    return found.flatMap(({ column, often }) => Array.from({ length: often }, () => column));
}

/** What decides which of two deals begins first: class and role of each unit. */
function signatureOf({ names, bought, got }) {
    const units = [];
    for (let at = 0; at < names.length; at++) {
        for (const [role, many] of [bought[at], got[at]].entries()) {
            for (let unit = 0; unit < many; unit++) {
                units.push(names[at] * 2 + role);
            }
        }
    }
    units.push(Infinity);
    return units;
}

/** [{name, role, number, count}]: class, role, number of the deal, units. */
function setSlots(problem, plan, counts) {
    const units = [];
    const names = new Map();
    for (const [name, pair] of counts) {
        const atom = problem.atoms[name];
        names.set(atom.index, name);
        for (const role of [BUY, GET]) {
            if (pair[role]) {
                units.push({ atom, role, count: pair[role] });
            }
        }
    }
    if (!units.length) {
        return [];
    }
    units.sort((a, b) => ascending(a.atom.first, b.atom.first) || a.role - b.role);
    return plan.deals(units).flatMap((deal, at) =>
        deal.map(({ atom, role, count }) => ({
            name: names.get(atom.index),
            role,
            number: at + 1,
            count,
        }))
    );
}

/** {rows: [{name, label}] in unit order up to class `name`, begun: deals by rank}. */
export function decided(problem, slots, name) {
    const rows = [];
    for (const [at, atoms] of problem.members.entries()) {
        const labels = slots[at]
            .toSorted(byLabel)
            .flatMap(({ label, count }) => Array.from({ length: count }, () => label));
        let place = 0;
        for (const atom of atoms) {
            for (let unit = 0; unit < atom.count; unit++) {
                const label = place < labels.length ? labels[place] : NONE;
                rows.push({ first: atom.first + unit, name: at, label });
                place++;
            }
        }
    }
    rows.sort(byFirst);
    const stop = rows.findIndex((row) => row.name >= name);
    const upto = stop < 0 ? rows.length : stop;
    const labels = renumber(rows.slice(0, upto).map((row) => row.label));
    const found = labels.map((label, at) => ({ name: rows[at].name, label }));
    const begun = new Map();
    for (const label of labels) {
        if (label !== NONE) {
            const [rank, number] = [rankOf(label), dealOf(label) % NUMBERS];
            begun.set(rank, Math.max(begun.get(rank) ?? 0, number));
        }
    }
    if (upto < rows.length) {
        found.push({ name: rows[upto].name, label: NONE });
    }
    return { rows: found, begun };
}
