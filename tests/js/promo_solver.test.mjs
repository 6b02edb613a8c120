import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { basketOf } from "../../addons/md_pos_ext/static/src/app/utils/promo_basket.js";
import {
    evaluated,
    settled,
    signatureAt,
} from "../../addons/md_pos_ext/static/src/app/utils/promo_solver.js";

const BDT = { code: "BDT", digits: 2 };
const NOW = "2026-11-22T10:00:00Z";
const basket = (price, tenders = []) => {
    const lines = [{ id: "L1", sku: "A", qty: 1, price, tags: [] }];
    return basketOf({ currency: BDT, lines, tenders });
};
const unit = (id, percent, rest = {}) => ({
    id,
    kind: "unit",
    select: { any: true },
    percent,
    ...rest,
});
const tender = { id: "T", kind: "tender", select: { any: true }, tender: "bkash", percent: "10" };

describe("asking the engine", () => {
    it("a promotion that makes no sense is left out, others stay", () => {
        const result = evaluated(basket(100), [unit("A", "120"), unit("B", "20")], NOW);
        assert.equal(result.total.discount, "20.00");
    });

    it("a basket that makes no sense is refused", () => {
        const wrong = { ...basket(100), lines: [{ id: "L1" }] };
        assert.throws(() => evaluated(wrong, [], NOW), /^Error: basket\.lines\[0\]/);
    });

    it("450 by bKash cover 500 of 800", () => {
        const tenders = [
            { name: "cash", amount: 350 },
            { name: "bkash", amount: 450 },
        ];
        const result = settled(basket(800, tenders), [tender], NOW);
        assert.equal(result.total.discount, "50.00");
    });

    it("who pays 300 in cash and the rest by bKash pays 450", () => {
        const tenders = [
            { name: "cash", amount: 300 },
            { name: "bkash", amount: 500 },
        ];
        const own = basket(800, tenders);
        const result = settled(own, [tender], NOW, { name: "bkash" });
        assert.equal(result.total.discount, "50.00");
        assert.equal(own.tenders[1].amount, "450.00");
    });

    it("a signature is another when a promotion starts, whatever it is limited to", () => {
        const active = { windows: [["17:00", "18:00"]], tz: "Asia/Dhaka" };
        const where = { customer_groups: ["gold"], coupon: "X" };
        const all = [unit("A", "10"), unit("H", "20", { active, where })];
        const at = (time) => signatureAt(all, BDT, `2026-11-22T${time}Z`);
        assert.equal(at("10:59:00"), at("09:00:00"));
        assert.notEqual(at("10:59:59"), at("11:00:00"));
        assert.equal(at("11:00:00"), at("11:59:59"));
        assert.equal(at("12:00:00"), at("10:59:00"));
    });
});
