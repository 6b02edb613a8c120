/* Looks at what a browser's databases hold, from outside; run in the page of a till. */
(() => {
    const done = (request) =>
        new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    const latin = (bytes) => {
        let text = "";
        for (const byte of bytes) {
            text += String.fromCharCode(byte);
        }
        return text;
    };
    const plain = (_key, value) => {
        if (value instanceof ArrayBuffer) {
            return latin(new Uint8Array(value));
        }
        return ArrayBuffer.isView(value) ? latin(value) : value;
    };

    /** {database/store: text of all its rows}, of every database of this origin. */
    async function disk() {
        const found = {};
        for (const { name } of await indexedDB.databases()) {
            const db = await done(indexedDB.open(name));
            for (const store of db.objectStoreNames) {
                const rows = await done(db.transaction(store).objectStore(store).getAll());
                found[`${name}/${store}`] = JSON.stringify(rows, plain);
            }
            db.close();
        }
        found.localStorage = JSON.stringify({ ...localStorage });
        for (const key of await caches.keys()) {
            const cache = await caches.open(key);
            for (const request of await cache.keys()) {
                const text = await (await cache.match(request)).text();
                found[`${key}${new URL(request.url).pathname}`] = text;
            }
        }
        return found;
    }

    const module_ = (name) => odoo.loader.modules.get(`@md_pos_ext/outbox/${name}`);
    const entryOf = (uuid, name) =>
        module_("entry").makeEntry({ uuid, session_id: 1, customer: name }, { amount: "9.75" }, 1);

    /** Rows of an older version, of another key, and of a receipt that is moved. */
    async function rows(name) {
        const { OutboxStore } = module_("store");
        const { Vault, vault } = module_("vault");
        const where = `md-sealed-test-${Math.random()}`;
        const clear = async () => (await disk())[`${where}/entries`].includes(name);
        const said = {};
        const old = new OutboxStore(where, indexedDB, async () => null);
        for (const uuid of ["a", "b"]) {
            await old.put(await entryOf(uuid, name));
        }
        said.before = await clear();
        const store = new OutboxStore(where);
        const upgraded = await store.all();
        said.upgraded = upgraded.map(({ uuid, amount }) => [uuid, amount]);
        said.after = await clear();
        const same = JSON.stringify(await store.all()) === JSON.stringify(upgraded);
        said.again = same;

        const algorithm = { name: "AES-GCM", length: 256 };
        const key = await crypto.subtle.generateKey(algorithm, false, ["encrypt", "decrypt"]);
        const other = new OutboxStore(where, indexedDB, async () => new Vault(key));
        await other.put(await entryOf("c", name));
        const damaged = (await store.all()).find((entry) => entry.uuid === "c");
        said.damaged = damaged.state;
        await store.put({ ...damaged, attempts: 3 });
        said.kept = (await other.all()).find((entry) => entry.uuid === "c").amount;

        const own = await vault();
        said.extractable = own.key.extractable;
        said.one = own.key === (await vault()).key;
        old.close();
        store.close();
        other.close();
        indexedDB.deleteDatabase(where);
        return said;
    }

    /** Core's database of the till, with customers in it. */
    async function cache(name, phone) {
        const core = odoo.loader.modules.get("@point_of_sale/app/models/utils/indexed_db");
        const IndexedDB = core[Symbol.for("default")];
        const where = `md-sealed-test-${Math.random()}`;
        const stores = [
            ["id", "res.partner"],
            ["id", "product.product"],
            ["uuid", "pos.order"],
        ];
        let db;
        await new Promise((ready) => {
            db = new IndexedDB(where, false, stores, ready);
        });
        const said = {};
        const partner = { id: 7, name, phone };
        await db.create("res.partner", [partner]);
        await db.create("product.product", [{ id: 3, display_name: "Tea" }]);
        const texts = await disk();
        said.shown = [name, phone].filter((text) => texts[`${where}/res.partner`].includes(text));
        said.products = texts[`${where}/product.product`].includes("Tea");
        said.read = (await db.readAll())["res.partner"];

        // sealing takes a moment, and what is deleted in it stays deleted
        const writing = db.create("pos.order", [{ uuid: "u", id: "u", email: "a@example.com" }]);
        await Promise.all([writing, db.delete("pos.order", ["u"])]);
        said.orders = (await db.readAll(["pos.order"]))["pos.order"];

        const raw = () => db.db.transaction("res.partner", "readwrite").objectStore("res.partner");
        const row = await done(raw().get(7));
        await done(raw().put({ ...row, id: 8 }));
        await done(raw().put({ id: 9, name: "Karim" }));
        said.left = (await db.readAll(["res.partner"]))["res.partner"].map(({ id }) => id);

        const many = Array.from({ length: 20000 }, (_, id) => ({ id: 100 + id, name, phone }));
        let begin = performance.now();
        await db.create("res.partner", many);
        said.writing = performance.now() - begin;
        begin = performance.now();
        said.many = (await db.readAll(["res.partner"]))["res.partner"].length;
        said.reading = performance.now() - begin;
        db.db.close();
        indexedDB.deleteDatabase(where);
        return said;
    }

    window.mdSealed = { disk, rows, cache };
})();
