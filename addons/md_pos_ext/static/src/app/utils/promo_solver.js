/** Asks the engine: with payments of the rest, without promotions that make no sense. */
import { basketOf, moneyText } from "./promo_basket.js";
import { evaluate } from "./promotions.js";

const ROUNDS = 12; // until a payment of the rest and its discount agree
const BAD = /^promotions\[(\d+)\]/;

/** What the engine says; a promotion that it refuses is left out, and the sale goes on. */
export function evaluated(basket, promotions, now) {
    try {
        return evaluate(basket, promotions, now);
    } catch (error) {
        const [, place] = BAD.exec(error.message) ?? [];
        if (place === undefined) {
            throw error;
        }
        console.warn(`Promotion ${promotions[place].id} is left out: ${error.message}`);
        return evaluated(basket, promotions.toSpliced(Number(place), 1), now);
    }
}

/**
 * The result with which a payment of the rest pays exactly the rest; the basket then says
 * how much that is.
 * @param {Object} [rest] {name}: the tender that pays what the others do not
 */
export function settled(basket, promotions, now, rest) {
    let result = evaluated(basket, promotions, now);
    for (let round = 0; rest && round < ROUNDS; round++) {
        const tender = basket.tenders.find(({ name }) => name === rest.name);
        const others = basket.tenders
            .filter((one) => one !== tender)
            .reduce((sum, { amount }) => sum + Number(amount), 0);
        const left = Math.max(Number(result.total.net) - others, 0);
        const amount = moneyText(left, basket.currency.digits);
        if (amount === tender.amount) {
            break;
        }
        tender.amount = amount;
        result = evaluated(basket, promotions, now);
    }
    return result;
}

/** Which promotions hold at an instant, wherever and for whomever, as one word. */
export function signatureAt(promotions, currency, at) {
    const probe = { id: "probe", sku: "probe", qty: 1, price: 0, tags: [], at };
    const anywhere = { where: null, limits: null };
    const all = promotions.map((one) => ({ ...one, ...anywhere }));
    return evaluated(basketOf({ currency, lines: [probe] }), all, at).version;
}
