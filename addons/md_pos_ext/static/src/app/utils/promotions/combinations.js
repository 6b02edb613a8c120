/** Combinations of units: so many of these classes, so many of those. */

/** So many units of some classes: names ascending, and how many of each. */
export class Bag {
    constructor(names, units) {
        this.names = names;
        this.units = units;
    }

    get key() {
        return `${this.names.join()} ${this.units.join()}`;
    }

    count(name) {
        const at = this.names.indexOf(name);
        return at < 0 ? 0 : this.units[at];
    }
}

export const NOTHING = new Bag([], []);

/** Call `visit` with each Bag of units that serves all entries; it says whether to stop. */
export function fill(entries, left, visit) {
    return serve({ entries, left, visit, names: [], units: [] }, 0);
}

function serve(state, at) {
    if (at === state.entries.length) {
        return state.visit(bagOf(state));
    }
    return pick(state, at, 0, state.entries[at].amount);
}

function pick(state, at, start, amount) {
    if (!amount) {
        return serve(state, at + 1);
    }
    const { members } = state.entries[at];
    for (let place = start; place < members.length; place++) {
        const name = members[place];
        const have = state.left[name];
        for (let units = Math.min(have, amount); units > 0; units--) {
            state.left[name] = have - units;
            state.names.push(name);
            state.units.push(units);
            const stopped = pick(state, at, place + 1, amount - units);
            state.names.pop();
            state.units.pop();
            state.left[name] = have;
            if (stopped) {
                return true;
            }
            if (amount === 1) {
                break;
            }
        }
    }
    return false;
}

/** What was picked, of all entries together, sorted. */
function bagOf(state) {
    const names = [];
    const units = [];
    for (const [n, name] of state.names.entries()) {
        let at = names.length;
        while (at && names[at - 1] >= name) {
            at--;
        }
        if (names[at] === name) {
            units[at] += state.units[n];
        } else {
            names.splice(at, 0, name);
            units.splice(at, 0, state.units[n]);
        }
    }
    return new Bag(names, units);
}
