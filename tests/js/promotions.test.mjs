import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";

import {
    canonical,
    evaluate,
    refund,
} from "../../addons/md_pos_ext/static/src/app/utils/promotions.js";

const VECTORS = new URL("../vectors/promotions/", import.meta.url);

function load(file) {
    const found = JSON.parse(readFileSync(new URL(file, VECTORS), "utf-8"));
    return Array.isArray(found) ? found : [found];
}

function answer(vector) {
    return "returned" in vector
        ? refund(vector.result, vector.returned, vector.policy)
        : evaluate(vector.basket, vector.promotions, vector.now);
}

describe("promotions", () => {
    for (const file of readdirSync(VECTORS).filter((name) => name.endsWith(".json"))) {
        for (const vector of load(file)) {
            it(`${file}: ${vector.name}`, () => {
                if (vector.expect.error) {
                    assert.throws(
                        () => answer(vector),
                        (error) => error.message.startsWith(`${vector.expect.error}:`)
                    );
                } else {
                    assert.equal(canonical(answer(vector)), canonical(vector.expect));
                }
            });
        }
    }
});
