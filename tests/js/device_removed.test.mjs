// A removed device sends what waits, deletes what it keeps, and says so.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { HeldError } from "../../addons/md_pos_ext/static/src/removed/belongings.js";
import { Removal } from "../../addons/md_pos_ext/static/src/removed/removal.js";
import { jsonrpc } from "../../addons/md_pos_ext/static/src/removed/server.js";
import { Disk, FACTS, payload, rpcError, Server, sold, till } from "./outbox_ground.mjs";

/** What a browser has: outboxes of tills, and the rest that is deleted. */
class Things {
    done = [];
    held = false;
    isMarked = null;

    constructor(disks) {
        this.stores = new Map(Object.entries(disks));
        for (const [name, disk] of this.stores) {
            disk.name = name;
        }
    }

    async look() {}

    async keys() {
        return ["key"];
    }

    mark(removed) {
        this.isMarked = removed;
    }

    remember(keys) {
        this.remembered = keys;
    }

    async deleteCopies() {
        if (this.held) {
            throw new HeldError("point-of-sale-3-shop");
        }
        this.whenAlone?.();
        this.done.push("copies");
    }

    async deleteOutboxes() {
        for (const disk of this.stores.values()) {
            assert.equal(disk.rows.size, this.left ?? 0, "receipts are still there");
        }
        this.done.push("outboxes");
        this.stores.clear();
    }

    async deletePages() {
        this.done.push("pages");
    }

    forget() {
        this.done.push("all");
    }
}

const ALL = ["copies", "outboxes", "pages", "all"];
const uuids = (server) => server.stored.map((order) => order.uuid);

async function removed(...uuids) {
    const disk = new Disk();
    await sold(till(disk).outbox, ...uuids);
    const server = new Server();
    const asked = { removed: true, tills: [3], wiped: [], error: null };
    const things = new Things({ 3: disk });
    const removal = new Removal({
        belongings: things,
        locks: null,
        tabs: () => undefined,
        server: {
            ask: async () => {
                if (asked.error) {
                    throw asked.error;
                }
                return asked;
            },
            take: (config, entry, device) => {
                assert.deepEqual([config, device], ["3", "key"]);
                return server.take(entry);
            },
            wiped: async (keys) => {
                if (asked.error) {
                    throw asked.error;
                }
                asked.wiped.push(keys);
            },
        },
    });
    return { disk, server, asked, things, removal };
}

describe("a removed device", () => {
    it("sends what waits, deletes what it keeps, and tells so, in this order", async () => {
        const { server, asked, things, removal } = await removed("a", "b");
        assert.equal((await removal.round()).state, "wiped");
        assert.deepEqual(uuids(server), ["a", "b"]);
        assert.deepEqual(things.done, ALL);
        assert.deepEqual(asked.wiped, [["key"]]);
        assert.deepEqual(things.remembered, ["key"]);
    });

    it("keeps all while receipts cannot be delivered", async () => {
        const { disk, server, things, removal } = await removed("a", "b");
        for (const [error, kind] of [
            [new TypeError("Failed to fetch"), "offline"],
            [Object.assign(new Error("HTTP 503"), { code: 503 }), "busy"],
            [rpcError("odoo.http.SessionExpiredException"), "login"],
            [rpcError("odoo.exceptions.AccessError", "not yours"), "refused"],
        ]) {
            server.error = error;
            const found = await removal.round();
            assert.deepEqual([found.state, found.count, found.kind], ["waiting", 2, kind]);
            assert.equal(found.error, error.message);
        }
        assert.deepEqual(things.done, []);
        assert.equal(disk.rows.size, 2);
        assert.equal(JSON.parse(await removal.file()).entries.length, 2);
        server.error = null;
        assert.equal((await removal.round()).state, "wiped");
        assert.deepEqual(uuids(server), ["a", "b"]);
    });

    it("goes when a manager has what was refused, word for word", async () => {
        const { server, things, removal } = await removed("a");
        server.refused.set("a", "sold after it was removed");
        things.left = 1;
        assert.equal((await removal.round()).state, "wiped");
        assert.deepEqual(things.done, ALL);
    });
});

describe("a device that is perhaps not removed, or not alone", () => {
    it("deletes nothing when the server does not say that it is removed", async () => {
        const { disk, asked, things, removal } = await removed("a");
        asked.error = new TypeError("Failed to fetch");
        const away = await removal.round();
        assert.deepEqual([away.state, away.count, away.kind], ["away", 1, "offline"]);
        assert.equal(things.isMarked, null);
        asked.error = null;
        asked.removed = false;
        assert.equal((await removal.round()).state, "staying");
        assert.equal(things.isMarked, false);
        assert.deepEqual([things.done, disk.rows.size], [[], 1]);
    });

    it("deletes nothing that it cannot read", async () => {
        const { disk, things, removal } = await removed("a");
        disk.all = async () => {
            throw new Error("this browser does not give the key");
        };
        assert.equal((await removal.round()).state, "away");
        assert.deepEqual(things.done, []);
    });

    it("waits for other windows, and sends what they sold meanwhile", async () => {
        const { disk, server, things, removal } = await removed("a");
        things.held = true;
        assert.equal((await removal.round()).state, "blocked");
        assert.deepEqual(things.done, []);
        things.held = false;
        const other = till(disk).outbox;
        await other.start();
        things.whenAlone = () => disk.rows.set("b", { ...other.rowOfB });
        other.rowOfB = await other.made(payload("b"), FACTS);
        assert.equal((await removal.round()).state, "wiped");
        assert.deepEqual(uuids(server), ["a", "b"]);
    });

    it("tells again when the server did not hear that it is empty", async () => {
        const { asked, things, removal } = await removed("a");
        const wiped = removal.server.wiped;
        removal.server.wiped = async () => {
            throw new TypeError("Failed to fetch");
        };
        const found = await removal.round();
        assert.deepEqual([found.state, found.count], ["telling", 0]);
        assert.deepEqual(things.done, ALL.slice(0, 3), "its key is kept");
        removal.server.wiped = wiped;
        assert.equal((await removal.round()).state, "wiped");
        assert.deepEqual(things.done, ALL);
        assert.equal(asked.wiped.length, 1);
    });
});

describe("what the server says", () => {
    const answered = (status, body) => async () => ({
        ok: status < 400,
        status,
        json: async () => body,
    });

    it("is its result, its words, or its number", async () => {
        assert.equal(await jsonrpc("/x", {}, answered(200, { result: 7 })), 7);
        await assert.rejects(jsonrpc("/x", {}, answered(502, {})), { code: 502 });
        const error = { code: 0, message: "Odoo", data: { name: "n", message: "Not yours" } };
        await assert.rejects(jsonrpc("/x", {}, answered(200, { error })), {
            message: "Not yours",
            exceptionName: "n",
        });
    });
});
