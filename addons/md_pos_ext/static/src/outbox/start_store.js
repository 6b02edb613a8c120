/**
 * Small things that a till cannot start without, on the disk when the write is over.
 *
 * Core keeps them in the local storage, which browsers write some seconds later: after a
 * power cut a till without a server would not open.
 */
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
        console.warn("This browser keeps nothing for a start without a server:", error);
        return null;
    }
}

/** What is kept by this name; null without it, or when the browser keeps nothing. */
export function recall(name) {
    return work("readonly", (store) => store.get(name));
}

/** @param value what disks take: plain values, no reactive object */
export function remember(name, value) {
    return work("readwrite", (store) => store.put(value, name));
}
