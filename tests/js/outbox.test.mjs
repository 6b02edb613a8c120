import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { fileName, fromFile, toFile } from "../../addons/md_pos_ext/static/src/outbox/file.js";
import { Outbox } from "../../addons/md_pos_ext/static/src/outbox/outbox.js";
import * as queue from "../../addons/md_pos_ext/static/src/outbox/queue.js";

const FACTS = { config: 3, till: "Till", user: "Rahim", amount: "10.00" };

function payload(uuid, more = {}) {
    return { uuid, state: "paid", session_id: 7, pos_reference: `26-${uuid}`, ...more };
}

/** A disk that can be full; what is written is what a browser would have written. */
class Disk {
    rows = new Map();
    full = false;

    async all() {
        return [...this.rows.values()].map((row) => structuredClone(row));
    }

    async put(row) {
        if (this.full) {
            throw new Error("QuotaExceededError");
        }
        this.rows.set(row.uuid, structuredClone(row));
    }

    async remove(uuid) {
        this.rows.delete(uuid);
    }
}

/** A server that stores each receipt once, and may be away, busy or strict. */
class Server {
    stored = [];
    asked = [];
    error = null;
    refused = new Map();

    take = async ({ uuid, body }) => {
        this.asked.push(uuid);
        if (this.error) {
            throw this.error;
        }
        if (this.refused.has(uuid)) {
            return { uuid, state: "refused", message: this.refused.get(uuid) };
        }
        if (!this.stored.some((order) => order.uuid === uuid)) {
            this.stored.push(JSON.parse(body));
        }
        return { uuid, state: "stored", message: "" };
    };
}

function till(disk = new Disk(), server = new Server()) {
    const time = { now: 1000 };
    const waits = [];
    const outbox = new Outbox({
        store: disk,
        send: server.take,
        state: {},
        clock: () => time.now++,
        random: () => 1,
        later: (work, wait) => waits.push(wait),
    });
    return { disk, server, outbox, time, waits };
}

async function sold(outbox, ...uuids) {
    for (const uuid of uuids) {
        assert.equal(await outbox.keep(payload(uuid), FACTS), "");
        outbox.held.delete(uuid);
    }
}

const rpcError = (exceptionName, message = "no") =>
    Object.assign(new Error(message), { exceptionName, code: 0, data: { message } });

describe("an outbox", () => {
    it("sends in order and lets go of what is acknowledged", async () => {
        const { outbox, server, disk } = till();
        await sold(outbox, "c", "a", "b");
        assert.equal(await outbox.drain(), true);
        assert.deepEqual(server.asked, ["c", "a", "b"]);
        assert.deepEqual([disk.rows.size, outbox.state.entries.length], [0, 0]);
    });

    it("survives the end of its page", async () => {
        const { outbox, disk, server } = till();
        await sold(outbox, "a", "b");
        const next = till(disk, server);
        await next.outbox.start();
        assert.equal(next.outbox.state.entries.length, 2);
        await next.outbox.drain();
        assert.deepEqual(
            server.stored.map((order) => order.uuid),
            ["a", "b"]
        );
    });

    it("stops at the first failure, waits longer each time, and goes on", async () => {
        const { outbox, server, waits, disk } = till();
        await sold(outbox, "a", "b");
        server.error = new Error("connection lost");
        assert.equal(await outbox.drain(), false);
        assert.equal(await outbox.drain(), false);
        assert.deepEqual(server.asked, ["a", "a"]);
        assert.deepEqual(waits.slice(-2), [2000, 4000]);
        assert.deepEqual([disk.rows.get("a").attempts, disk.rows.get("b").attempts], [2, 0]);
        server.error = rpcError("psycopg2.errors.LockNotAvailable");
        await outbox.drain();
        assert.equal(disk.rows.get("a").state, "waiting");
        server.error = null;
        assert.equal(await outbox.drain(), true);
        assert.deepEqual(
            server.stored.map((order) => order.uuid),
            ["a", "b"]
        );
        assert.equal(outbox.failures, 0);
    });
});

describe("an outbox that is refused something", () => {
    it("goes past what is refused, keeps it, and asks again later", async () => {
        const { outbox, server, disk, time } = till();
        server.refused.set("a", "a product is gone");
        await sold(outbox, "a", "b");
        assert.equal(await outbox.drain(), true, "nothing waits");
        assert.equal(disk.rows.get("a").error, "a product is gone");
        assert.deepEqual(
            server.stored.map((order) => order.uuid),
            ["b"]
        );
        await outbox.drain();
        assert.equal(server.asked.filter((uuid) => uuid === "a").length, 1);
        server.refused.clear();
        time.now += queue.REFUSED_WAIT;
        await outbox.drain();
        assert.deepEqual([disk.rows.size, server.stored.length], [0, 2]);
    });
});

describe("a sale", () => {
    it("is the payment screen's to send at first", async () => {
        const { outbox, server, waits } = till();
        await outbox.keep(payload("a"), FACTS);
        await outbox.drain();
        assert.deepEqual(server.asked, []);
        outbox.release("a");
        assert.ok(waits.at(-1) > 0);
        await outbox.drain();
        assert.deepEqual(server.asked, ["a"]);
    });

    it("that did not take place is forgotten", async () => {
        const { outbox, disk, server } = till();
        await outbox.keep(payload("a"), FACTS);
        await outbox.withdraw("a");
        await outbox.drain();
        assert.deepEqual([disk.rows.size, server.asked.length], [0, 0]);
    });

    it("is told when the disk is full, and kept in memory when asked", async () => {
        const { outbox, disk, server } = till();
        disk.full = true;
        assert.equal(await outbox.keep(payload("a"), FACTS), "QuotaExceededError");
        assert.deepEqual(outbox.state.entries, []);
        const entry = await outbox.keepInMemory(payload("a"), FACTS);
        assert.equal((await fromFile(outbox.text([entry]))).whole.length, 1);
        outbox.release("a");
        await outbox.start();
        await outbox.drain();
        assert.deepEqual(
            server.stored.map((order) => order.uuid),
            ["a"]
        );
        assert.deepEqual(outbox.state.entries, []);
    });
});

describe("what waits", () => {
    it("is sent one at a time though asked twice at once", async () => {
        const { outbox, server } = till();
        await sold(outbox, "a", "b", "c");
        await Promise.all([outbox.drain(), outbox.drain(), outbox.drain({ all: true })]);
        assert.deepEqual(server.asked, ["a", "b", "c"]);
    });

    it("is never dropped for being damaged", async () => {
        const { outbox, disk } = till();
        await sold(outbox, "a");
        disk.rows.get("a").body = disk.rows.get("a").body.replace("7", "8");
        await outbox.start();
        await outbox.inspect();
        assert.equal(outbox.state.entries[0].state, "damaged");
        assert.equal(disk.rows.size, 1);
    });
});

describe("files of receipts", () => {
    it("bring them to another till, each once", async () => {
        const first = till();
        await sold(first.outbox, "a", "b");
        const text = first.outbox.text();
        const { outbox, server, disk } = till();
        await sold(outbox, "b");
        const found = await outbox.load(text);
        assert.deepEqual(found, { problem: "", added: 1, known: 1, damaged: 0 });
        await outbox.drain();
        assert.deepEqual([server.stored.length, disk.rows.size], [2, 0]);
        assert.equal((await outbox.load(text)).known, 2, "stored already");
    });

    it("that are no such files, or damaged, are said to be so", async () => {
        const { outbox } = till();
        await sold(outbox, "a", "b");
        const rows = outbox.state.entries.map((entry) => ({ ...entry }));
        rows[0].body = "{}";
        const other = till().outbox;
        const found = await other.load(toFile([...rows, {}, null], 1));
        assert.deepEqual(found, { problem: "", added: 1, known: 0, damaged: 3 });
        assert.equal((await other.load("not json")).problem, "json");
        assert.equal((await other.load('{"kind": "photo"}')).problem, "kind");
    });

    it("have a name that says till and time", () => {
        assert.equal(fileName("Till 3/ঢাকা", 0), "receipts-Till-3-ঢাকা-1970-01-01-00-00-00.json");
    });
});
