/** One paid receipt as the outbox keeps it: the text that is sent, and its check sum. */
import { sha256 } from "../app/utils/promotions/sha256.js";

/** Of an entry, not of the database: raised when what an entry holds changes. */
export const SCHEMA = 1;

/** What each schema made of an entry of the one before: `UPGRADES[0]` makes 1 into 2. */
const UPGRADES = [];

function hex(buffer) {
    return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** SHA-256 of a text; the browser's own is there only over https and on localhost. */
export async function checksum(text, subtle = globalThis.crypto?.subtle) {
    if (typeof subtle?.digest !== "function") {
        return sha256(text);
    }
    return hex(await subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/**
 * @param {Object} payload of one receipt, as `sync_from_ui` takes it
 * @param {Object} facts of it that a list shows: config, session, user, amount, currency
 * @param {number} now milliseconds since 1970
 */
export async function makeEntry(payload, facts, now, subtle) {
    const body = JSON.stringify(payload);
    return {
        schema: SCHEMA,
        uuid: payload.uuid,
        reference: payload.pos_reference || "",
        session: payload.session_id || 0,
        ...facts,
        body,
        checksum: await checksum(body, subtle),
        created: now,
        attempts: 0,
        tried: 0,
        error: "",
        state: "waiting",
    };
}

/** Whether an entry still says what was written. */
export async function isWhole(entry, subtle) {
    if (typeof entry?.uuid !== "string" || typeof entry.body !== "string") {
        return false;
    }
    if ((await checksum(entry.body, subtle)) !== entry.checksum) {
        return false;
    }
    return JSON.parse(entry.body).uuid === entry.uuid;
}

/**
 * An entry as this version reads it; text and check sum are never touched. One of a newer
 * version stays as it is: it can be sent, for these two mean the same in all of them.
 */
export function upgraded(entry, upgrades = UPGRADES) {
    let found = { attempts: 0, tried: 0, error: "", state: "waiting", ...entry };
    for (let schema = entry.schema || 1; schema <= upgrades.length; schema++) {
        const { uuid, body, checksum: sum } = found;
        found = { ...upgrades[schema - 1](found), uuid, body, checksum: sum, schema: schema + 1 };
    }
    return found;
}

/** What the server is told of an entry. */
export function message({ uuid, body, checksum: sum }) {
    return { uuid, body, checksum: sum };
}
