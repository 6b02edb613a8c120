import {
    BLOCKS,
    NumberStore,
    NumberTakenError,
    take,
    TAKEN,
} from "@md_pos_ext/outbox/number_store";
import { Numbers } from "@md_pos_ext/outbox/numbers";
import { Outbox } from "@md_pos_ext/outbox/outbox";
import { OutboxStore } from "@md_pos_ext/outbox/store";
import { describe, expect, test } from "@odoo/hoot";

const DAY = 86400000;
const YEARS = [
    { name: "2026-27", starts: 0, ends: 365 * DAY },
    { name: "2027-28", starts: 365 * DAY, ends: 730 * DAY },
];
const place = () => `md-numbers-test-${Math.random()}`;
const serials = (entries) =>
    entries.map((entry) => JSON.parse(entry.body).md_receipt_claim?.serial).sort((a, b) => a - b);
const upTo = (count) => Array.from({ length: count }, (_each, at) => at + 1);

/** Who leases: as `md.receipt.numbers` does, each request once; may be away or forgetful. */
class Server {
    leases = new Map();
    last = 0;
    voids = [];
    away = false;
    loses = false;

    constructor(size = 10) {
        this.size = size;
    }

    ask = async ({ want, voids }) => {
        if (this.away) {
            throw new Error("connection lost");
        }
        this.voids.push(...voids);
        let block = false;
        if (want) {
            const year = YEARS[want.next ? 1 : 0].name;
            block = this.leases.get(want.key);
            if (!block) {
                const first = this.last + 1;
                this.last += this.size;
                const form = `T2-${year}-{number}`;
                block = { id: this.leases.size + 1, year, form, first, last: this.last };
                this.leases.set(want.key, block);
            }
        }
        if (this.loses) {
            throw new Error("connection lost");
        }
        const voided = voids.map((row) => row.number);
        return { years: YEARS, size: this.size, soon: false, block, voided };
    };
}

/** A window of a till; `where` names the browser's database. */
async function opened(where, server) {
    const store = new OutboxStore(where);
    const numbers = new Numbers({
        store: new NumberStore(store),
        ask: server.ask,
        state: {},
        clock: () => DAY,
        storage: null,
    });
    const outbox = new Outbox({
        ...{ store, numbers },
        send: async ({ uuid }) => ({ uuid, state: "stored", message: "" }),
        state: {},
        later: () => {},
    });
    await outbox.start();
    await numbers.start();
    return outbox;
}

const sell = (outbox, uuid) => outbox.keep({ uuid, state: "paid", session_id: 1 }, {});

describe("receipt numbers in the browser", () => {
    test("follow one another, over a reload, a lost answer and a server that is away", async () => {
        const [where, server] = [place(), new Server()];
        let outbox = await opened(where, server);
        server.loses = true;
        await outbox.numbers.refill();
        expect(await sell(outbox, "z")).toBe("");
        expect(outbox.get("z").claim).toBe(undefined);
        server.loses = false;
        await outbox.numbers.refill();
        expect(server.leases.size).toBe(1);
        server.away = true;
        for (const uuid of ["a", "b", "c"]) {
            expect(await sell(outbox, uuid)).toBe("");
        }
        outbox.store.close();
        outbox = await opened(where, server);
        await sell(outbox, "d");
        await sell(outbox, "e");
        const rows = await outbox.store.all();
        expect(serials(rows.filter((row) => row.uuid !== "z"))).toEqual(upTo(5));
        expect(outbox.get("e").claim.number).toBe("T2-2026-27-000005");
        expect(outbox.numbers.state.left).toBe(5);
        outbox.store.close();
    });

    test("are of one receipt each when two windows sell at once", async () => {
        const [where, server] = [place(), new Server(100)];
        const one = await opened(where, server);
        await one.numbers.refill();
        const other = await opened(where, server);
        const rush = async (window, name) => {
            for (const at of upTo(15)) {
                expect(await sell(window, `${name} ${at}`)).toBe("");
            }
        };
        await Promise.all([rush(one, "one"), rush(other, "other")]);
        expect(serials(await one.store.all())).toEqual(upTo(30));
        one.store.close();
        other.store.close();
    });

    test("are neither skipped nor used again by a write that fails", async () => {
        const [where, server] = [place(), new Server()];
        const outbox = await opened(where, server);
        await outbox.numbers.refill();
        const choice = outbox.numbers.pick("a");
        const bad = outbox.store.run(["entries", BLOCKS, TAKEN], "readwrite", (transaction) => {
            take(transaction, "a", choice, 1);
            transaction.objectStore("entries").put({ uuid: "a", body: () => 0 });
        });
        await expect(bad).rejects.toThrow();
        const stale = { ...choice, serial: 5, number: "T2-2026-27-000005" };
        const skips = outbox.store.putNumbered({ uuid: "a", body: "{}", created: 1 }, stale);
        await expect(skips).rejects.toThrow(NumberTakenError);
        expect(await outbox.store.all()).toEqual([]);
        await sell(outbox, "b");
        await sell(outbox, "c");
        expect(serials(await outbox.store.all())).toEqual([1, 2]);
        outbox.store.close();
    });

    test("stay with an order that was refused, and are void when it is given up", async () => {
        const [where, server] = [place(), new Server()];
        let outbox = await opened(where, server);
        await outbox.numbers.refill();
        await sell(outbox, "a");
        await outbox.withdraw("a");
        await sell(outbox, "b");
        outbox.store.close();
        outbox = await opened(where, server);
        await sell(outbox, "a");
        expect(outbox.get("a").claim.serial).toBe(1);
        expect(outbox.get("b").claim.serial).toBe(2);
        await outbox.withdraw("a");
        server.away = true;
        await outbox.numbers.giveUp("a", "26-1");
        outbox.store.close();
        outbox = await opened(where, server);
        server.away = false;
        await outbox.numbers.refill();
        await outbox.numbers.refill();
        const told = server.voids.map(({ uuid, serial, note }) => [uuid, serial, note]);
        expect(told).toEqual([["a", 1, "26-1"]]);
        await sell(outbox, "a");
        expect(outbox.get("a").claim.serial).toBe(3);
        await outbox.acknowledge("a");
        await outbox.acknowledge("b");
        expect(await outbox.numbers.store.taken()).toEqual([]);
        outbox.store.close();
    });

    test("of baskets that are gone are given up at the next start", async () => {
        const [where, server] = [place(), new Server()];
        const outbox = await opened(where, server);
        await outbox.numbers.refill();
        for (const uuid of ["a", "b", "c"]) {
            await sell(outbox, uuid);
        }
        await outbox.withdraw("a");
        await outbox.withdraw("b");
        await outbox.numbers.sweep(new Set(["b", "c"]));
        await outbox.numbers.refill();
        expect(server.voids.map((row) => row.uuid)).toEqual(["a"]);
        outbox.store.close();
    });

    test("end: the sale goes on, and more are there when the server is", async () => {
        const [where, server] = [place(), new Server()];
        const outbox = await opened(where, server);
        await outbox.numbers.refill();
        server.away = true;
        for (const at of upTo(12)) {
            expect(await sell(outbox, `sale ${at}`)).toBe("");
            await outbox.numbers.refill();
        }
        expect(outbox.numbers.state).toEqual({ left: 0, low: true, out: true, known: true });
        const rows = await outbox.store.all();
        const bodies = rows.map((row) => JSON.parse(row.body).md_receipt_claim);
        expect(bodies.filter((claim) => claim === false)).toHaveLength(2);
        server.away = false;
        await outbox.numbers.refill();
        await sell(outbox, "sale 13");
        expect(outbox.get("sale 13").claim.serial).toBe(11);
        outbox.store.close();
    });

    test("come to a browser that had an outbox of the version before", async () => {
        const where = place();
        await new Promise((resolve) => {
            const request = indexedDB.open(where, 1);
            request.onupgradeneeded = () =>
                request.result.createObjectStore("entries", { keyPath: "uuid" }).put({
                    ...{ uuid: "old", body: '{"uuid": "old"}', checksum: "x", created: 1 },
                });
            request.onsuccess = () => resolve(request.result.close());
        });
        const server = new Server();
        const outbox = await opened(where, server);
        await outbox.numbers.refill();
        await sell(outbox, "new");
        expect(outbox.state.entries.map((entry) => entry.uuid)).toEqual(["old", "new"]);
        expect(outbox.get("new").claim.serial).toBe(1);
        outbox.store.close();
    });
});
