/** How a receipt gets into the outbox: sold here, or from a file. */
import { fromFile } from "./file.js";
import { NumberTakenError } from "./number_store.js";

/** Windows of one till that sell at one moment; more of them are a mistake. */
const TURNS = 20;

/** Write a receipt with a number, when one is left; taken by the write, and by nothing else. */
export async function written(outbox, payload, facts) {
    const { numbers, store } = outbox;
    for (let turn = 0; turn < TURNS; turn++) {
        const choice = numbers?.pick(payload.uuid);
        if (!choice) {
            break; // the server gives one
        }
        const claim = numbers.claim(choice);
        const numbered = { ...payload, md_receipt_claim: claim };
        const entry = await outbox.made(numbered, { ...facts, claim });
        try {
            await store.putNumbered(entry, choice);
        } catch (error) {
            if (!(error instanceof NumberTakenError)) {
                throw error;
            }
            await numbers.read();
            continue;
        }
        numbers.took(payload.uuid, choice);
        return entry;
    }
    const entry = await outbox.made({ ...payload, md_receipt_claim: false }, facts);
    await store.put(entry);
    return entry;
}

/**
 * Take receipts of a file, those that are here or known to be stored only once.
 * @returns {Promise<{problem: string, added: number, known: number, damaged: number}>}
 */
export async function takeFile(outbox, text) {
    const { problem, whole, damaged } = await fromFile(text);
    const found = { problem, added: 0, known: 0, damaged: damaged.length };
    for (const entry of whole) {
        if (outbox.get(entry.uuid) || outbox.stored.has(entry.uuid)) {
            found.known += 1;
            continue;
        }
        const row = { ...entry };
        delete row.unwritten;
        await outbox.store.put(row);
        outbox.replace(row.uuid, row);
        found.added += 1;
    }
    if (found.added) {
        outbox.wake();
    }
    return found;
}
