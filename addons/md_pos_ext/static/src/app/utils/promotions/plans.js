/** From promotions and lines to plans: who can take part in what, in this layer. */

import { BUY, GET, unitValue } from "./atoms.js";
import { BundlePlan, BuyGetPlan } from "./columns.js";
import { Bag, NOTHING } from "./combinations.js";
import { overUp, plus, times } from "./integers.js";
import { TenderPlan, ThresholdPlan } from "./sets.js";
import { NthPlan, SlabPlan } from "./sorted_sets.js";
import { SpendPlan } from "./spend_sets.js";
import { LinesPlan, TiersPlan } from "./tier_sets.js";

export class UnitPlan {
    oneDeal = true;
    bySku = false;

    constructor(promotion, atoms) {
        this.promotion = promotion;
        this.values = new Map();
        this.atoms = [];
        this.classes = [];
        const own = promotion.own;
        for (const atom of atoms) {
            const listed = own.basis === "list" ? atom.line.unitList : null;
            const value = unitValue(own.benefit, atom, listed);
            if (value > 0) {
                this.values.set(atom.index, value);
                this.atoms.push(atom);
            }
        }
    }

    entries() {
        return [this.atoms];
    }

    over(classesOf) {
        const plan = new UnitPlan(this.promotion, this.atoms);
        plan.classes = classesOf(this.atoms);
        return plan;
    }

    combinations(_left, atomOf, visit) {
        return this.classes.some((name) =>
            visit(NOTHING, new Bag([name], [1]), this.values.get(atomOf[name].index))
        );
    }

    free() {
        const { uses, maxDiscount } = this.promotion;
        let units = 0;
        let total = 0;
        for (const atom of this.atoms) {
            units += atom.count;
            total += this.values.get(atom.index) * atom.count;
        }
        const enough = uses === null || uses >= units;
        return enough && (maxDiscount === null || times(maxDiscount, 10000) >= total);
    }

    split(units) {
        return units.map(({ atom, role, count }) => ({
            atom,
            role,
            count,
            weight: this.values.get(atom.index),
        }));
    }

    exact(units) {
        let total = 0;
        for (const { atom, count } of units) {
            total += this.values.get(atom.index) * count;
        }
        return total;
    }
}

function unitsOf(atoms) {
    return atoms.reduce((sum, atom) => plus(sum, atom.count), 0);
}

function rolesOf(atoms, role) {
    return new Map(atoms.map((atom) => [atom.index, [role]]));
}

export class Maker {
    constructor(basket, index, atoms, active) {
        this.basket = basket;
        this.index = index;
        this.active = active;
        this.every = new Map(); // atoms by selector
        this.counted = new Map(); // those that are not weighed
        this.atoms = new Map();
        for (const atom of atoms) {
            const found = this.atoms.get(atom.line.index);
            if (found) {
                found.push(atom);
            } else {
                this.atoms.set(atom.line.index, [atom]);
            }
        }
    }

    /** The open atoms that a selector of a promotion means; asked for more than once. */
    atomsOf(promotion, selector, weighed = true) {
        const known = weighed ? this.every : this.counted;
        let found = known.get(selector);
        if (!found) {
            found = this._find(promotion, selector, weighed);
            known.set(selector, found);
        }
        return found;
    }

    _find(promotion, selector, weighed) {
        const found = [];
        for (const number of this.index.find(selector)) {
            const atoms = this.atoms.get(number);
            if (!atoms || (atoms[0].weighed && !weighed)) {
                continue;
            }
            if (this.active(promotion, atoms[0].line)) {
                for (const atom of atoms) {
                    found.push(atom);
                }
            }
        }
        return found;
    }

    make(promotion) {
        if (promotion.uses === 0) {
            return [];
        }
        return this[MAKERS[promotion.kind]](promotion);
    }

    _unit(promotion) {
        const atoms = this.atomsOf(promotion, promotion.own.select);
        const plan = new UnitPlan(promotion, atoms);
        return plan.atoms.length ? [plan] : [];
    }

    _entries(promotion, entries) {
        const found = [];
        for (const { selector, amount } of entries) {
            const members = this.atomsOf(promotion, selector, false);
            if (unitsOf(members) < amount) {
                return null;
            }
            found.push({ members, amount });
        }
        return found;
    }

    _buyGet(promotion) {
        const own = promotion.own;
        const buy = this._entries(promotion, own.buy);
        const amount = own.partial ? 1 : own.qty;
        const get = this._entries(promotion, [{ selector: own.get, amount }]);
        return buy && get ? [new BuyGetPlan(promotion, buy, get[0].members)] : [];
    }

    _gift(promotion) {
        const own = promotion.own;
        if (own.spend === null) {
            return this._buyGet(promotion);
        }
        const get = this._entries(promotion, [{ selector: own.get, amount: own.qty }]);
        if (get === null) {
            return [];
        }
        const roles = rolesOf(this.atomsOf(promotion, own.spend, false), BUY);
        for (const atom of get[0].members) {
            roles.set(atom.index, [...(roles.get(atom.index) ?? []), GET]);
        }
        return [new SpendPlan(promotion, roles)];
    }

    _bundle(promotion) {
        const slots = this._entries(promotion, promotion.own.slots);
        return slots === null ? [] : [new BundlePlan(promotion, slots)];
    }

    _tiers(promotion) {
        const own = promotion.own;
        const groups = new Map();
        for (const atom of this.atomsOf(promotion, own.select)) {
            const key = own.per === "line" ? atom.line.index : 0;
            if (!groups.has(key)) {
                groups.set(key, []);
            }
            groups.get(key).push(atom);
        }
        const slab = own.mode === "slab";
        const Shape = slab ? SlabPlan : TiersPlan;
        const found = [...groups.values()]
            .filter((group) => quantityOf(group, slab) >= own.tiers[0].least)
            .map((group) => new Shape(promotion, rolesOf(group, GET)));
        if (found.length > 1 && promotion.bounded) {
            return [new LinesPlan(promotion, found)];
        }
        return found;
    }

    _threshold(promotion) {
        const own = promotion.own;
        const select = this.atomsOf(promotion, own.select);
        let reward = select;
        if (own.reward !== own.select) {
            reward = this.atomsOf(promotion, own.reward);
        }
        const roles = rolesOf(select, BUY);
        for (const atom of reward) {
            roles.set(atom.index, [GET]);
        }
        const counting = new Set(select.map((atom) => atom.index));
        const plan = new ThresholdPlan(promotion, roles, counting);
        const base = select.reduce((sum, atom) => sum + plan.baseOf(atom) * atom.count, 0);
        return reward.length && base >= own.tiers[0].least ? [plan] : [];
    }

    _tender(promotion) {
        const { tender, select } = promotion.own;
        const { tenders } = this.basket;
        if (!tenders.has(tender)) {
            return [];
        }
        const atoms = this.atomsOf(promotion, select);
        const roles = rolesOf(atoms, GET);
        return atoms.length ? [new TenderPlan(promotion, roles, tenders.get(tender))] : [];
    }

    _nth(promotion) {
        const { select, every } = promotion.own;
        const atoms = this.atomsOf(promotion, select, false);
        const total = unitsOf(atoms);
        return total >= every ? [new NthPlan(promotion, rolesOf(atoms, GET), total)] : [];
    }

    _points() {
        return [];
    }
}

const MAKERS = {
    unit: "_unit",
    tiers: "_tiers",
    buy_get: "_buyGet",
    nth: "_nth",
    bundle: "_bundle",
    threshold: "_threshold",
    tender: "_tender",
    gift: "_gift",
    points: "_points",
};

/** Thousandths; of slabs places: a weighed item takes each started one. */
function quantityOf(atoms, slab) {
    let total = 0;
    for (const atom of atoms) {
        const milli = slab ? times(overUp(atom.milli, 1000), 1000) : atom.milli;
        total = plus(total, times(milli, atom.count));
    }
    return total;
}
