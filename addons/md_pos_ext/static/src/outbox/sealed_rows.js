/** Rows of the outbox as its database has them: key and moment in clear, the rest sealed. */

const clear = ({ uuid, schema, created }) => ({ uuid, schema, created });

/** What a list shows of a receipt that this browser cannot read; it is never overwritten. */
function unreadable(row) {
    const error = "This browser cannot read it any more.";
    const nothing = { body: "", checksum: "", attempts: 0, tried: 0 };
    return { ...clear(row), ...nothing, state: "damaged", error, untold: true, unreadable: true };
}

/** @returns {Promise<Object>} the entry as it is written */
export async function sealed(vault, place, entry) {
    if (typeof entry.body !== "string") {
        throw new TypeError("a receipt has a text");
    }
    if (!vault) {
        return entry;
    }
    return { ...clear(entry), ...(await vault.seal(`${place}/${entry.uuid}`, entry)) };
}

/**
 * @returns {Promise<Object>} the entry of a row; one that was written in clear as it is
 * @throws when a row is sealed and there is no vault now: it may be there the next time
 */
export async function unsealed(vault, place, row) {
    if (!row.sealed) {
        return row;
    }
    if (!vault) {
        throw new Error("this browser does not give the key");
    }
    try {
        return await vault.open(`${place}/${row.uuid}`, row);
    } catch {
        return unreadable(row);
    }
}
