import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

import { gets } from "../../addons/md_pos_ext/static/src/app/utils/promotions_share.js";

const VECTORS = new URL("../vectors/promotion_share.json", import.meta.url);

describe("who gets a promotion that only some get", () => {
    const cases = JSON.parse(readFileSync(VECTORS, "utf-8"));

    it("is said as in Python", () => {
        assert.ok(cases.length >= 40);
        for (const { contract, order, customer, gets: told } of cases) {
            assert.equal(gets(contract, order, customer), told, order);
        }
    });

    it("is everybody without a share", () => {
        assert.equal(gets({ id: "P0001" }, "order", null), true);
    });
});
