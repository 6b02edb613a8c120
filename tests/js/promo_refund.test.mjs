import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
    paidFor,
    refundValues,
    resultOf,
    returnedOf,
    withinPaid,
} from "../../addons/md_pos_ext/static/src/app/utils/promo_refund.js";
import { rounded } from "../../addons/md_pos_ext/static/src/app/utils/promo_basket.js";

// Buy 2 get 1 on 100, 80 and 60: 60 off is spread 25/20/15.
const SOLD = [
    { id: "A", qty: 1, price: 100, net: 75 },
    { id: "B", qty: 1, price: 80, net: 60 },
    { id: "C", qty: 1, price: 60, net: 45 },
];

describe("refunds at the till", () => {
    it("a sold order as the engine reads it", () => {
        assert.deepEqual(resultOf(SOLD, 2), {
            lines: [
                { id: "A", qty: "1", net: "75.00" },
                { id: "B", qty: "1", net: "60.00" },
                { id: "C", qty: "1", net: "45.00" },
            ],
            deals: [],
            total: { net: "180.00" },
        });
        assert.deepEqual(returnedOf([{ id: "A", qty: 0.5, before: 0 }]), [
            { line: "A", qty: "0.5", before: "0" },
        ]);
    });

    it("what was paid, with the cashier's own discount", () => {
        const line = { qty: 1, price: 100, promo: 20, manual: 10, discount: 28 };
        assert.equal(paidFor(line, 2), 72);
        assert.equal(paidFor({ qty: 3, price: 33.33, promo: 0, discount: 10 }, 2), 89.99);
    });

    it("a line's discount gives what the engine says", () => {
        const refunded = { lines: [{ id: "A", qty: "1", amount: "75.00" }], total: "75.00" };
        const found = refundValues(refunded, [SOLD[0]], 2);
        assert.deepEqual(found, { A: { amount: 75, discount: 25 } });
    });

    it("what stays and loses its discount is taken off what comes back", () => {
        const refunded = {
            lines: [
                { id: "A", qty: "1", amount: "75.00" },
                { id: "B", qty: "0", amount: "-20.00" },
                { id: "C", qty: "0", amount: "-15.00" },
            ],
            total: "40.00",
        };
        const { A } = refundValues(refunded, [SOLD[0]], 2);
        assert.equal(A.amount, 40);
        assert.equal(rounded(100 * (1 - A.discount / 100), 2), 40);
    });

    it("nothing comes back, or several lines share it", () => {
        const none = { lines: [{ id: "A", qty: "1", amount: "0.00" }], total: "0.00" };
        assert.deepEqual(refundValues(none, [SOLD[0]], 2).A, { amount: 0, discount: 100 });
        const two = {
            lines: [
                { id: "A", qty: "1", amount: "75.00" },
                { id: "B", qty: "1", amount: "60.00" },
                { id: "C", qty: "0", amount: "-15.00" },
            ],
            total: "120.00",
        };
        const found = refundValues(two, SOLD.slice(0, 2), 2);
        assert.deepEqual([found.A.amount, found.B.amount], [66.67, 53.33]);
    });
});

describe("all refunds of an order", () => {
    it("add up to what was paid, whatever the rest costs", () => {
        // Three for 100, each 60 alone; they come back one by one.
        let given = 0;
        const totals = [120, 60, 0].map((kept) => {
            const { total } = withinPaid(
                { lines: [], total: "60.00" },
                { paid: 100, given, kept },
                2
            );
            given += Number(total);
            return total;
        });
        assert.deepEqual(totals, ["0.00", "40.00", "60.00"]);
        const share = { paid: 100, given: 80, kept: null };
        assert.equal(withinPaid({ lines: [], total: "33.33" }, share, 2).total, "20.00");
    });
});
