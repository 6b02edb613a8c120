/** What core's database of the till holds of people is sealed, too. */
import { vault } from "@md_pos_ext/outbox/vault";
import IndexedDB from "@point_of_sale/app/models/utils/indexed_db";
import { patch } from "@web/core/utils/patch";

/** Names, addresses, phones, notes, who paid from which number. */
const PERSONAL = new Set(["res.partner", "pos.order", "pos.payment"]);

patch(IndexedDB.prototype, {
    /** One after the other: sealing takes a moment in which the next may be asked for. */
    promises(store, rows, method) {
        if (!PERSONAL.has(store) || !rows?.length) {
            return super.promises(...arguments);
        }
        const work = async () => {
            const ready = method === "put" ? await this.mdSealed(store, rows) : rows;
            return super.promises(store, ready, method);
        };
        this.mdTurn = (this.mdTurn ?? Promise.resolve()).then(work, work);
        return this.mdTurn;
    },

    async readAll() {
        await this.mdTurn;
        const found = await super.readAll(...arguments);
        for (const store of Object.keys(found || {}).filter((name) => PERSONAL.has(name))) {
            found[store] = await this.mdOpened(store, found[store]);
        }
        return found;
    },

    mdPlace(store, row) {
        const [key] = this.dbStores.find(([, name]) => name === store) ?? ["id"];
        return `${this.dbName}/${store}/${row[key]}`;
    },

    /** Keys stay in clear; without a vault all does. */
    async mdSealed(store, rows) {
        const own = await vault().catch(() => null);
        if (!own) {
            return rows;
        }
        return Promise.all(
            rows.map(async (row) => {
                const keys = { id: row.id, ...(row.uuid && { uuid: row.uuid }) };
                const { iv, sealed } = await own.seal(this.mdPlace(store, row), row);
                // core copies rows as text
                return { ...keys, md: [asText(iv), asText(new Uint8Array(sealed))] };
            })
        );
    },

    /** Rows that cannot be read are left out: the server has them. */
    async mdOpened(store, rows) {
        const own = await vault().catch(() => null);
        const opened = rows.map(async (row) => {
            if (!row.md) {
                return row;
            }
            const [iv, sealed] = row.md.map(asBytes);
            return own?.open(this.mdPlace(store, row), { iv, sealed }).catch(() => null);
        });
        return (await Promise.all(opened)).filter(Boolean);
    },
});

const PIECE = 0x8000; // arguments that a call takes

function asText(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += PIECE) {
        text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
    }
    return btoa(text);
}

function asBytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
