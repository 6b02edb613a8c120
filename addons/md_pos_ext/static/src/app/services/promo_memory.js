/** What a till keeps of promotions over a reload, in a database of its own. */
const STORE = "kept";

export class PromoMemory {
    constructor(name) {
        this.name = name;
        this.opened = null;
    }

    open() {
        this.opened ??= new Promise((done, fail) => {
            const request = indexedDB.open(this.name, 1);
            request.onupgradeneeded = () => request.result.createObjectStore(STORE);
            request.onsuccess = () => done(request.result);
            request.onerror = () => fail(request.error);
        });
        return this.opened;
    }

    async run(mode, work) {
        const database = await this.open();
        return new Promise((done, fail) => {
            const transaction = database.transaction(STORE, mode);
            const request = work(transaction.objectStore(STORE));
            transaction.oncomplete = () => done(request.result);
            transaction.onerror = () => fail(transaction.error);
            transaction.onabort = () => fail(transaction.error);
        });
    }

    get(key) {
        return this.run("readonly", (store) => store.get(key));
    }

    set(key, value) {
        return this.run("readwrite", (store) => store.put(value, key));
    }
}
