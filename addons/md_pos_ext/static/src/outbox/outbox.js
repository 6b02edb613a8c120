/** Receipts of this till that the server has not acknowledged; they are lost by nothing. */
import { isWhole, makeEntry, upgraded } from "./entry.js";
import { toFile } from "./file.js";
import { takeFile, written } from "./intake.js";
import * as queue from "./queue.js";
import { Tabs } from "./tabs.js";

/** Time in which a receipt that is being sold is the payment screen's to send. */
const SOON = 1500;

export class Outbox {
    /**
     * @param {Object} parts
     * @param {Object} parts.store see store.js
     * @param {Function} parts.send takes an entry; resolves with the server's answer
     * @param {Object} parts.state what screens look at: {entries, sending, broken, room}
     * @param {Numbers} [parts.numbers] who numbers receipts; the server does without
     * @param {Object} parts.tabs other windows of this till, see tabs.js
     */
    constructor(parts) {
        const { store, send, state, numbers, tabs, later } = parts;
        const { clock = Date.now, random = Math.random } = parts;
        Object.assign(this, { store, send, state, numbers, clock, random });
        this.tabs = tabs || new Tabs("");
        this.tabs.listen(() => this.hear());
        this.later = later || ((work, wait) => setTimeout(work, wait));
        this.held = new Set(); // what the payment screen is about to send
        this.stored = new Set(); // what the server has acknowledged since the start
        this.readers = new Set(); // of each look at the disk: what changed meanwhile
        this.failures = 0;
        this.timer = null;
        this.running = null;
        Object.assign(state, { entries: [], sending: false, broken: "", room: queue.room() });
    }

    /** Read what was kept, by other windows, too; what is only in memory stays. */
    async start() {
        const changed = new Set();
        this.readers.add(changed);
        try {
            const rows = (await this.store.all()).map((row) => upgraded(row));
            const known = new Set(rows.map((row) => row.uuid));
            const ours = this.state.entries.filter((row) =>
                known.has(row.uuid)
                    ? changed.has(row.uuid) || row.state === "damaged"
                    : changed.has(row.uuid) || row.unwritten
            );
            const newer = new Set([...changed, ...ours.map((row) => row.uuid)]);
            const read = rows.filter((row) => !newer.has(row.uuid));
            this.state.entries = queue.inOrder([...read, ...ours]);
            this.state.broken = "";
        } catch (error) {
            this.state.broken = error.message || String(error);
        } finally {
            this.readers.delete(changed);
        }
    }

    /** Another window has kept a receipt, or let go of one. */
    async hear() {
        await this.start();
        if (!this.running) {
            this.plan();
        }
    }

    get(uuid) {
        return this.state.entries.find((entry) => entry.uuid === uuid);
    }

    replace(uuid, entry) {
        this.readers.forEach((changed) => changed.add(uuid));
        const others = this.state.entries.filter((one) => one.uuid !== uuid);
        this.state.entries = queue.inOrder(entry ? [...others, entry] : others);
    }

    // A sale

    /**
     * Write a paid receipt; it is on the disk when this is over.
     * @returns {Promise<string>} why it could not be written, "" when it is
     */
    async keep(payload, facts) {
        this.hold(payload.uuid);
        let entry;
        try {
            entry = await written(this, payload, facts);
        } catch (error) {
            this.state.broken = error.message || String(error);
            return this.state.broken;
        }
        this.state.broken = "";
        this.replace(entry.uuid, entry);
        this.tabs.tell();
        return "";
    }

    /** The cashier has it as a file: it is sent as long as this page lives. */
    async keepInMemory(payload, facts) {
        this.hold(payload.uuid);
        const entry = await this.made(payload, facts);
        this.replace(entry.uuid, { ...entry, unwritten: true });
        return entry;
    }

    hold(uuid) {
        this.held.add(uuid);
        this.tabs.hold(uuid);
    }

    /** Its place in the row is no matter of clocks, which jump. */
    async made(payload, facts) {
        const entry = await makeEntry(payload, facts, this.clock());
        return { ...entry, place: queue.lastPlace(this.state.entries) + 1 };
    }

    /** The payment screen is done with it; what it did not send is sent from here. */
    release(uuid) {
        this.held.delete(uuid);
        this.tabs.letGo(uuid);
        if (this.get(uuid)) {
            this.wake(SOON);
        }
    }

    /** The sale did not take place: the server refused it before the customer left. */
    withdraw(uuid) {
        this.held.delete(uuid);
        this.tabs.letGo(uuid);
        return this.drop(uuid);
    }

    /** The server has it, stored and paid. */
    acknowledge(uuid) {
        this.stored.add(uuid);
        const dropped = this.get(uuid) ? this.drop(uuid) : Promise.resolve();
        return dropped.then(() => this.settleNumber(uuid));
    }

    /** Written off late when it fails: the sweep of the next start does it. */
    async settleNumber(uuid) {
        try {
            await this.numbers?.settled(uuid);
        } catch (error) {
            this.state.broken = error.message || String(error);
        }
    }

    async drop(uuid) {
        try {
            await this.store.remove(uuid);
        } catch (error) {
            this.state.broken = error.message || String(error); // it is sent once more
        }
        this.replace(uuid, null);
        this.tabs.tell();
    }

    // Sending

    /** Send soon; a connection that is back sends at once. */
    wake(wait = 0) {
        clearTimeout(this.timer);
        this.timer = this.later(() => this.drain(), wait);
    }

    /**
     * Send what waits, oldest first, one at a time; a second call waits for the first.
     * @returns {Promise<boolean>} whether nothing is left to send
     */
    async drain({ all = false } = {}) {
        while (this.running) {
            await this.running;
            if (!all) {
                return !queue.blocking(this.state.entries).length;
            }
        }
        this.running = this.tabs.alone(() => this.round(all));
        try {
            await this.running;
        } finally {
            this.running = null;
        }
        this.plan();
        return !queue.blocking(this.state.entries).length;
    }

    async round(all) {
        this.state.sending = true;
        try {
            await this.start(); // another window may have kept or sent some
            const held = new Set([...this.held, ...(await this.tabs.sold())]);
            for (const entry of queue.toSend(this.state.entries, held, this.clock(), all)) {
                if (!(await this.sendOne(entry))) {
                    return; // the others would meet the same
                }
            }
        } finally {
            this.state.sending = false;
        }
    }

    /** @returns {Promise<boolean>} whether the server answered */
    async sendOne(entry) {
        let next;
        try {
            const answer = await this.send(entry);
            this.failures = 0;
            next = queue.answered(entry, answer, this.clock());
        } catch (error) {
            return this.failed(entry, error);
        }
        if (!this.get(entry.uuid) || this.held.has(entry.uuid)) {
            return true; // acknowledged, or sold anew, meanwhile
        }
        if (next) {
            await this.rewrite(next);
        } else {
            await this.acknowledge(entry.uuid);
        }
        return true;
    }

    async failed(entry, error) {
        const kind = queue.verdict(error);
        const text = error.data?.message || error.message || String(error);
        const tried = { attempts: entry.attempts + 1, tried: this.clock(), error: text };
        // the whole call was refused: nobody but this till has the receipt
        const verdict = kind === "refused" ? { state: "refused", untold: true } : {};
        this.failures += kind === "refused" ? 0 : 1;
        if (this.get(entry.uuid)) {
            await this.rewrite({ ...entry, ...tried, ...verdict });
        }
        return kind === "refused";
    }

    /** Attempts and errors are told on the screen; when they cannot be written, only there. */
    async rewrite(entry) {
        this.replace(entry.uuid, entry);
        if (!entry.unwritten) {
            try {
                await this.store.put({ ...entry });
            } catch (error) {
                this.state.broken = error.message || String(error);
            }
        }
    }

    plan() {
        if (!this.state.entries.length) {
            return;
        }
        const waiting = this.state.entries.some((entry) => entry.state === "waiting");
        const wait = this.failures
            ? queue.backoff(this.failures, this.random())
            : waiting
              ? SOON
              : queue.REFUSED_WAIT;
        this.wake(wait);
    }

    // Files

    text(entries = this.state.entries) {
        return toFile(entries, this.clock());
    }

    /** See `takeFile`. */
    load(text) {
        return takeFile(this, text);
    }

    // Health

    /** Say of entries whose text was changed that they are damaged; they stay. */
    async inspect() {
        for (const entry of this.state.entries) {
            const whole = await isWhole(entry).catch(() => false);
            if (!whole && entry.state !== "damaged") {
                const found = { state: "damaged", error: "check sum", untold: true };
                this.replace(entry.uuid, { ...entry, ...found });
            }
        }
    }

    /** Ask the browser to keep the data, and how much room is left. */
    async measure(storage = globalThis.navigator?.storage) {
        try {
            await storage?.persist?.();
            this.state.room = queue.room(await storage?.estimate?.());
        } catch {
            this.state.room = queue.room(); // nobody knows
        }
    }
}
