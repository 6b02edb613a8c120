import assert from "node:assert/strict";
import { describe, it } from "node:test";

import * as entries from "../../addons/md_pos_ext/static/src/outbox/entry.js";
import * as queue from "../../addons/md_pos_ext/static/src/outbox/queue.js";

const FACTS = { config: 3, till: "Till", user: "Rahim", amount: "10.00" };
const payload = (uuid) => ({ uuid, state: "paid", session_id: 7 });

describe("entries", () => {
    it("have the same check sum with and without the browser's own", async () => {
        for (const text of ["", "abc", "টাকা ৳", "x".repeat(1000)]) {
            assert.equal(await entries.checksum(text, null), await entries.checksum(text));
            assert.equal(await entries.checksum(text, {}), await entries.checksum(text));
        }
        assert.match(await entries.checksum("abc", null), /^ba7816bf/);
    });

    it("are whole until a character changes", async () => {
        const entry = await entries.makeEntry(payload("a"), FACTS, 1);
        assert.equal(await entries.isWhole(entry), true);
        assert.equal(await entries.isWhole({ ...entry, body: entry.body + " " }), false);
        assert.equal(await entries.isWhole({ ...entry, uuid: "b" }), false);
        assert.equal(await entries.isWhole({}), false);
    });

    it("of an older version are upgraded step by step, their text never", () => {
        const steps = [
            (one) => ({ ...one, till: one.till.toUpperCase(), body: "changed" }),
            (one) => ({ ...one, place: `${one.till}!` }),
        ];
        const old = { schema: 1, uuid: "a", body: "{}", checksum: "c", till: "x" };
        const found = entries.upgraded(old, steps);
        assert.deepEqual([found.schema, found.till, found.place], [3, "X", "X!"]);
        assert.deepEqual([found.body, found.checksum, found.state], ["{}", "c", "waiting"]);
        const newer = { ...old, schema: 9, unknown: 1 };
        assert.equal(entries.upgraded(newer, steps).schema, 9);
        assert.equal(entries.upgraded(newer, steps).unknown, 1);
    });
});

describe("the queue", () => {
    it("waits longer after each failure, to a minute, not all tills at once", () => {
        const longest = [1, 2, 3, 4, 5, 6, 50].map((n) => queue.backoff(n, 1));
        assert.deepEqual(longest, [2000, 4000, 8000, 16000, 32000, 60000, 60000]);
        assert.equal(queue.backoff(50, 0), 30000);
    });

    it("knows what passes by itself from what the server refuses", () => {
        const named = (name) => queue.verdict({ exceptionName: name });
        assert.equal(queue.verdict(new Error("lost")), "offline");
        assert.equal(named("odoo.exceptions.ValidationError"), "refused");
        assert.equal(named("odoo.exceptions.ConcurrencyError"), "busy");
        assert.equal(named("psycopg2.errors.SerializationFailure"), "busy");
        assert.equal(named("odoo.http.SessionExpiredException"), "login");
        assert.equal(named("odoo.exceptions.AccessDenied"), "login");
        assert.equal(queue.verdict({ code: 500 }), "busy");
    });

    it("sums up what a till shows", () => {
        const rows = [
            { uuid: "b", created: 5, state: "waiting", tried: 9, error: "later" },
            { uuid: "a", created: 5, state: "refused", tried: 8, error: "sooner" },
        ];
        assert.deepEqual(queue.summary(rows), { count: 2, stuck: 1, oldest: 5, error: "later" });
        assert.deepEqual(queue.summary([]), { count: 0, stuck: 0, oldest: null, error: "" });
        assert.deepEqual(
            queue.inOrder(rows).map((row) => row.uuid),
            ["a", "b"]
        );
        assert.deepEqual(
            queue.blocking(rows).map((row) => row.uuid),
            ["b"]
        );
    });

    it("sends as it was sold, though the clock jumped", () => {
        const rows = [
            { uuid: "c", place: 3, created: 1 },
            { uuid: "a", place: 1, created: 7200000 },
            { uuid: "b", place: 2, created: 5 },
            { uuid: "old", created: 9 },
        ];
        assert.deepEqual(
            queue.inOrder(rows).map((row) => row.uuid),
            ["old", "a", "b", "c"]
        );
        assert.equal(queue.lastPlace(rows), 3);
        assert.equal(queue.summary(rows).oldest, 1);
        const refused = { uuid: "a", created: 1, state: "refused", tried: 7200000 };
        const due = (now) => queue.toSend([refused], new Set(), now).length;
        assert.deepEqual([due(7200001), due(7200000 + queue.REFUSED_WAIT), due(5)], [0, 1, 1]);
    });

    it("sees a disk that gets full", () => {
        assert.equal(queue.room({ quota: 2 ** 30, usage: 0 }).low, false);
        assert.equal(queue.room({ quota: 2 ** 30, usage: 2 ** 30 - 5 }).low, true);
        assert.deepEqual(queue.room({}), { left: null, low: false });
        assert.deepEqual(queue.room(), { left: null, low: false });
    });
});
