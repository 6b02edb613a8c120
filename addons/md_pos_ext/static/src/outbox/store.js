/**
 * The outbox's own database in the browser, beside core's, which is emptied at times.
 *
 * A write is over when it is on the disk (durability strict), not before.
 */

import { addStores, BLOCKS, take, TAKEN } from "./number_store.js";
import { sealed, unsealed } from "./sealed_rows.js";
import { vault as vaultOf } from "./vault.js";

export const VERSION = 2;
const ENTRIES = "entries";
const PATIENCE = 5000; // ms: a browser that does not answer is one that does not write

/** Of this server's database and this till: tills that share a browser share nothing. */
export function databaseName(database, config) {
    return `md-outbox-${database}-${config}`;
}

/** Each version adds to the one before; entries are never dropped. */
function upgrade(db, from) {
    if (from < 1) {
        db.createObjectStore(ENTRIES, { keyPath: "uuid" });
    }
    if (from < 2) {
        addStores(db);
    }
}

function patiently(start) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error("the browser does not answer")), PATIENCE);
        const end = (work) => (value) => {
            clearTimeout(timer);
            work(value);
        };
        start(end(resolve), end(reject));
    });
}

export class OutboxStore {
    /** @param {Function} [vault] resolves with what seals rows, or null; see vault.js */
    constructor(name, factory = globalThis.indexedDB, vault = () => vaultOf(factory)) {
        this.name = name;
        this.factory = factory;
        this.vault = vault;
        this.db = null;
    }

    async open() {
        if (this.db) {
            return;
        }
        if (!this.factory) {
            throw new Error("this browser keeps no data");
        }
        this.db = await patiently((resolve, reject) => {
            const request = this.factory.open(this.name, VERSION);
            request.onupgradeneeded = (ev) => upgrade(request.result, ev.oldVersion);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
            request.onblocked = () => reject(new Error("another window holds the data"));
        });
        const forget = () => {
            this.db = null;
        };
        this.db.onclose = forget; // the browser may close it at any time
        this.db.onversionchange = () => {
            this.db?.close(); // a newer version of the till opens it
            forget();
        };
    }

    close() {
        this.db?.close();
        this.db = null;
    }

    /** One transaction over some of its stores; `ask` may return a request. */
    async run(names, mode, ask) {
        await this.open();
        return patiently((resolve, reject) => {
            const transaction = this.db.transaction(names, mode, { durability: "strict" });
            const why = (ev) =>
                transaction.mdWhy ||
                transaction.error ||
                ev.target?.error ||
                new Error("not written");
            transaction.onabort = (ev) => reject(why(ev));
            transaction.onerror = (ev) => reject(why(ev));
            try {
                const request = ask(transaction);
                transaction.oncomplete = () => resolve(request?.result);
            } catch (error) {
                transaction.mdWhy = error; // what cannot be kept takes no number along
                transaction.abort();
            }
        });
    }

    work(mode, ask) {
        return this.run([ENTRIES], mode, (transaction) => ask(transaction.objectStore(ENTRIES)));
    }

    /** Entries; what an older version wrote in clear is sealed by the way. */
    async all() {
        const vault = await this.vault();
        const rows = await this.work("readonly", (entries) => entries.getAll());
        if (vault) {
            for (const row of rows.filter((one) => !one.sealed)) {
                await this.put(row); // one write: the row is there all the time
            }
        }
        return Promise.all(rows.map((row) => unsealed(vault, this.name, row)));
    }

    async put(entry) {
        if (entry.unreadable) {
            return; // what is written may be read by another version
        }
        await this.open();
        const row = await sealed(await this.vault(), this.name, entry);
        await this.work("readwrite", (entries) => entries.put(row));
    }

    /**
     * Write a receipt and take its number, both or neither.
     * @throws {NumberTakenError} when another window has taken it
     */
    async putNumbered(entry, choice) {
        const row = await sealed(await this.vault(), this.name, entry);
        await this.run([ENTRIES, BLOCKS, TAKEN], "readwrite", (transaction) => {
            take(transaction, entry.uuid, choice, entry.created);
            transaction.objectStore(ENTRIES).put(row);
        });
    }

    remove(uuid) {
        return this.work("readwrite", (entries) => entries.delete(uuid));
    }
}
