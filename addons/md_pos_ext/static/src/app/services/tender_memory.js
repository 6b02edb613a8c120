/** Transaction ids that this till has taken, also over reloads and without a server. */

const MOST = 5000; // ids that are kept: weeks of a busy counter

export class TenderMemory {
    constructor(name, storage = window.localStorage) {
        this.name = name;
        this.storage = storage;
    }

    rows() {
        try {
            const found = JSON.parse(this.storage.getItem(this.name) || "[]");
            return Array.isArray(found) ? found : [];
        } catch {
            return []; // somebody else wrote there, or storage is forbidden
        }
    }

    write(rows) {
        try {
            this.storage.setItem(this.name, JSON.stringify(rows.slice(-MOST)));
        } catch {
            return; // full or forbidden: orders of this till still know their ids
        }
    }

    /** {key, order, receipt, at} of an id, taken by another order than this one. */
    find(key, order) {
        return this.rows().find((row) => row.key === key && row.order !== order);
    }

    /** An order that is paid: from now on its ids are used. */
    remember(order, receipt, keys, at) {
        const others = this.rows().filter((row) => row.order !== order);
        this.write([...others, ...keys.map((key) => ({ key, order, receipt, at }))]);
    }

    forget(order) {
        this.write(this.rows().filter((row) => row.order !== order));
    }
}
