/**
 * The outbox's own database in the browser, beside core's, which is emptied at times.
 *
 * A write is over when it is on the disk (durability strict), not before.
 */

export const VERSION = 1;
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
    constructor(name, factory = globalThis.indexedDB) {
        this.name = name;
        this.factory = factory;
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

    async work(mode, ask) {
        await this.open();
        return patiently((resolve, reject) => {
            const transaction = this.db.transaction(ENTRIES, mode, { durability: "strict" });
            const request = ask(transaction.objectStore(ENTRIES));
            transaction.oncomplete = () => resolve(request.result);
            transaction.onabort = () => reject(transaction.error || new Error("not written"));
            transaction.onerror = () => reject(transaction.error || request.error);
        });
    }

    all() {
        return this.work("readonly", (entries) => entries.getAll());
    }

    put(entry) {
        return this.work("readwrite", (entries) => entries.put(entry));
    }

    remove(uuid) {
        return this.work("readwrite", (entries) => entries.delete(uuid));
    }
}
