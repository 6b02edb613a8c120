import assert from "node:assert/strict";
import { test } from "node:test";

import { changes, known } from "../../addons/md_pos_ext/static/src/app/utils/price_news.js";

const product = (id, name, price) => ({ id, name, list_price: price });

test("prices that changed are named, others are not", () => {
    const before = known([product(1, "Rice", 75), product(2, "Atta", 60), product(3, "Salt", 40)]);
    const after = known([product(1, "Rice", 80), product(2, "Atta", 55), product(3, "Salt", 40)]);
    assert.deepEqual(changes(before, after), {
        rows: [
            { name: "Atta", old: 60, now: 55 },
            { name: "Rice", old: 75, now: 80 },
        ],
        more: 0,
    });
    assert.deepEqual(changes(before, before), { rows: [], more: 0 });
});

test("products that are gone or new have not changed, and few of many are named", () => {
    const before = known([1, 2, 3, 4].map((id) => product(id, `P${id}`, id)));
    const after = known([2, 3, 4, 5].map((id) => product(id, `P${id}`, id + 1)));
    const found = changes(before, after, 2);
    assert.deepEqual([found.rows.map((row) => row.name), found.more], [["P2", "P3"], 1]);
});
