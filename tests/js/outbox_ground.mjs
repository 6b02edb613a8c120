/** A disk, a server and a till, for tests of its outbox. */
import assert from "node:assert/strict";

import { Outbox } from "../../addons/md_pos_ext/static/src/outbox/outbox.js";

export const FACTS = { config: 3, till: "Till", user: "Rahim", amount: "10.00" };

export function payload(uuid, more = {}) {
    return { uuid, state: "paid", session_id: 7, pos_reference: `26-${uuid}`, ...more };
}

/** A disk that can be full; what is written is what a browser would have written. */
export class Disk {
    rows = new Map();
    full = false;

    async all() {
        return [...this.rows.values()].map((row) => structuredClone(row));
    }

    async put(row) {
        if (this.full) {
            throw new Error("QuotaExceededError");
        }
        this.rows.set(row.uuid, structuredClone(row));
    }

    async remove(uuid) {
        this.rows.delete(uuid);
    }
}

/** A server that stores each receipt once, and may be away, busy or strict. */
export class Server {
    stored = [];
    asked = [];
    error = null;
    refused = new Map();

    take = async ({ uuid, body }) => {
        this.asked.push(uuid);
        if (this.error) {
            throw this.error;
        }
        if (this.refused.has(uuid)) {
            return { uuid, state: "refused", message: this.refused.get(uuid) };
        }
        if (!this.stored.some((order) => order.uuid === uuid)) {
            this.stored.push(JSON.parse(body));
        }
        return { uuid, state: "stored", message: "" };
    };
}

export function till(disk = new Disk(), server = new Server(), tabs = undefined) {
    const time = { now: 1000 };
    const waits = [];
    const outbox = new Outbox({
        store: disk,
        send: server.take,
        state: {},
        tabs,
        clock: () => time.now++,
        random: () => 1,
        later: (work, wait) => waits.push(wait),
    });
    return { disk, server, outbox, time, waits };
}

export async function sold(outbox, ...uuids) {
    for (const uuid of uuids) {
        assert.equal(await outbox.keep(payload(uuid), FACTS), "");
        outbox.held.delete(uuid);
    }
}

export const rpcError = (exceptionName, message = "no") =>
    Object.assign(new Error(message), { exceptionName, code: 0, data: { message } });
