import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";

import { refund } from "../../addons/md_pos_ext/static/src/app/utils/promotions.js";

const FILE = new URL("../vectors/promotion_faults.json", import.meta.url);

for (const vector of JSON.parse(readFileSync(FILE, "utf-8"))) {
    it(`refund of a damaged result: ${vector.name}`, () => {
        assert.throws(
            () => refund(vector.result, vector.returned, vector.policy),
            (error) => error.message.startsWith(`${vector.expect.error}:`)
        );
    });
}
