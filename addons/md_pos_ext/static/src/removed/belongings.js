/** What tills have put into this browser: found, and deleted. */
import { NAME } from "../outbox/device.js";
import { NumberStore } from "../outbox/number_store.js";
import { databaseName, OutboxStore } from "../outbox/store.js";
import { isMarked, mark } from "../outbox/windows.js";

const OUTBOX = /^md-outbox-(.*)-(\d+)$/;
/** Core's, and what else tills of ours keep: named by its kind, the till, the database. */
const COPY = /^(?:point-of-sale|md-(?!outbox-)[a-z]+)-\d+-(.*)$/;
const OF_ALL = ["md-device-key", "md-device"]; // the key of all that is sealed; numbers
const SOON = 3000; // ms after which a database that is not deleted is held by a window

/** A window of a till is open, and holds what it should not hold any more. */
export class HeldError extends Error {}

function deleted(factory, name) {
    return new Promise((resolve, reject) => {
        const asked = factory.deleteDatabase(name);
        const held = () => reject(new HeldError(name));
        const timer = setTimeout(held, SOON);
        asked.onsuccess = () => {
            clearTimeout(timer);
            resolve();
        };
        asked.onerror = () => reject(asked.error);
        asked.onblocked = held;
    });
}

export class Belongings {
    /**
     * @param {string} database of the server: a browser may have tills of others, too
     * @param {Object} browser its own parts, for tests: {indexedDB, localStorage, ...}
     */
    constructor(database, browser = globalThis) {
        this.database = database;
        this.browser = browser;
        this.stores = new Map(); // {till: its outbox}
        this.copies = [];
        this.others = false;
    }

    /**
     * Look which there are.
     * @param {number[]} tills what the server knows; for browsers that do not list theirs
     */
    async look(tills = []) {
        const { indexedDB: factory } = this.browser;
        const listed = await factory.databases?.();
        const names = listed
            ? listed.map((one) => one.name)
            : tills.flatMap((till) => [
                  databaseName(this.database, till),
                  `point-of-sale-${till}-${this.database}`,
                  `md-promotions-${till}-${this.database}`,
              ]);
        const outboxes = names.map((name) => OUTBOX.exec(name)).filter(Boolean);
        const mine = outboxes.filter(([, database]) => database === this.database);
        const tillsHere = new Set(mine.map(([, , till]) => Number(till)));
        for (const till of tillsHere) {
            if (!this.stores.has(till)) {
                const name = databaseName(this.database, till);
                this.stores.set(till, new OutboxStore(name, factory));
            }
        }
        this.copies = names.filter((name) => COPY.exec(name)?.[1] === this.database);
        this.others = outboxes.length > mine.length;
    }

    /** Keys by which the server knows this browser: one, unless half of it was emptied. */
    async keys() {
        const kept = [];
        for (const store of this.stores.values()) {
            kept.push(await new NumberStore(store).get("device"));
        }
        try {
            kept.push(this.browser.localStorage.getItem(NAME));
        } catch {
            // the browser keeps nothing for this page
        }
        return [...new Set(kept.filter(Boolean))];
    }

    get marked() {
        return isMarked(this.browser.localStorage);
    }

    mark(removed) {
        mark(removed, this.browser.localStorage);
    }

    /** A page that ends half-way finds the key again when all else is deleted. */
    remember([key]) {
        try {
            this.browser.localStorage.setItem(NAME, key);
        } catch {
            // full or forbidden: the list of devices says "removed" for ever
        }
    }

    /**
     * What came from the server; core's is held by windows that are open, of which then none writes.
     * @throws {HeldError}
     */
    async deleteCopies() {
        for (const name of this.copies) {
            await deleted(this.browser.indexedDB, name);
        }
    }

    /** Outboxes, of which all is on the server, and then the key of all. */
    async deleteOutboxes() {
        const { indexedDB: factory } = this.browser;
        for (const [till, store] of this.stores) {
            store.close();
            await deleted(factory, store.name);
            this.stores.delete(till);
        }
        for (const name of this.others ? [] : OF_ALL) {
            await deleted(factory, name);
        }
    }

    /** Pages and pictures, and the worker that gives them without a server. */
    async deletePages() {
        const { caches, navigator } = this.browser;
        for (const name of (await caches?.keys()) ?? []) {
            await caches.delete(name);
        }
        const workers = (await navigator?.serviceWorker?.getRegistrations()) ?? [];
        await Promise.all(workers.map((one) => one.unregister()));
    }

    /** The last that goes, when the server knows that all else is gone. */
    forget() {
        this.mark(false);
        try {
            if (!this.others) {
                this.browser.localStorage.clear();
            }
            this.browser.sessionStorage.clear();
        } catch {
            // the browser keeps nothing for this page
        }
    }
}
