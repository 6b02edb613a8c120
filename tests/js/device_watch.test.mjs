// A till tells which browser it is open in, and leaves when that is removed.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { browserName } from "../../addons/md_pos_ext/static/src/outbox/device.js";
import { DeviceWatch } from "../../addons/md_pos_ext/static/src/outbox/device_watch.js";
import { alone, isMarked, mark } from "../../addons/md_pos_ext/static/src/outbox/windows.js";
import { FACTS, payload, sold, till } from "./outbox_ground.mjs";

const AGENTS = {
    "Chrome, Android":
        "Mozilla/5.0 (Linux; Android 14; SM-T220) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Edge, Windows":
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
    "Safari, iPad":
        "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Firefox, Linux": "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "": "",
};

describe("a browser", () => {
    it("is called what people call it", () => {
        for (const [name, agent] of Object.entries(AGENTS)) {
            assert.equal(browserName(agent), name);
        }
    });

    it("knows that it is removed, as far as it can keep anything", () => {
        const rows = new Map();
        const storage = {
            getItem: (name) => rows.get(name) ?? null,
            setItem: (name, value) => rows.set(name, value),
            removeItem: (name) => rows.delete(name),
        };
        assert.equal(isMarked(storage), false);
        mark(true, storage);
        assert.equal(isMarked(storage), true);
        mark(false, storage);
        assert.equal(isMarked(storage), false);
        const none = new Proxy({}, { get: () => assert.fail.bind(null, "forbidden") });
        mark(true, none);
        assert.equal(isMarked(none), false);
        assert.equal(isMarked(undefined), false);
    });
});

function watched(more = {}) {
    const { outbox, disk, server } = till();
    const said = { told: [], left: 0, removed: false, ...more };
    const watch = new DeviceWatch({
        outbox,
        facts: { device: "key", browser: "Chrome", sealed: true },
        ask: async (told) => {
            said.told.push(told);
            if (said.error) {
                throw said.error;
            }
            return { removed: said.removed };
        },
        leave: () => (said.left += 1),
        later: (work) => (said.again = work),
    });
    return { outbox, disk, server, said, watch };
}

describe("a till", () => {
    it("tells its key and what waits, oldest first", async () => {
        const { outbox, said, watch } = watched();
        assert.equal(await watch.tell(), false);
        assert.deepEqual(said.told.pop(), { ...watch.facts, unsent: 0, oldest: null });
        await sold(outbox, "a", "b");
        await watch.tell();
        const { unsent, oldest } = said.told.pop();
        assert.deepEqual([unsent, oldest], [2, outbox.get("a").created]);
    });

    it("tells soon that nothing waits any more, and only then", async () => {
        const { outbox, said, watch } = watched();
        await watch.look();
        await sold(outbox, "a", "b");
        await watch.look();
        assert.equal(said.told.length, 0);
        await watch.tell();
        await outbox.acknowledge("a");
        await watch.look();
        assert.equal(said.told.length, 1);
        await outbox.acknowledge("b");
        await watch.look();
        await watch.look();
        assert.deepEqual(
            said.told.map((told) => told.unsent),
            [2, 0]
        );
    });

    it("does not tell a number that it does not know", async () => {
        const { outbox, said, watch } = watched();
        outbox.state.broken = "the disk";
        await watch.tell();
        assert.deepEqual(said.told, [watch.facts]);
    });

    it("says nothing without a key, and nothing is wrong without a server", async () => {
        const { said, watch } = watched({ error: new TypeError("Failed to fetch") });
        assert.equal(await watch.tell(), false);
        watch.facts.device = "";
        assert.equal(await watch.tell(), false);
        assert.equal(said.told.length, 1);
        assert.equal(said.left, 0);
    });
});

describe("a till that is removed", () => {
    it("leaves when it is removed; what is on the disk stays there", async () => {
        const { outbox, disk, said, watch } = watched({ removed: true });
        await sold(outbox, "a");
        assert.equal(await watch.tell(), true);
        await Promise.resolve();
        assert.equal(said.left, 1);
        assert.equal(disk.rows.size, 1);
        await watch.tell();
        assert.equal(said.told.length, 1, "it is leaving");
    });

    it("first sends what no disk would take", async () => {
        const { outbox, server, said, watch } = watched({ removed: true });
        await outbox.keepInMemory(payload("a"), FACTS);
        outbox.release("a");
        server.error = new TypeError("Failed to fetch");
        await watch.goodbye();
        assert.equal(said.left, 0);
        server.error = null;
        await said.again();
        assert.equal(said.left, 1);
        assert.deepEqual(
            server.stored.map((order) => order.uuid),
            ["a"]
        );
    });
});

describe("windows", () => {
    it("that are open keep the page from deleting", async () => {
        const locks = { request: (_name, _options, work) => work(locks.free) };
        assert.equal(await alone(async () => "done", "open", locks), "open");
        locks.free = {};
        assert.equal(await alone(async () => "done", "open", locks), "done");
        assert.equal(await alone(async () => "done", "open", null), "done");
    });
});
