/** Codes of gift cards in the browser: what Python says, from the same vectors. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as codes from "../../addons/md_pos_ext/static/src/app/utils/gift_codes.js";

const VECTORS = new URL("../vectors/gift_codes/codes.json", import.meta.url);
const told = JSON.parse(readFileSync(VECTORS));

test("codes", () => {
    for (const { chance, code, printed, hint } of told.codes) {
        assert.equal(codes.madeOf(chance), code);
        assert.equal(codes.printed(code), printed);
        assert.equal(codes.hint(code), hint);
    }
});

test("problems", () => {
    for (const [text, problem] of told.problems) {
        assert.equal(codes.problem(text), problem, text);
    }
});
