/** Receipt numbers in the outbox's database: blocks, numbers that are taken, small facts. */

export const BLOCKS = "blocks"; // {id, year, form, first, last, next}
export const TAKEN = "taken"; // {uuid, block, serial, year, number, at}
export const GIVEN = "given"; // {number, uuid, serial, year, note}: to be voided
export const FACTS = "facts"; // {name, value}

/** Another window was faster: choose again. */
export class NumberTakenError extends Error {
    constructor() {
        super("the number is taken");
    }
}

export function addStores(db) {
    db.createObjectStore(BLOCKS, { keyPath: "id" });
    db.createObjectStore(TAKEN, { keyPath: "uuid" });
    db.createObjectStore(GIVEN, { keyPath: "number" });
    db.createObjectStore(FACTS, { keyPath: "name" });
}

/**
 * Take a number for a receipt, in the transaction that writes the receipt: both are on the
 * disk, or neither. A receipt that has one already keeps it.
 */
export function take(transaction, uuid, claim, now) {
    const refuse = () => {
        transaction.mdWhy = new NumberTakenError();
        transaction.abort();
    };
    const taken = transaction.objectStore(TAKEN);
    const blocks = transaction.objectStore(BLOCKS);
    taken.get(uuid).onsuccess = ({ target: { result: known } }) => {
        if (known) {
            if (known.number !== claim.number) {
                refuse();
            }
            return;
        }
        blocks.get(claim.block).onsuccess = ({ target: { result: block } }) => {
            if (block?.next !== claim.serial || claim.serial > block.last) {
                refuse();
                return;
            }
            blocks.put({ ...block, next: claim.serial + 1 });
            taken.put({ uuid, ...claim, at: now });
        };
    };
}

/** What a till of ours reads and writes of its numbers. */
export class NumberStore {
    /** @param {OutboxStore} store whose database it shares */
    constructor(store) {
        this.store = store;
    }

    work(name, mode, ask) {
        return this.store.run([name], mode, (transaction) => ask(transaction.objectStore(name)));
    }

    blocks() {
        return this.work(BLOCKS, "readonly", (rows) => rows.getAll());
    }

    taken() {
        return this.work(TAKEN, "readonly", (rows) => rows.getAll());
    }

    /** A block that is here already is as far as it is here. */
    addBlock(block) {
        return this.store.run([BLOCKS, FACTS], "readwrite", (transaction) => {
            const blocks = transaction.objectStore(BLOCKS);
            blocks.get(block.id).onsuccess = ({ target: { result: known } }) => {
                if (!known) {
                    blocks.put({ ...block, next: block.first });
                }
            };
            transaction.objectStore(FACTS).delete("request");
        });
    }

    /** Blocks that are used up, of years that are over, are of no use any more. */
    removeBlock(id) {
        return this.work(BLOCKS, "readwrite", (rows) => rows.delete(id));
    }

    /** The order that has it will not be sold: written down until the server knows. */
    giveUp(uuid, note) {
        return this.store.run([TAKEN, GIVEN], "readwrite", (transaction) => {
            const taken = transaction.objectStore(TAKEN);
            taken.get(uuid).onsuccess = ({ target: { result: row } }) => {
                if (row) {
                    const { number, serial, year } = row;
                    transaction.objectStore(GIVEN).put({ number, uuid, serial, year, note });
                    taken.delete(uuid);
                }
            };
        });
    }

    given() {
        return this.work(GIVEN, "readonly", (rows) => rows.getAll());
    }

    /** The server knows that it is void. */
    voided(number) {
        return this.work(GIVEN, "readwrite", (rows) => rows.delete(number));
    }

    forget(uuid) {
        return this.work(TAKEN, "readwrite", (rows) => rows.delete(uuid));
    }

    async get(name) {
        const row = await this.work(FACTS, "readonly", (rows) => rows.get(name));
        return row?.value;
    }

    set(name, value) {
        return this.work(FACTS, "readwrite", (rows) => rows.put({ name, value }));
    }
}
