/** Hints for deals of entries: which one unit would complete one. */

import { Atom, BUY, EXACT, GET } from "./atoms.js";
import { halfUp } from "./canonical.js";
import { allDiffer, BundlePlan, BuyGetPlan } from "./columns.js";
import { fill, NOTHING } from "./combinations.js";
import { ascending, compareLists, negative, plus } from "./integers.js";

const NEAREST = 6;
const LAST = 2 ** 53; // place of a unit that is not there yet

/** The hint that one unit of a selector is missing. */
export function oneUnit(selector, gain) {
    return { missing: () => ({ select: selector.raw, qty: "1" }), gain };
}

/** The dearest free atoms of an entry, or null when there are too few. */
export function entryUnits(question, selector, amount) {
    const atoms = question.atomsOf(selector).filter((atom) => question.freeOf(atom));
    if (atoms.reduce((sum, atom) => plus(sum, question.freeOf(atom)), 0) < amount) {
        return null;
    }
    atoms.sort((a, b) => b.price - a.price || ascending(a.first, b.first));
    return atoms.slice(0, NEAREST);
}

/** A further unit like the cheapest open one of a selector, or null. */
export function copyOfCheapest(question, selector) {
    let like = null;
    for (const atom of question.atomsOf(selector)) {
        if (like === null || atom.price < like.price) {
            like = atom; // of equals the first, as atoms come in unit order
        }
    }
    if (like === null) {
        return null;
    }
    return new Atom(like.line, like.run, 1, like.price, LAST, question.atoms.length);
}

export function missingOne(question) {
    const entries = entriesOf(question.promotion);
    let best = null;
    for (const [at, { selector }] of entries.entries()) {
        const hint = nearestDeal(question, entries, at);
        if (hint && (best === null || compareHints(hint, best.hint) < 0)) {
            best = { hint, selector };
        }
    }
    return best && oneUnit(best.selector, best.hint.gain);
}

/** [{selector, amount, role}] of a promotion's deals. */
function entriesOf({ kind, own }) {
    const withRole = (role) => (entry) => ({ ...entry, role });
    if (kind === "bundle") {
        return own.slots.map(withRole(GET));
    }
    return [...own.buy.map(withRole(BUY)), { selector: own.get, amount: own.qty, role: GET }];
}

/** {gain, key} of the best deal without one unit of an entry, or null. */
function nearestDeal(question, entries, lacking) {
    let best = null;
    const last = entries.at(-1);
    const least = question.promotion.own.partial ? 1 : last.amount;
    for (let amount = least; amount <= last.amount; amount++) {
        const some = [...entries.slice(0, -1), { ...last, amount }];
        const found = nearest(question, some, lacking);
        if (found && (best === null || compareHints(found, best) < 0)) {
            best = found;
        }
    }
    return best;
}

/** More gain first, unknown gain last, then the smaller units. */
function compareHints(one, other) {
    if ((one.gain === null) !== (other.gain === null)) {
        return one.gain === null ? 1 : -1;
    }
    return ascending(other.gain ?? 0, one.gain ?? 0) || compareLists(one.key, other.key);
}

function nearest(question, entries, lacking) {
    const rows = [];
    for (const [at, { selector, amount, role }] of entries.entries()) {
        const wanted = at === lacking ? amount - 1 : amount;
        const atoms = entryUnits(question, selector, wanted);
        if (atoms === null) {
            return null;
        }
        rows.push({ atoms, amount: wanted, role });
    }
    const extra = copyOfCheapest(question, entries[lacking].selector);
    if (extra === null) {
        return withoutCopy(question, rows);
    }
    return bestCompletion(question, rows, lacking, extra);
}

/** The atoms of rows by index and what is left of each. */
function partsOf(question, rows) {
    const atomOf = [];
    const left = [];
    for (const atom of rows.flatMap((row) => row.atoms)) {
        atomOf[atom.index] = atom;
        left[atom.index] = question.freeOf(atom);
    }
    return { atomOf, left };
}

function withoutCopy(question, rows) {
    const { word, number } = question.promotion.own.benefit;
    const { atomOf, left } = partsOf(question, rows);
    let best = null;
    completions(question.promotion, sides(rows), left, atomOf, (_value, key) => {
        best = best === null || compareLists(key, best) < 0 ? key : best;
    });
    return best && { gain: word === "amount" ? number : null, key: best };
}

/** The entries that are bought and those that are got, over atoms. */
function sides(rows) {
    const bought = [];
    const got = [];
    for (const { atoms, amount, role } of rows) {
        const side = role === GET ? got : bought;
        side.push({ members: atoms.map((atom) => atom.index), amount });
    }
    return { bought, got };
}

function bestCompletion(question, rows, lacking, extra) {
    const { atomOf, left } = partsOf(question, rows);
    atomOf[extra.index] = extra;
    left[extra.index] = 1;
    const copy = { atoms: [extra], amount: 1, role: rows[lacking].role };
    let best = null;
    completions(question.promotion, sides([...rows, copy]), left, atomOf, (value, key) => {
        if (value <= 0) {
            return;
        }
        const hint = { gain: halfUp(value, EXACT), key };
        best = best === null || compareHints(hint, best) < 0 ? hint : best;
    });
    return best;
}

/** Call `visit` with the exact discount and the key of all deals of the entries. */
function completions(promotion, { bought, got }, left, atomOf, visit) {
    if (promotion.kind === "bundle") {
        const plan = new BundlePlan(promotion, got);
        fill(got, left, (chosen) => {
            if (!plan.distinct || allDiffer(chosen, atomOf)) {
                visit(plan.value(chosen, atomOf), orderKey(NOTHING, chosen, atomOf));
            }
        });
        return;
    }
    const plan = new BuyGetPlan(promotion, bought, []);
    plan.withGot(got, left, atomOf, (first, second, value) => {
        visit(value, orderKey(first, second, atomOf));
    });
}

/** What sorts deals by their units' labels: earlier, bought, more first. */
function orderKey(bought, got, atomOf) {
    const names = [...new Set([...bought.names, ...got.names])]
        .filter((name) => atomOf[name].first !== LAST)
        .sort((a, b) => a - b);
    const key = [];
    for (const name of names) {
        key.push(name, negative(bought.count(name)), negative(got.count(name)));
    }
    key.push(LAST, 0, 0);
    return key;
}
