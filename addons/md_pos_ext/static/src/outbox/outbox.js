/** Receipts of this till that the server has not acknowledged; they are lost by nothing. */
import { isWhole, makeEntry, upgraded } from "./entry.js";
import { fromFile, toFile } from "./file.js";
import { NumberTakenError } from "./number_store.js";
import * as queue from "./queue.js";

/** Time in which a receipt that is being sold is the payment screen's to send. */
const SOON = 1500;
/** Windows of one till that sell at one moment; more of them are a mistake. */
const TURNS = 20;

export class Outbox {
    /**
     * @param {Object} parts
     * @param {Object} parts.store see store.js
     * @param {Function} parts.send takes an entry; resolves with the server's answer
     * @param {Object} parts.state what screens look at: {entries, sending, broken, room}
     * @param {Numbers} [parts.numbers] who numbers receipts; the server does without
     */
    constructor({ store, send, state, numbers, clock = Date.now, random = Math.random, later }) {
        Object.assign(this, { store, send, state, numbers, clock, random });
        this.later = later || ((work, wait) => setTimeout(work, wait));
        this.held = new Set(); // what the payment screen is about to send
        this.stored = new Set(); // what the server has acknowledged since the start
        this.failures = 0;
        this.timer = null;
        this.running = null;
        Object.assign(state, { entries: [], sending: false, broken: "", room: queue.room() });
    }

    /** Read what was kept; what is only in memory stays. */
    async start() {
        try {
            const rows = (await this.store.all()).map((row) => upgraded(row));
            const known = new Set(rows.map((row) => row.uuid));
            const others = this.state.entries.filter(
                (row) => row.unwritten && !known.has(row.uuid)
            );
            this.state.entries = queue.inOrder([...rows, ...others]);
            this.state.broken = "";
        } catch (error) {
            this.state.broken = error.message || String(error);
        }
    }

    get(uuid) {
        return this.state.entries.find((entry) => entry.uuid === uuid);
    }

    replace(uuid, entry) {
        const others = this.state.entries.filter((one) => one.uuid !== uuid);
        this.state.entries = queue.inOrder(entry ? [...others, entry] : others);
    }

    // A sale

    /**
     * Write a paid receipt; it is on the disk when this is over.
     * @returns {Promise<string>} why it could not be written, "" when it is
     */
    async keep(payload, facts) {
        this.held.add(payload.uuid);
        let entry;
        try {
            entry = await this.write(payload, facts);
        } catch (error) {
            this.state.broken = error.message || String(error);
            return this.state.broken;
        }
        this.state.broken = "";
        this.replace(entry.uuid, entry);
        return "";
    }

    /** With a number, when one is left; it is taken by the write, and by nothing else. */
    async write(payload, facts) {
        for (let turn = 0; turn < TURNS; turn++) {
            const choice = this.numbers?.pick(payload.uuid);
            if (!choice) {
                break; // the server gives one
            }
            const claim = this.numbers.claim(choice);
            const numbered = { ...payload, md_receipt_claim: claim };
            const entry = await makeEntry(numbered, { ...facts, claim }, this.clock());
            try {
                await this.store.putNumbered(entry, choice);
            } catch (error) {
                if (!(error instanceof NumberTakenError)) {
                    throw error;
                }
                await this.numbers.read();
                continue;
            }
            this.numbers.took(payload.uuid, choice);
            return entry;
        }
        const entry = await makeEntry({ ...payload, md_receipt_claim: false }, facts, this.clock());
        await this.store.put(entry);
        return entry;
    }

    /** The cashier has it as a file: it is sent as long as this page lives. */
    async keepInMemory(payload, facts) {
        const entry = await makeEntry(payload, facts, this.clock());
        this.held.add(entry.uuid);
        this.replace(entry.uuid, { ...entry, unwritten: true });
        return entry;
    }

    /** The payment screen is done with it; what it did not send is sent from here. */
    release(uuid) {
        this.held.delete(uuid);
        if (this.get(uuid)) {
            this.wake(SOON);
        }
    }

    /** The sale did not take place: the server refused it before the customer left. */
    withdraw(uuid) {
        this.held.delete(uuid);
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
        this.running = this.round(all);
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
            for (const entry of queue.toSend(this.state.entries, this.held, this.clock(), all)) {
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
        const state = kind === "refused" ? "refused" : entry.state;
        this.failures += kind === "refused" ? 0 : 1;
        if (this.get(entry.uuid)) {
            await this.rewrite({ ...entry, ...tried, state });
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
        const waiting = queue.blocking(this.state.entries).length;
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

    /**
     * Take receipts of a file, those that are here or known to be stored only once.
     * @returns {Promise<{problem: string, added: number, known: number, damaged: number}>}
     */
    async load(text) {
        const { problem, whole, damaged } = await fromFile(text);
        const found = { problem, added: 0, known: 0, damaged: damaged.length };
        for (const entry of whole) {
            if (this.get(entry.uuid) || this.stored.has(entry.uuid)) {
                found.known += 1;
                continue;
            }
            const row = { ...entry };
            delete row.unwritten;
            await this.store.put(row);
            this.replace(row.uuid, row);
            found.added += 1;
        }
        if (found.added) {
            this.wake();
        }
        return found;
    }

    // Health

    /** Say of entries whose text was changed that they are damaged; they stay. */
    async inspect() {
        for (const entry of this.state.entries) {
            const whole = await isWhole(entry).catch(() => false);
            if (!whole && entry.state !== "damaged") {
                this.replace(entry.uuid, { ...entry, state: "damaged", error: "check sum" });
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
