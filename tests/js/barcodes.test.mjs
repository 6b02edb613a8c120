import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

import {
    bare,
    elements,
    measured,
    spellings,
    valueCheckDigit,
    withoutCheckedValue,
} from "../../addons/md_pos_ext/static/src/app/utils/barcodes.js";

const VECTORS = new URL("../vectors/barcodes/", import.meta.url);
const TODAY = new Date("2026-11-23");

function load(name) {
    return JSON.parse(readFileSync(new URL(`${name}.json`, VECTORS), "utf-8"));
}

describe("barcodes", () => {
    for (const { note, text, says } of load("elements")) {
        it(`element strings: ${note}`, () => {
            const found = elements(text, TODAY);
            if (found) {
                delete found.parts;
            }
            assert.deepEqual(found, says);
        });
    }

    for (const { text, same } of load("spellings")) {
        it(`spellings of ${text || "nothing"}`, () => {
            assert.deepEqual(spellings(text).sort(), same);
            assert.equal(spellings(text).includes(text), true);
        });
    }

    it("the century of an expiry is the near one", () => {
        const year = (text) => elements(`(01)09501101530003(17)${text}`, TODAY).expiry;
        assert.equal(year("760101"), "2076-01-01");
        assert.equal(year("770101"), "1977-01-01");
        assert.equal(year("000131"), "2000-01-31");
    });

    it("check digits of values are GS1's", () => {
        assert.equal(valueCheckDigit("2875"), 9);
        assert.equal(valueCheckDigit("14685"), 6);
        assert.equal(withoutCheckedValue("2500007928751", "25......{DDDD}"), "250000700000");
        assert.equal(withoutCheckedValue("2500007828754", "25......{DDDD}"), null);
    });

    it("the scanner's name of the symbol goes, element strings keep it", () => {
        assert.equal(bare("]E08901234567890\r"), "8901234567890");
        assert.equal(bare("]C10109501101530003"), "]C10109501101530003");
    });

    it("a price is a quantity whose line costs exactly that", () => {
        assert.deepEqual(measured(12.5, 10, 2, 2), { quantity: 1.25, price: 10 });
        assert.deepEqual(measured(123.45, 12.345, 2, 2), { quantity: 10, price: 12.345 });
        let apart = 0;
        for (let cents = 5; cents < 5000; cents += 37) {
            for (const price of [1.99, 9.99, 24.5, 119, 850]) {
                const found = measured(cents / 100, price, 3, 2);
                if (!found) {
                    apart += 1;
                    continue;
                }
                const total = Math.round(found.quantity * found.price * 100);
                assert.equal(total, cents, `${cents} at ${price}`);
            }
        }
        assert.ok(apart < 60, `${apart} of 675 labels have no quantity`);
        assert.equal(measured(5, 0, 2, 2), null);
        assert.equal(measured(0, 5, 2, 2), null);
    });
});
