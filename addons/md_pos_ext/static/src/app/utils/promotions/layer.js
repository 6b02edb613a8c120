/** One layer: which deals its promotions make of the open units. */

import { atomsOf, GET } from "./atoms.js";
import { Prices } from "./bound.js";
import { Exchanger } from "./exchange.js";
import { Improver } from "./improve.js";
import { ascending, plus } from "./integers.js";
import { dealt } from "./labels.js";
import { Neighbourhoods } from "./neighbours.js";
import { Maker, UnitPlan } from "./plans.js";
import { Problem } from "./problem.js";
import { byKey } from "./promotion.js";
import { Search, TIES } from "./search.js";
import { SetPlan } from "./sets.js";
import { Counter } from "./state.js";

const EXCHANGES = { least: 200, most: 1500, work: 60000 };
const STEPS_DOWN = 10;
const DEPTH = 700;

class Deal {
    constructor(promotion, plan, number) {
        this.promotion = promotion;
        this.plan = plan;
        this.units = []; // {atom, role, count} in unit order
        this.number = number;
        this.amount = 0;
    }
}

/** {atoms, maker, deals by promotion and first unit, whether optimal}. */
export function solveLayer(basket, index, promotions, active) {
    const atoms = atomsOf(basket.lines);
    const maker = new Maker(basket, index, atoms, active);
    const free = [];
    const linking = [];
    for (const promotion of promotions) {
        for (const plan of maker.make(promotion)) {
            const single = plan instanceof UnitPlan && plan.free();
            (single ? free : linking).push(plan);
        }
    }
    const base = bestSingles(atoms, free);
    const counter = new Counter(basket.nodes);
    const solved = [];
    let optimal = true;
    const parts = components(atoms, linking);
    const linked = new Set();
    for (const part of parts) {
        const problem = makeProblem(atoms, part, base, basket.nodes);
        const { solution, complete } = solve(problem, counter);
        optimal = optimal && complete;
        solved.push({ problem, solution });
        for (const number of part.members) {
            linked.add(number);
        }
    }
    return { atoms, maker, deals: gather(atoms, solved, base, linked), optimal };
}

/** For each atom {value, plan} of its best single-unit promotion. */
function bestSingles(atoms, plans) {
    const base = atoms.map(() => ({ value: 0, plan: null }));
    for (const plan of plans) {
        // by rank: of equals the first stays
        for (const [number, value] of plan.values) {
            if (value > base[number].value) {
                base[number] = { value, plan };
            }
        }
    }
    return base;
}

/** Indexes of the atoms of each entry of a plan. */
function entriesOf(plan) {
    return plan
        .entries()
        .map((entry) =>
            entry.map((member) => (typeof member === "number" ? member : member.index))
        );
}

/** [{plans, members: atom indexes}] that share no atom, small ones first. */
function components(atoms, plans) {
    const parent = atoms.map((_atom, number) => number);
    const root = (start) => {
        let number = start;
        while (parent[number] !== number) {
            parent[number] = parent[parent[number]];
            number = parent[number];
        }
        return number;
    };
    const touched = plans.map((plan) => {
        const members = [...new Set(entriesOf(plan).flat())].sort((a, b) => a - b);
        for (const member of members.slice(1)) {
            parent[root(member)] = root(members[0]);
        }
        return members;
    });
    const found = new Map();
    for (const [at, plan] of plans.entries()) {
        const top = root(touched[at][0]);
        if (!found.has(top)) {
            found.set(top, { plans: [], members: new Set() });
        }
        const part = found.get(top);
        part.plans.push(plan);
        for (const member of touched[at]) {
            part.members.add(member);
        }
    }
    const parts = [...found.values()].map(({ plans: own, members }) => ({
        plans: own,
        members: [...members].sort((a, b) => a - b),
    }));
    for (const part of parts) {
        part.units = part.members.reduce((sum, n) => plus(sum, atoms[n].count), 0);
    }
    return parts.sort((a, b) => ascending(a.units, b.units) || a.members[0] - b.members[0]);
}

/** For each member of a component which entries of which plans it is in. */
function signsOf({ plans, members }) {
    const signs = new Map(members.map((number) => [number, ""]));
    for (const [at, plan] of plans.entries()) {
        for (const [place, entry] of entriesOf(plan).entries()) {
            for (const number of entry) {
                signs.set(number, `${signs.get(number)} ${at}.${place}`);
            }
        }
    }
    return signs;
}

/** {groups: atoms by class, classOf: class by atom index} of a component. */
function classesOf(atoms, part, base) {
    const { plans, members } = part;
    const signs = signsOf(part);
    const bySku = plans.some((plan) => plan.bySku);
    const units = members.reduce((sum, number) => plus(sum, atoms[number].count), 0);
    // alike units of several lines are one class only where nobody asks which is which
    const byLine = units <= TIES || plans.some((plan) => plan.byOrder);
    const names = new Map();
    const groups = [];
    const classOf = new Map();
    for (const number of members) {
        const { price, milli, weighed, line, run } = atoms[number];
        const { value, plan } = base[number];
        const key = [
            ...[price, line.unitList, milli, weighed, value, plan && plan.promotion.rank],
            ...[signs.get(number), byLine ? `${line.index}.${run}` : "", bySku ? line.sku : ""],
        ].join("|");
        if (!names.has(key)) {
            names.set(key, groups.length);
            groups.push([]);
        }
        const name = names.get(key);
        classOf.set(number, name);
        groups[name].push(atoms[number]);
    }
    return { groups, classOf };
}

function makeProblem(atoms, part, base, nodes) {
    const { groups, classOf } = classesOf(atoms, part, base);
    const ofMembers = (members) => {
        const found = new Set(members.map((atom) => classOf.get(atom.index)));
        return [...found].sort((a, b) => a - b);
    };
    const sets = [];
    const columns = [];
    for (const plan of part.plans) {
        if (plan instanceof SetPlan) {
            plan.toClasses(classOf);
            sets.push(plan);
        } else {
            columns.push(plan.over(ofMembers));
        }
    }
    const singles = groups.map((group) => base[group[0].index]);
    return new Problem(groups, columns, sets, singles, nodes);
}

/** {solution, complete: whether it is proven to be the best}. */
function solve(problem, counter) {
    const improver = new Improver(problem, counter);
    let best = improver.start();
    const prices = new Prices(problem, best.weight);
    if (prices.total > best.weight) {
        best = improver.byPrices(prices);
        const { least, most, work } = EXCHANGES;
        const each = Math.floor(work / Math.max(1, problem.columns.length));
        const tries = Math.min(most, Math.max(least, each));
        best = new Exchanger(problem, prices, best, counter).improve(tries, STEPS_DOWN);
        const near = new Neighbourhoods(problem, prices, best, counter);
        best = near.improve(Math.floor(counter.left / 3));
    }
    const search = new Search(problem, prices, best, counter);
    const ways = search.ways.reduce((sum, own) => sum + own.length + 2, 0);
    if (plus(ways, problem.units) > DEPTH) {
        return { solution: best, complete: best.weight === prices.total };
    }
    best = search.run();
    const proven = best.weight === prices.total && !search.ties;
    return { solution: best, complete: search.complete || proven };
}

/** The deals of all components and of single units, in order. */
function gather(atoms, solved, base, linked) {
    const found = new Map();
    const dealOf = (plan, part, number) => {
        const key = `${plan.promotion.rank} ${part} ${number}`;
        if (!found.has(key)) {
            found.set(key, new Deal(plan.promotion, plan, number));
        }
        return found.get(key);
    };
    for (const [at, { problem, solution }] of solved.entries()) {
        const plans = plansOf(problem);
        for (const { atom, rank, number, role, count } of dealt(problem, solution)) {
            const plan = plans.get(rank);
            dealOf(plan, plan.oneDeal ? 0 : at, number).units.push({ atom, role, count });
        }
    }
    for (const atom of atoms) {
        const { plan } = base[atom.index];
        if (plan && !linked.has(atom.index)) {
            dealOf(plan, 0, 1).units.push({ atom, role: GET, count: atom.count });
        }
    }
    const deals = [...found.values()];
    for (const deal of deals) {
        deal.units.sort((a, b) => ascending(a.atom.first, b.atom.first) || a.role - b.role);
    }
    return deals.sort(
        (a, b) =>
            byKey(a.promotion, b.promotion) ||
            ascending(a.units[0].atom.first, b.units[0].atom.first) ||
            a.number - b.number
    );
}

/** Map of rank to plan; of the lines' plans of one promotion any will do. */
function plansOf(problem) {
    const found = new Map();
    for (const plan of [...problem.plans, ...problem.sets]) {
        found.set(plan.promotion.rank, plan);
    }
    for (const { plan } of problem.base) {
        if (plan) {
            found.set(plan.promotion.rank, plan);
        }
    }
    return found;
}
