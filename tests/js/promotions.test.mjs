import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";

import {
    canonical,
    evaluate,
    refund,
} from "../../addons/md_pos_ext/static/src/app/utils/promotions.js";
import { zoneExists } from "../../addons/md_pos_ext/static/src/app/utils/promotions/calendar.js";
import {
    minus,
    over,
    overUp,
    plus,
    times,
} from "../../addons/md_pos_ext/static/src/app/utils/promotions/integers.js";
import { sha256 } from "../../addons/md_pos_ext/static/src/app/utils/promotions/sha256.js";

const VECTORS = new URL("../vectors/promotions/", import.meta.url);
const NOW = "2026-11-22T16:30:00Z";

function basketOf(prices, digits = 2) {
    const lines = prices.map((price, n) => ({
        id: `L${n}`,
        sku: `S${n}`,
        qty: "1",
        unit_price: price,
    }));
    return { currency: { code: "BDT", digits }, lines };
}

function said(run) {
    try {
        return run();
    } catch (error) {
        return { error: error.message.split(": ")[0] };
    }
}

function vectors() {
    if (!existsSync(VECTORS)) {
        return [];
    }
    return readdirSync(VECTORS)
        .filter((name) => name.endsWith(".json"))
        .flatMap((name) => JSON.parse(readFileSync(new URL(name, VECTORS), "utf-8")))
        .filter((vector) => "expect" in vector);
}

describe("promotion vectors", () => {
    for (const vector of vectors()) {
        it(vector.name, () => {
            const before = canonical(vector);
            const { basket, promotions, now, result, returned, policy, expect } = vector;
            const found = said(() =>
                result ? refund(result, returned, policy) : evaluate(basket, promotions, now)
            );
            assert.equal(canonical(found), canonical(expect));
            assert.equal(canonical(vector), before);
        });
    }
});

describe("promotions", () => {
    it("an empty basket", () => {
        const { version, total } = evaluate(basketOf([]), [], NOW);
        assert.equal(version, createHash("sha256").update("[]").digest("hex"));
        assert.deepEqual(total, { discount: "0.00", gross: "0.00", net: "0.00" });
    });

    it("the largest basket is exact: weights pass what a Number holds", () => {
        const basket = basketOf(["8999999999.99", "0.01"]);
        const promotions = [
            { id: "P1", kind: "unit", select: { any: true }, percent: "33.33" },
            {
                id: "P2",
                kind: "bundle",
                slots: [{ select: { any: true }, qty: 2 }],
                price: "6000299999.99",
            },
        ];
        const { total, deals } = evaluate(basket, promotions, NOW);
        assert.equal(deals[0].promotion, "P2");
        assert.equal(total.discount, "2999700000.01");
    });

    it("a till that gives the same list again sees a change inside of it", () => {
        const promotions = [{ id: "P", kind: "unit", select: { any: true }, percent: "10" }];
        assert.equal(evaluate(basketOf(["100"]), promotions, NOW).total.net, "90.00");
        promotions[0].percent = "20";
        assert.equal(evaluate(basketOf(["100"]), promotions, NOW).total.net, "80.00");
    });

    it("a refund knows the quantity of a line, which JSON does not show", () => {
        const basket = basketOf(["100.00"]);
        basket.lines[0].qty = "3";
        const promotions = [{ id: "P", kind: "unit", select: { any: true }, percent: "33.33" }];
        const result = evaluate(basket, promotions, NOW);
        const parts = [0, 1, 2].map(
            (before) => refund(result, [{ line: "L0", qty: "1", before: String(before) }]).total
        );
        assert.deepEqual(parts, ["66.67", "66.67", "66.67"]);
        assert.throws(
            () => refund(result, [{ line: "L0", qty: "4" }]),
            /^Error: returned\[0\]\.qty:/
        );
    });
});

describe("promotion texts", () => {
    it("keys are sorted by code point, not by UTF-16 unit", () => {
        assert.equal(canonical({ "\u{1f600}": 1, "\uffee": 2 }), '{"\uffee":2,"\u{1f600}":1}');
    });

    it("time zones are named exactly", () => {
        const right = ["UTC", "Asia/Dhaka", "Asia/Calcutta", "Etc/GMT+6", "America/Port-au-Prince"];
        const wrong = ["asia/dhaka", "Asia/DHAKA", "+06:00", "Gmt", "PST", "Asia/Atlantis", ""];
        assert.deepEqual(right.filter(zoneExists), right);
        assert.deepEqual(wrong.filter(zoneExists), []);
    });
});

describe("integers", () => {
    const samples = [0, 1, 3, 10000, 2 ** 31, 2 ** 53 - 1, 2n ** 53n, 10n ** 22n + 7n];
    const same = (found, wanted) => {
        assert.equal(BigInt(found), wanted);
        const safe = wanted <= Number.MAX_SAFE_INTEGER && wanted >= Number.MIN_SAFE_INTEGER;
        assert.equal(typeof found, safe ? "number" : "bigint");
    };
    for (const a of samples) {
        it(`with ${a}`, () => {
            for (const b of samples) {
                const [x, y] = [BigInt(a), BigInt(b)];
                same(plus(a, b), x + y);
                same(minus(a, b), x - y);
                same(times(a, b), x * y);
                if (b) {
                    same(over(a, b), x / y);
                    same(over(minus(0, a), b), -((x + y - 1n) / y));
                    same(overUp(a, b), (x + y - 1n) / y);
                }
            }
        });
    }
});

describe("sha256", () => {
    for (const length of [0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000]) {
        it(`of ${length} letters`, () => {
            const text = "aé€".repeat(length).slice(0, length);
            assert.equal(sha256(text), createHash("sha256").update(text).digest("hex"));
        });
    }
});
