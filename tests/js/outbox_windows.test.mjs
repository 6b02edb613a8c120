import assert from "node:assert/strict";
import { describe, it } from "node:test";

import * as queue from "../../addons/md_pos_ext/static/src/outbox/queue.js";
import { Tabs } from "../../addons/md_pos_ext/static/src/outbox/tabs.js";
import { FACTS, payload, rpcError, sold, till } from "./outbox_ground.mjs";

describe("a call that is refused whole", () => {
    it("keeps the session open: nobody but the till has the receipt", async () => {
        const { outbox, server, disk } = till();
        await sold(outbox, "a");
        server.error = rpcError("odoo.exceptions.AccessError");
        assert.equal(await outbox.drain({ all: true }), false);
        assert.deepEqual([disk.rows.get("a").state, disk.rows.get("a").untold], ["refused", true]);
        assert.equal(queue.blocking(outbox.state.entries).length, 1);
        server.error = null;
        server.refused.set("a", "a product is gone");
        assert.equal(await outbox.drain({ all: true }), true, "a manager has been told");
        assert.equal(queue.blocking(outbox.state.entries).length, 0);
    });
});

/** What a browser gives two windows: locks by name, and news of each other. */
class Windows {
    rows = new Map();
    heard = [];

    locks = {
        request: async (name, work) => {
            const before = this.rows.get(name);
            const now = (async () => {
                await before?.catch(() => {});
                return work();
            })();
            this.rows.set(name, now);
            return now.finally(() => this.rows.get(name) === now && this.rows.delete(name));
        },
        query: async () => ({ held: [...this.rows.keys()].map((name) => ({ name })), pending: [] }),
    };

    open(disk, server) {
        const { locks, heard } = this;
        const tabs = new Tabs("till", { locks });
        tabs.listen = (work) => heard.push([tabs, work]);
        tabs.tell = () => heard.forEach(([other, work]) => other !== tabs && work());
        return till(disk, server, tabs);
    }
}

describe("two windows of a till", () => {
    it("see what the other keeps, and send each receipt once", async () => {
        const windows = new Windows();
        const one = windows.open();
        const two = windows.open(one.disk, one.server);
        await one.outbox.keep(payload("a"), FACTS);
        await two.outbox.keep(payload("b"), FACTS);
        await two.outbox.drain({ all: true });
        assert.deepEqual(one.server.asked, [], "both are being sold");
        one.outbox.release("a");
        two.outbox.release("b");
        await Promise.all([one.outbox.drain(), two.outbox.drain({ all: true })]);
        assert.deepEqual(one.server.asked, ["a", "b"]);
        await one.outbox.start();
        await two.outbox.start();
        const left = [one.disk.rows.size, one.outbox.state.entries.length];
        assert.deepEqual([...left, two.outbox.state.entries.length], [0, 0, 0]);
    });

    it("do not close over a receipt of the other", async () => {
        const windows = new Windows();
        const one = windows.open();
        const two = windows.open(one.disk, one.server);
        one.server.error = new Error("connection lost");
        await sold(one.outbox, "a");
        assert.equal(await two.outbox.drain({ all: true }), false);
        assert.equal(queue.blocking(two.outbox.state.entries).length, 1);
    });
});

describe("a look at the disk", () => {
    it("loses nothing that is kept meanwhile", async () => {
        const { outbox, disk } = till();
        await sold(outbox, "a");
        const slow = disk.all;
        disk.all = async () => {
            const rows = await slow.call(disk);
            await outbox.keep(payload("b"), FACTS);
            await outbox.withdraw("a");
            return rows;
        };
        await outbox.start();
        assert.deepEqual(
            outbox.state.entries.map((row) => row.uuid),
            ["b"]
        );
    });
});
