/**
 * A device's number, and that of its next basket, outlive the browser's sudden end.
 *
 * Core keeps them in the local storage, which browsers write some seconds later: after a
 * kill a till without a server would not start at all, or number baskets twice.
 */
import DeviceIdentifierSequence from "@point_of_sale/app/utils/devices_identifier_sequence";
import { patch } from "@web/core/utils/patch";

const DATABASE = "md-device";
const KEPT = "kept";

function opened() {
    return new Promise((resolve, reject) => {
        const request = indexedDB.open(DATABASE, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(KEPT);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/** What ``ask`` gets of what is kept; null when the browser keeps nothing. */
async function work(mode, ask) {
    try {
        const db = await opened();
        return await new Promise((resolve, reject) => {
            const transaction = db.transaction(KEPT, mode, { durability: "strict" });
            const request = ask(transaction.objectStore(KEPT));
            transaction.oncomplete = () => resolve(request.result ?? null);
            transaction.onabort = () => reject(transaction.error);
        }).finally(() => db.close());
    } catch (error) {
        console.warn("The number of the next basket is not kept:", error);
        return null;
    }
}

/** Which of two is later; of another device, the one that the local storage has. */
export function later(local, kept) {
    if (!local || !kept) {
        return local || kept;
    }
    const same = local.device_identifier === kept.device_identifier;
    return same && kept.next_number > local.next_number ? kept : local;
}

patch(DeviceIdentifierSequence.prototype, {
    get mdKey() {
        return DeviceIdentifierSequence.uniqueDeviceIdentifierKey;
    },

    async initialize() {
        const kept = await work("readonly", (store) => store.get(this.mdKey));
        const found = later(this.data, kept);
        if (found) {
            localStorage.setItem(this.mdKey, JSON.stringify(found));
        }
        await super.initialize(...arguments);
        await this.mdKeep();
    },

    save() {
        super.save(...arguments);
        this.mdKeep();
    },

    mdKeep() {
        // as text and back: what a reactive object gives is a proxy, which no disk takes
        const data = JSON.parse(localStorage.getItem(this.mdKey));
        return work("readwrite", (store) => store.put(data, this.mdKey));
    },
});
