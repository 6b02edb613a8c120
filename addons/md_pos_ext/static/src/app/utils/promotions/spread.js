/** Rounding of deals and spreading of their amounts over units. */

import { EXACT } from "./atoms.js";
import { halfUp } from "./canonical.js";
import { ascending, minus, over, plus, rest, times } from "./integers.js";

export function roundDeals(deals) {
    const byPromotion = new Map();
    for (const deal of deals) {
        deal.amount = halfUp(deal.plan.exact(deal.units), EXACT);
        if (!byPromotion.has(deal.promotion.id)) {
            byPromotion.set(deal.promotion.id, []);
        }
        byPromotion.get(deal.promotion.id).push(deal);
    }
    for (const own of byPromotion.values()) {
        const most = own[0].promotion.maxDiscount;
        if (most !== null) {
            cut(own, most);
        }
    }
}

/** What a promotion saves too much, its last deals lose. */
function cut(deals, most) {
    let excess = minus(
        deals.reduce((sum, deal) => sum + deal.amount, 0),
        most
    );
    for (const deal of deals.toReversed()) {
        if (excess <= 0) {
            break;
        }
        const less = Math.min(excess, deal.amount);
        deal.amount -= less;
        excess -= less;
    }
}

/** [{atom, role, parts: [{count, share of one}]}]: the amount over the units. */
export function sharesOf(deal) {
    const units = deal.plan.split(deal.units);
    const total = units.reduce((sum, { weight, count }) => plus(sum, times(weight, count)), 0);
    const rows = units.map(({ weight }, place) => {
        const product = times(deal.amount, weight);
        const floor = total ? over(product, total) : 0;
        return { place, floor, rest: total ? rest(product, total) : 0, more: 0 };
    });
    let left = deal.amount;
    for (const { place, floor } of rows) {
        left -= floor * units[place].count;
    }
    const order = rows.toSorted((a, b) => ascending(b.rest, a.rest) || a.place - b.place);
    for (let before = -1; left && left !== before;) {
        before = left;
        for (const row of order) {
            const { atom, count } = units[row.place];
            if (left && !row.more && row.floor < atom.price) {
                row.more = Math.min(count, left);
                left -= row.more;
            }
        }
    }
    return rows.map(({ place, floor, more }) => {
        const { atom, role, count } = units[place];
        const parts = [
            { count: more, share: floor + 1 },
            { count: count - more, share: floor },
        ];
        return { atom, role, parts: parts.filter((part) => part.count) };
    });
}
