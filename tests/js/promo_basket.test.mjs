import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
    basketOf,
    moneyText,
    promotionsFor,
    quantityText,
    rounded,
} from "../../addons/md_pos_ext/static/src/app/utils/promo_basket.js";

const BDT = { code: "BDT", digits: 2 };
const line = (rest) => ({ id: "L1", sku: "7", qty: 1, price: 100, tags: [], ...rest });
const basket = (lines, rest) => basketOf({ currency: BDT, lines, ...rest });

describe("basket of a till's order", () => {
    it("writes amounts half up, without a float's dust", () => {
        assert.equal(moneyText(1.005, 2), "1.01");
        assert.equal(moneyText(12.345, 2), "12.35");
        assert.equal(moneyText(0.1 + 0.2, 2), "0.30");
        assert.equal(moneyText(2.5, 0), "3");
        assert.equal(moneyText(-1.005, 2), "-1.01");
        assert.equal(moneyText(-0.001, 2), "0.00");
        assert.equal(moneyText(899999999.99, 2), "899999999.99");
        assert.equal(rounded(8.325, 2), 8.33);
        assert.equal(rounded(1e-9, 2), 0);
    });

    it("writes quantities without trailing zeros", () => {
        assert.deepEqual([3, 5.25, 100, 0, -2, 1.0004].map(quantityText), [
            "3",
            "5.25",
            "100",
            "0",
            "-2",
            "1",
        ]);
    });
});

describe("lines of a basket", () => {
    it("keeps lines in order and says all that is known of them", () => {
        const at = "2026-11-22T16:30:00Z";
        const got = basket(
            [
                line({ tags: ["tmpl:3"], at }),
                line({ id: "L2", qty: 0.755, divisible: true }),
                line({ id: "L3", qty: -1, locked: true }),
            ],
            { place: { channel: "4", store: "2", price_list: "9" }, coupons: ["A", "A"] }
        );
        assert.deepEqual(got, {
            currency: BDT,
            channel: "4",
            store: "2",
            price_list: "9",
            customer: null,
            coupons: ["A"],
            tenders: [],
            lines: [
                {
                    id: "L1",
                    sku: "7",
                    qty: "1",
                    unit_price: "100.00",
                    tags: ["tmpl:3"],
                    divisible: false,
                    locked: false,
                    at,
                },
                {
                    id: "L2",
                    sku: "7",
                    qty: "0.755",
                    unit_price: "100.00",
                    tags: [],
                    divisible: true,
                    locked: false,
                    at: null,
                },
                {
                    id: "L3",
                    sku: "7",
                    qty: "-1",
                    unit_price: "100.00",
                    tags: [],
                    divisible: false,
                    locked: true,
                    at: null,
                },
            ],
        });
    });
});

describe("what is special in a basket", () => {
    it("half a piece is one item, money off is no goods", () => {
        const got = basket([line({ qty: 0.5 }), line({ id: "L2", price: -20 })]);
        assert.deepEqual(
            got.lines.map(({ id, divisible }) => [id, divisible]),
            [["L1", true]]
        );
    });

    it("payments by one tender count together, one that pays all pays all", () => {
        const tenders = [
            { name: "bkash", amount: 300 },
            { name: "cash", amount: 50.5 },
            { name: "bkash", amount: 150.1 },
        ];
        assert.deepEqual(basket([], { tenders }).tenders, [
            { name: "bkash", amount: "450.10" },
            { name: "cash", amount: "50.50" },
        ]);
        assert.deepEqual(basket([], { tenders: [{ name: "card", amount: null }] }).tenders, [
            { name: "card", amount: null },
        ]);
    });

    it("leaves out promotions of other places and those taken out", () => {
        const promotions = [
            { id: "A" },
            { id: "B", where: { channels: ["4"], stores: null } },
            { id: "C", where: { channels: ["5"] } },
            { id: "D", where: { stores: [], price_lists: ["9"] } },
            { id: "E" },
        ];
        const here = { channel: "4", store: "2", price_list: null };
        const found = promotionsFor(promotions, here, [{ promotion: "E" }]);
        assert.deepEqual(
            found.map(({ id }) => id),
            ["A", "B"]
        );
    });
});
