/** Core drops its whole local data when settings change or data are reloaded. */
import { PosData } from "@point_of_sale/app/services/data_service";
import { patch } from "@web/core/utils/patch";

function done(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

patch(PosData.prototype, {
    /**
     * Empty what came from the server. Baskets and receipts that it does not have stay:
     * core deletes the database, with them, and waits for its own open connection.
     *
     * Without a server nothing is emptied: a till would have nothing to start from.
     */
    async resetIndexedDB() {
        const [us, count] = [[["id", "=", odoo.pos_config_id]], "search_count"];
        await this.orm.call("pos.config", count, [us]); // fails without a server
        const db = this.indexedDB?.db;
        if (!db) {
            return super.resetIndexedDB(...arguments);
        }
        const ours = Object.keys(this.opts.databaseTable);
        const names = [...db.objectStoreNames];
        const transaction = db.transaction(names, "readwrite");
        const over = new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error);
        });
        const orders = await done(transaction.objectStore("pos.order").getAll());
        const unsynced = orders.some((order) => typeof order.id !== "number");
        for (const name of names.filter((one) => !unsynced || !ours.includes(one))) {
            transaction.objectStore(name).clear();
        }
        await over;
    },
});
