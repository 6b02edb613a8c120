// What a till's own code makes of a basket: JSON on stdin, JSON on stdout.
import { readFileSync } from "node:fs";
import process from "node:process";

import { lineValues, sharesOf } from "../static/src/app/utils/promo_amounts.js";
import { basketOf, promotionsFor } from "../static/src/app/utils/promo_basket.js";
import { settled } from "../static/src/app/utils/promo_solver.js";
import { gets } from "../static/src/app/utils/promotions_share.js";

const { order, promotions, removed, uuid, now, rest, manual } = JSON.parse(readFileSync(0, "utf8"));
const { digits } = order.currency;
const basket = basketOf(order);
const mine = promotionsFor(promotions, basket, removed).filter((one) =>
    gets(one, uuid, basket.customer?.id ?? null)
);
const result = settled(basket, mine, now, rest);
const known = Object.fromEntries(promotions.map((one) => [one.id, one]));
const shares = sharesOf(result, known);
const lines = order.lines.map(({ id, qty, price }) => {
    const { amount, shares: own } = shares[id] ?? { amount: 0, shares: [] };
    return [id, lineValues({ qty, price, manual: manual[id] }, amount, own, digits)];
});
process.stdout.write(
    JSON.stringify({
        version: result.version,
        deals: result.deals,
        revisions: mine.map(({ id, rev }) => [id, rev]),
        lines: Object.fromEntries(lines),
    })
);
