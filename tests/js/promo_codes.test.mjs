/** Codes of promotions in the browser: what Python says, from the same vectors. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
    codeProblem,
    mark,
    normal,
} from "../../addons/md_pos_ext/static/src/app/utils/promo_codes.js";
import { hmacSha256 } from "../../addons/md_pos_ext/static/src/app/utils/promotions/sha256.js";

const VECTORS = new URL("../vectors/promo_codes/codes.json", import.meta.url);
const told = JSON.parse(readFileSync(VECTORS));
const NOW = Date.UTC(2026, 10, 23);

test("normal forms and marks", () => {
    for (const { text, normal: form, mark: known } of told.codes) {
        assert.equal(normal(text), form, text);
        assert.equal(mark(text, told.salt), known, text);
    }
});

test("HMAC is the one of everybody", () => {
    for (const length of [0, 1, 63, 64, 65, 200]) {
        const key = new Uint8Array(length).fill(7);
        const found = Buffer.from(hmacSha256(key)(new Uint8Array(length).fill(9)));
        const known = createHmac("sha256", key).update(new Uint8Array(length).fill(9)).digest();
        assert.deepEqual(found, known, String(length));
    }
});

function problem(text, row, contract = {}, basket = {}) {
    const own = { mark: mark("SAVE10", "s"), id: "P1", name: "Save", state: "", here: true };
    const known = { salt: "s", rows: [{ ...own, from: null, to: null, ...row }] };
    const order = { basket: { channel: "1", store: "2", customer: null, ...basket }, now: NOW };
    return codeProblem(text, known, [{ id: "P1", ...contract }], order)?.word ?? null;
}

test("why a code opens nothing", () => {
    assert.equal(problem("save 1o", {}), null);
    assert.equal(problem(" - ", {}), "empty");
    assert.equal(problem("SAVE11", {}), "unknown");
    assert.equal(problem("SAVE10", { to: NOW }), "ended");
    assert.equal(problem("SAVE10", { to: NOW + 1 }), null);
    assert.equal(problem("SAVE10", { from: NOW + 1 }), "early");
    assert.equal(problem("SAVE10", { state: "paused" }), "paused");
    assert.equal(problem("SAVE10", { state: "spent" }), "spent");
    assert.equal(problem("SAVE10", { here: false }), "elsewhere");
    assert.equal(problem("SAVE10", { id: "P2" }), "elsewhere");
    assert.equal(problem("SAVE10", {}, { where: { stores: ["3"] } }), "elsewhere");
    assert.equal(problem("SAVE10", {}, { where: { price_lists: ["3"] } }), "list");
    const gold = { where: { customer_groups: ["gold"] } };
    assert.equal(problem("SAVE10", {}, gold), "customer");
    assert.equal(problem("SAVE10", {}, gold, { customer: { groups: [] } }), "stranger");
    assert.equal(problem("SAVE10", {}, gold, { customer: { groups: ["gold"] } }), null);
});
