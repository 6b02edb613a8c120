import assert from "node:assert";
import { test } from "node:test";

import { sample, sampleBasket } from "../../addons/md_pos_ext/static/src/app/utils/promo_warm.js";
import { evaluate } from "../../addons/md_pos_ext/static/src/app/utils/promotions.js";

const ORDER = { currency: { code: "BDT", digits: 2 }, place: { store: "1" } };
const goods = (many) =>
    Array.from({ length: many }, (_one, at) => ({
        sku: String(at),
        price: 10 + at,
        tags: [`prod:${at}`],
        divisible: false,
        locked: false,
    }));

test("all goods of a small till, some of a large one, none of an empty one", () => {
    assert.deepStrictEqual(sample([], 3), []);
    assert.deepStrictEqual(sample([1, 2, 3], 0), [1, 2, 3]);
    assert.strictEqual(sample(goods(5000), 7).length, 40);
    assert.strictEqual(new Set(sample(goods(41), 7)).size, 40);
});

test("a sample basket is one that the engine prices", () => {
    const half = { id: "P1", rev: "1", kind: "unit", select: { any: true }, percent: "50" };
    const basket = sampleBasket(ORDER, goods(2), 0);
    const result = evaluate(basket, [half], "2026-11-22T10:00:00Z");
    assert.deepStrictEqual(result.total, { gross: "32.00", discount: "16.00", net: "16.00" });
});
