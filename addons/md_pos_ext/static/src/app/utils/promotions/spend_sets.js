/** Deals of `gift` with `spend`: goods for nothing with every amount spent. */

import { BUY, EXACT, GET } from "./atoms.js";
import { ascending, minus, plus, times } from "./integers.js";
import { SetPlan } from "./sets.js";
import { top } from "./sorted_sets.js";

const MOST_TRIES = 2000;

function byUnit(a, b) {
    return ascending(a.atom.first, b.atom.first) || a.role - b.role;
}

export class SpendPlan extends SetPlan {
    lump = true;
    byOrder = true;
    several = true;

    most(atom, role) {
        return role === GET ? atom.price * EXACT : 0;
    }

    trim(counts, atomOf) {
        const gifts = [];
        for (const [name, [, got]] of counts) {
            if (got) {
                const { price, first } = atomOf[name];
                gifts.push({ price: -price, order: first, count: got, name });
            }
        }
        const { qty } = this.own;
        const limit = this.promotion.uses;
        const many = gifts.reduce((sum, row) => sum + row.count, 0);
        let deals = Math.floor(many / qty);
        deals = limit === null ? deals : Math.min(deals, limit);
        for (; deals; deals--) {
            const found = this._given(counts, gifts, deals * qty);
            if (this.value(found, atomOf)) {
                return found;
            }
        }
        return counts;
    }

    /** The counts when so many units are gifts; what is not given counts as bought. */
    _given(counts, gifts, units) {
        const found = new Map();
        for (const [name, [bought]] of counts) {
            if (bought) {
                found.set(name, [bought, 0]);
            }
        }
        const pairOf = (name) => {
            if (!found.has(name)) {
                found.set(name, [0, 0]);
            }
            return found.get(name);
        };
        for (const { count, name } of top(gifts, units)) {
            pairOf(name)[GET] = count;
        }
        for (const { count, name } of gifts) {
            const pair = pairOf(name);
            if (this.roles.get(name).includes(BUY)) {
                pair[BUY] += count - pair[GET];
            }
        }
        return new Map([...found].filter(([, [bought, got]]) => bought || got));
    }

    value(counts, atomOf) {
        let gifts = 0;
        let total = 0;
        const units = [];
        for (const [name, [bought, got]] of counts) {
            const atom = atomOf[name];
            gifts += got;
            total += atom.price * got;
            if (bought) {
                units.push({ atom, role: BUY, count: bought });
            }
            if (got) {
                units.push({ atom, role: GET, count: got });
            }
        }
        const { qty } = this.own;
        const deals = Math.floor(gifts / qty);
        const limit = this.promotion.uses;
        if (gifts % qty || !deals || (limit !== null && deals > limit)) {
            return null;
        }
        if (new Cut(this, units.sort(byUnit), deals).find() === null) {
            return null;
        }
        return total > 0 ? { value: total * EXACT, uses: deals } : null;
    }

    deals(units) {
        let gifts = 0;
        for (const { role, count } of units) {
            gifts += role === GET ? count : 0;
        }
        const chosen = new Cut(this, units, gifts / this.own.qty).find();
        const found = [];
        let at = 0;
        for (const { atom, role, count } of units) {
            for (let unit = 0; unit < count; unit++) {
                const deal = (found[chosen[at++]] ??= []);
                const last = deal.at(-1);
                if (last?.atom === atom && last.role === role) {
                    last.count++;
                } else {
                    deal.push({ atom, role, count: 1 });
                }
            }
        }
        return found.filter(Boolean);
    }

    exact(units) {
        let total = 0;
        for (const { atom, role, count } of units) {
            total += role === GET ? atom.price * count : 0;
        }
        return total * EXACT;
    }

    weights(units) {
        return units.map(({ atom, role }) => (role === GET ? atom.price : 0));
    }
}

/** Finds for each unit its deal: the smallest list that makes all of them deals. */
class Cut {
    constructor(plan, units, deals) {
        this.deals = deals;
        this.least = plan.own.least;
        const gift = plan.own.get;
        this.units = [];
        this.rest = 0;
        for (const { atom, role, count } of units) {
            const binds = role === BUY && gift.matches(atom.line);
            for (let unit = 0; unit < count; unit++) {
                this.units.push({ price: atom.price, role, binds });
            }
            this.rest += role === BUY ? atom.price * count : 0;
        }
        const each = Array.from({ length: deals });
        this.missing = each.map(() => this.least);
        this.gifts = each.map(() => plan.own.qty);
        this.dearest = each.map(() => []); // gifts' prices
        this.cheapest = each.map(() => []); // bought ones that bind them
    }

    find() {
        if (this.rest < times(this.deals, this.least)) {
            return null;
        }
        if (this.deals === 1 && !this.units.some((unit) => unit.binds)) {
            return this.units.map(() => 0);
        }
        const chosen = [];
        let at = 0;
        for (let tries = 0; chosen.length < this.units.length;) {
            tries++;
            if (tries > MOST_TRIES) {
                return null;
            }
            const begun = chosen.reduce((a, b) => Math.max(a, b), -1) + 1;
            if (at > Math.min(begun, this.deals - 1)) {
                if (!chosen.length) {
                    return null;
                }
                at = chosen.pop();
                this._move(chosen.length, at, -1);
                at++;
                continue;
            }
            this._move(chosen.length, at, 1);
            if (this._possible(at)) {
                chosen.push(at);
                at = 0;
            } else {
                this._move(chosen.length, at, -1);
                at++;
            }
        }
        return chosen;
    }

    _move(place, deal, sign) {
        const { price, role, binds } = this.units[place];
        let bound = [];
        if (role === GET) {
            this.gifts[deal] -= sign;
            bound = this.dearest[deal];
        } else {
            this.missing[deal] = minus(this.missing[deal], sign * price);
            this.rest -= sign * price;
            bound = binds ? this.cheapest[deal] : [];
        }
        if (sign > 0) {
            bound.push(price);
        } else {
            bound.pop();
        }
    }

    _possible(deal) {
        const dearest = this.dearest[deal].reduce((a, b) => Math.max(a, b), 0);
        const cheapest = this.cheapest[deal].reduce((a, b) => Math.min(a, b), Infinity);
        let missing = 0;
        for (const one of this.missing) {
            missing = one > 0 ? plus(missing, one) : missing;
        }
        return missing <= this.rest && this.gifts[deal] >= 0 && dearest <= cheapest;
    }
}
