/** Receipts that wait, as a file: the last resort when a till will not send them. */
import { isWhole, upgraded } from "./entry.js";

const KIND = "md-outbox";

/** A text with all of these receipts. */
export function toFile(entries, now) {
    const rows = entries.map((entry) => ({ ...entry }));
    return JSON.stringify({ kind: KIND, version: 1, written: now, entries: rows }, null, 1);
}

export function fileName(till, now) {
    const moment = new Date(now).toISOString().slice(0, 19).replaceAll(/[:T]/g, "-");
    const safe = till.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "-");
    return `receipts-${safe}-${moment}.json`;
}

/**
 * What a file holds.
 * @returns {Promise<{problem: string, whole: Object[], damaged: Object[]}>} problem: ""
 *      or "json" or "kind"; damaged rows are those whose check sum is wrong
 */
export async function fromFile(text, subtle) {
    let data;
    try {
        data = JSON.parse(text);
    } catch {
        return { problem: "json", whole: [], damaged: [] };
    }
    if (data?.kind !== KIND || !Array.isArray(data.entries)) {
        return { problem: "kind", whole: [], damaged: [] };
    }
    const found = { problem: "", whole: [], damaged: [] };
    for (const row of data.entries) {
        if (await safely(row, subtle)) {
            found.whole.push({ ...upgraded(row), state: "waiting", error: "", tried: 0 });
        } else {
            found.damaged.push(row);
        }
    }
    return found;
}

async function safely(row, subtle) {
    try {
        return await isWhole(row, subtle);
    } catch {
        return false;
    }
}
