/** A removed device sends what waits, deletes what it keeps, and says so; in this order. */
import { upgraded } from "../outbox/entry.js";
import { toFile } from "../outbox/file.js";
import { Outbox } from "../outbox/outbox.js";
import { blocking, summary, verdict } from "../outbox/queue.js";
import { tabsOf } from "../outbox/tabs.js";
import { alone, say } from "../outbox/windows.js";
import { HeldError } from "./belongings.js";

export class Removal {
    /**
     * @param {Object} parts
     * @param {Belongings} parts.belongings
     * @param {Server} parts.server
     * @param {Object} [parts.locks] by which windows of tills are known
     * @param {Function} [parts.tabs] see tabs.js
     */
    constructor({ belongings, server, locks = globalThis.navigator?.locks, tabs = tabsOf }) {
        Object.assign(this, { belongings, server, locks, tabs });
        this.outboxes = new Map();
        this.keys = new Set();
        this.empty = false; // all is deleted, and the server does not know yet
    }

    /**
     * One try of all that is left to do.
     * @returns {Promise<{state: string, count: number, error: string, kind: string}>}
     *      state: "staying", "away", "waiting", "blocked", "telling" or "wiped"; kind: of
     *      what kind the error is, see `verdict`
     */
    async round() {
        const found = await this.tried();
        if (found.state === "blocked") {
            say("leave");
        }
        return found;
    }

    async tried() {
        try {
            return this.empty ? await this.tell() : await this.send();
        } catch (error) {
            const kind = error instanceof HeldError ? "held" : verdict(error);
            const state = this.empty ? "telling" : kind === "held" ? "blocked" : "away";
            return { state, kind, count: await this.count(), error: error.message };
        }
    }

    async send() {
        const { belongings, server } = this;
        await belongings.look();
        await this.know();
        const { removed, tills } = await server.ask([...this.keys]);
        if (!removed) {
            belongings.mark(false);
            return { state: "staying", count: 0, error: "", kind: "" };
        }
        belongings.mark(true);
        belongings.remember([...this.keys]);
        await belongings.look(tills);
        const left = await this.deliver();
        if (left.count) {
            return { state: "waiting", ...left };
        }
        const blocked = { state: "blocked", count: 0, error: "", kind: "held" };
        return alone(() => this.wipe(), blocked, this.locks);
    }

    async know() {
        for (const key of await this.belongings.keys()) {
            this.keys.add(key);
        }
    }

    // Receipts

    /** Send what waits at all tills of this browser; what is left is counted on the disk. */
    async deliver() {
        const left = { count: 0, error: "", kind: "" };
        for (const [till, store] of this.belongings.stores) {
            const outbox = this.outboxes.get(till) ?? this.outbox(till, store);
            this.outboxes.set(till, outbox);
            await outbox.start();
            if (outbox.state.entries.length) {
                await outbox.drain({ all: true });
            }
            const rows = await this.waiting(store);
            if (rows.length) {
                left.count += rows.length;
                left.error ||= summary(rows).error;
                left.kind ||= this.failed || "";
            }
        }
        return left;
    }

    outbox(till, store) {
        const [device] = this.keys;
        const send = async (entry) => {
            this.failed = "";
            try {
                return await this.server.take(till, entry, device);
            } catch (error) {
                this.failed = verdict(error);
                throw error;
            }
        };
        const later = () => 0; // the page tries again
        return new Outbox({ store, send, later, state: {}, tabs: this.tabs(store.name) });
    }

    /** Receipts that only this browser has; refused ones managers have, word for word. */
    async waiting(store) {
        return blocking((await store.all()).map((row) => upgraded(row)));
    }

    async count() {
        let count = 0;
        for (const store of this.belongings.stores.values()) {
            const rows = await this.waiting(store).catch(() => []);
            count += rows.length;
        }
        return count;
    }

    /** All that waits, as a file. */
    async file(now = Date.now()) {
        const rows = [];
        for (const store of this.belongings.stores.values()) {
            rows.push(...(await store.all()).map((row) => upgraded(row)));
        }
        return toFile(rows, now);
    }

    // The end

    /** No window of a till is open: what was not there a moment ago does not come. */
    async wipe() {
        await this.belongings.deleteCopies();
        const left = await this.deliver(); // sold while the others were being sent
        if (left.count) {
            return { state: "waiting", ...left };
        }
        await this.belongings.deleteOutboxes();
        await this.belongings.deletePages();
        this.empty = true;
        return this.tell();
    }

    async tell() {
        await this.server.wiped([...this.keys]);
        this.belongings.forget();
        say("wiped");
        return { state: "wiped", count: 0, error: "", kind: "" };
    }
}
