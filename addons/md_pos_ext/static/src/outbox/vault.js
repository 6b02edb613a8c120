/**
 * Seals what a till keeps in its browser: AES-GCM with 256 bits and a key of the browser's
 * own, which it generates, keeps in its database and gives to nobody (not extractable).
 *
 * Browsers have it over https and on localhost only. Each sealed value is bound to its
 * place (database, store and key), so that none can be put where another was.
 */
const DATABASE = "md-device-key";
const KEYS = "keys";
const ALGORITHM = { name: "AES-GCM", length: 256 };
const IV_BYTES = 12; // NIST SP 800-38D 8.2: random, for fewer than 2^32 values of a key

function request(start) {
    return new Promise((resolve, reject) => {
        const asked = start();
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
        asked.onblocked = () => reject(new Error("another window holds the key"));
    });
}

async function openDatabase(factory) {
    const asked = factory.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(KEYS);
    return request(() => asked);
}

/** The browser's key; of two windows that make one at a time the first's is kept. */
async function keyOf(factory, subtle) {
    const db = await openDatabase(factory);
    try {
        const keys = (mode) => db.transaction(KEYS, mode, { durability: "strict" });
        const read = () => request(() => keys("readonly").objectStore(KEYS).get("device"));
        const known = await read();
        if (known) {
            return known;
        }
        const made = await subtle.generateKey(ALGORITHM, false, ["encrypt", "decrypt"]);
        await new Promise((resolve, reject) => {
            const transaction = keys("readwrite");
            const added = transaction.objectStore(KEYS).add(made, "device");
            added.onerror = (ev) => ev.preventDefault(); // somebody was faster
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error);
        });
        return await read();
    } finally {
        db.close();
    }
}

export class Vault {
    constructor(key, subtle = globalThis.crypto.subtle) {
        Object.assign(this, { key, subtle });
    }

    parameters(iv, place) {
        return { name: ALGORITHM.name, iv, additionalData: new TextEncoder().encode(place) };
    }

    /** @returns {Promise<{iv: Uint8Array, sealed: ArrayBuffer}>} */
    async seal(place, value) {
        const iv = globalThis.crypto.getRandomValues(new Uint8Array(IV_BYTES));
        const text = new TextEncoder().encode(JSON.stringify(value));
        const sealed = await this.subtle.encrypt(this.parameters(iv, place), this.key, text);
        return { iv, sealed };
    }

    /** @throws {DOMException} OperationError: changed, of another place or another key */
    async open(place, { iv, sealed }) {
        const text = await this.subtle.decrypt(this.parameters(iv, place), this.key, sealed);
        return JSON.parse(new TextDecoder().decode(text));
    }
}

let opened = null;

/**
 * The vault of this browser, null where browsers have none (plain http).
 * @throws when the browser has one and does not give the key now: the next call asks again
 */
export function vault(factory = globalThis.indexedDB, subtle = globalThis.crypto?.subtle) {
    if (!factory || typeof subtle?.generateKey !== "function") {
        return Promise.resolve(null);
    }
    opened ??= keyOf(factory, subtle).then((key) => new Vault(key, subtle));
    opened.catch(() => {
        opened = null;
    });
    return opened;
}
