import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";

import {
    checkDigit,
    normalise,
    validate,
} from "../../addons/md_pos_ext/static/src/app/utils/gtin.js";

const VECTORS = new URL("../vectors/gtin/", import.meta.url);
const CODE_FILES = ["edge", "invalid", "real_life", "valid"];

function load(name) {
    return JSON.parse(readFileSync(new URL(`${name}.json`, VECTORS), "utf-8"));
}

describe("gtin", () => {
    it("reads every vector file", () => {
        const found = readdirSync(VECTORS).sort();
        assert.deepEqual(
            found,
            [...CODE_FILES, "check_digit"].sort().map((n) => `${n}.json`)
        );
    });

    for (const name of CODE_FILES) {
        for (const vector of load(name)) {
            it(`${name}: ${vector.note}`, () => {
                if (vector.error !== undefined) {
                    assert.throws(() => validate(vector.code), { message: vector.error });
                    assert.throws(() => normalise(vector.code), { message: vector.error });
                } else {
                    assert.equal(validate(vector.code), vector.code);
                    assert.equal(normalise(vector.code), vector.gtin14);
                }
            });
        }
    }

    for (const vector of load("check_digit")) {
        it(`check digit: ${vector.note}`, () => {
            if (vector.error !== undefined) {
                assert.throws(() => checkDigit(vector.payload), { message: vector.error });
            } else {
                assert.equal(checkDigit(vector.payload), vector.digit);
            }
        });
    }

    it("refuses a missing argument like any other non-text", () => {
        assert.throws(() => validate(undefined), { message: "the code is not text" });
    });
});
