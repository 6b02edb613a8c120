/** Core's copy of the server's data: without a server it is all that a till has. */
import { PosData } from "@point_of_sale/app/services/data_service";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { session } from "@web/session";
import { recall, remember } from "@md_pos_ext/outbox/start_store";

/** Core's name for it in the local storage: of which tables and fields the till is made. */
function shapeName() {
    return `pos_data_params_${odoo.pos_config_id}`;
}

function done(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function over(transaction) {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
    });
}

function warnNotLoaded() {
    window.alert(
        _t(
            "This till has not been loaded whole yet: open it once with a connection to the server. Receipts that wait are kept."
        )
    );
}

patch(PosData.prototype, {
    /** Which tables and fields a till is made of is kept where a power cut leaves it, too. */
    async loadFieldsAndRelations() {
        const name = `${session.db}-${shapeName()}`;
        if (!localStorage.getItem(shapeName())) {
            const kept = await recall(name);
            if (kept) {
                localStorage.setItem(shapeName(), JSON.stringify(kept));
            }
        }
        const shape = await super.loadFieldsAndRelations(...arguments);
        if (shape) {
            remember(name, JSON.parse(JSON.stringify(shape)));
        } else {
            warnNotLoaded();
        }
        return shape;
    },

    /**
     * When settings have changed core drops the copy first and asks the server then; if
     * that does not answer, nothing is left and the till does not open any more.
     */
    async loadInitialData() {
        this.mdLoading = true;
        this.mdStale = false;
        try {
            const found = await super.loadInitialData(...arguments);
            const data = this.mdStale ? await this.getCachedServerDataFromIndexedDB() : found;
            if (!data["pos.config"]?.length) {
                warnNotLoaded();
            }
            return data;
        } finally {
            this.mdLoading = false;
            this.mdStale = false;
        }
    },

    /** What is new is written before what is old goes; goods come last, there are most of them. */
    async synchronizeServerDataInIndexedDB(serverData = {}) {
        const stale = this.mdStale;
        this.mdStale = false;
        const few = Object.entries(serverData).sort(([, a], [, b]) => a?.length - b?.length);
        await super.synchronizeServerDataInIndexedDB(Object.fromEntries(few));
        if (stale) {
            await this.mdDropOthers(serverData);
        }
    },

    /** Rows that the server did not name. */
    async mdDropOthers(serverData) {
        const { db } = this.indexedDB;
        const names = await this.mdEmptied(db);
        for (const name of names) {
            const key = this.opts.databaseTable[name]?.key || "id";
            const named = new Set((serverData[name] ?? []).map((row) => row[key]));
            const transaction = db.transaction(name, "readwrite");
            const ended = over(transaction);
            const rows = transaction.objectStore(name);
            const keys = await done(rows.getAllKeys());
            keys.filter((one) => !named.has(one)).forEach((one) => rows.delete(one));
            await ended;
        }
    },

    /** Stores that may be emptied: baskets and receipts that the server lacks stay. */
    async mdEmptied(db) {
        const ours = Object.keys(this.opts.databaseTable);
        const store = db.transaction("pos.order", "readonly").objectStore("pos.order");
        const orders = await done(store.getAll());
        const unsynced = orders.some((order) => typeof order.id !== "number");
        return [...db.objectStoreNames].filter((one) => !unsynced || !ours.includes(one));
    },

    /**
     * Empty what came from the server: core deletes the database with all that is not sent,
     * and waits for its own open connection.
     */
    async resetIndexedDB() {
        const db = this.indexedDB?.db;
        if (!db) {
            return super.resetIndexedDB(...arguments);
        }
        if (this.mdLoading) {
            this.mdStale = true; // until the server has said what is so now
            return;
        }
        const names = await this.mdEmptied(db);
        const transaction = db.transaction(names, "readwrite");
        const ended = over(transaction);
        names.forEach((name) => transaction.objectStore(name).clear());
        await ended;
    },
});
