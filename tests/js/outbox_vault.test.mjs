import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { sealed, unsealed } from "../../addons/md_pos_ext/static/src/outbox/sealed_rows.js";
import { Vault, vault } from "../../addons/md_pos_ext/static/src/outbox/vault.js";

const ALGORITHM = { name: "AES-GCM", length: 256 };
const ENTRY = {
    uuid: "a",
    schema: 1,
    created: 5,
    body: '{"uuid":"a","name":"Rahima Khatun"}',
    checksum: "0",
    amount: "10.00",
    state: "waiting",
};

async function fresh() {
    const key = await crypto.subtle.generateKey(ALGORITHM, false, ["encrypt", "decrypt"]);
    return new Vault(key);
}

describe("a vault", () => {
    it("gives back what it was given, and shows nothing of it", async () => {
        const own = await fresh();
        const row = await sealed(own, "till", ENTRY);
        assert.deepEqual(Object.keys(row).sort(), ["created", "iv", "schema", "sealed", "uuid"]);
        assert.ok(!Buffer.from(row.sealed).toString("latin1").includes("Rahima"));
        assert.deepEqual(await unsealed(own, "till", row), ENTRY);
    });

    it("never seals two values alike", async () => {
        const own = await fresh();
        const rows = await Promise.all([1, 2, 3].map(() => sealed(own, "till", ENTRY)));
        const texts = new Set(rows.map((row) => Buffer.from(row.sealed).toString("hex")));
        const starts = new Set(rows.map((row) => Buffer.from(row.iv).toString("hex")));
        assert.equal(texts.size, 3);
        assert.equal(starts.size, 3);
    });

    const cannot = async (own, place, row) => {
        const found = await unsealed(own, place, row);
        assert.equal(found.unreadable, true);
        assert.equal(found.state, "damaged");
        assert.equal(found.uuid, row.uuid);
        assert.equal(found.body, "");
    };

    it("knows a row that was changed, moved or is of another browser", async () => {
        const own = await fresh();
        const row = await sealed(own, "till", ENTRY);
        const bytes = new Uint8Array(row.sealed.slice(0));
        bytes[3] ^= 1;
        await cannot(own, "till", { ...row, sealed: bytes.buffer });
        await cannot(own, "other till", row);
        await cannot(own, "till", { ...row, uuid: "b" });
        await cannot(await fresh(), "till", row);
    });

    it("waits for its key: what is sealed is not taken for damaged without it", async () => {
        const row = await sealed(await fresh(), "till", ENTRY);
        await assert.rejects(unsealed(null, "till", row), /does not give the key/);
    });

    it("is not there over plain http: rows stay as they are", async () => {
        assert.equal(await vault({}, null), null);
        assert.equal(await vault(null, crypto.subtle), null);
        assert.equal(await sealed(null, "till", ENTRY), ENTRY);
        assert.equal(await unsealed(null, "till", ENTRY), ENTRY);
    });

    it("takes nothing that is no receipt", async () => {
        await assert.rejects(sealed(await fresh(), "till", { uuid: "a", body: () => 0 }));
    });
});
