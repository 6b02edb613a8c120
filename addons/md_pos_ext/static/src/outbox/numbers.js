/** Receipt numbers of this device: leased ahead in blocks, given to receipts one by one. */
import { deviceId } from "./device.js";
import * as rules from "./number_rules.js";

const MOST = 100; // voided numbers in one call
const ROUNDS = 4; // leases in one go: this year, the next one, and after another window

export class Numbers {
    /**
     * @param {Object} parts
     * @param {NumberStore} parts.store
     * @param {Function} parts.ask tells the server {device, held, want, voids}; resolves
     *      with its answer, see `md.receipt.numbers`
     * @param {Object} parts.state what screens look at: {left, low, out}
     */
    constructor({ store, ask, state, clock = Date.now, storage = globalThis.localStorage }) {
        Object.assign(this, { store, ask, state, clock, storage });
        this.device = "";
        this.blocks = [];
        this.taken = new Map();
        this.given = []; // numbers that the server is to void
        this.told = {}; // what the server said last: {years, size, soon}
        this.running = null;
        Object.assign(state, { left: 0, low: false, out: true, known: false });
    }

    /** Read what is kept; without a disk there are no numbers. */
    async start() {
        try {
            this.device = await deviceId(this.store, this.storage);
            await this.read();
        } catch {
            // the outbox says that nothing can be kept; the server gives the numbers
        }
    }

    async read() {
        this.told = (await this.store.get("told")) || {};
        this.blocks = await this.store.blocks();
        this.taken = new Map((await this.store.taken()).map((row) => [row.uuid, row]));
        this.given = await this.store.given();
        this.show();
    }

    show() {
        const found = rules.summary(this.blocks, this.told, this.clock());
        Object.assign(this.state, found, { known: Boolean(this.told.years?.length) });
    }

    // A sale

    /** The number for a receipt, null when none is left; it is taken when it is written. */
    pick(uuid) {
        const known = this.taken.get(uuid);
        if (known) {
            const { block, serial, year, number } = known;
            return { block, serial, year, number };
        }
        return rules.next(this.blocks, this.told.years || [], this.clock());
    }

    /** What the receipt says of it, for the server. */
    claim({ serial, year, number }) {
        return { number, serial, year, device: this.device };
    }

    /** It is on the disk, with its receipt. */
    took(uuid, choice) {
        if (!this.taken.has(uuid)) {
            this.blocks = this.blocks.map((block) =>
                block.id === choice.block ? { ...block, next: choice.serial + 1 } : block
            );
        }
        this.taken.set(uuid, { uuid, ...choice });
        this.show();
    }

    /** The server has the receipt. */
    async settled(uuid) {
        if (this.taken.delete(uuid)) {
            await this.store.forget(uuid);
        }
    }

    /** The order is given up: its number is told to be void, never given to another. */
    async giveUp(uuid, note = "") {
        const row = this.taken.get(uuid);
        if (row) {
            this.taken.delete(uuid);
            await this.store.giveUp(uuid, note);
            this.given.push({ ...row, note });
        }
    }

    /** Orders that are neither baskets nor waiting any more have given their numbers up. */
    async sweep(alive) {
        for (const uuid of [...this.taken.keys()].filter((one) => !alive.has(one))) {
            await this.giveUp(uuid);
        }
    }

    // The server

    /** Whether something is to be said to the server. */
    get due() {
        return this.given.length > 0 || Boolean(rules.wanted(this.blocks, this.told));
    }

    /** Lease what is wanted and tell what is void; nothing is lost when it fails. */
    async refill() {
        if (!this.running && this.device && this.due) {
            this.running = this.rounds().finally(() => {
                this.running = null;
            });
        }
        return this.running;
    }

    async rounds() {
        try {
            for (let round = 0; round < ROUNDS && this.due; round++) {
                await this.round();
            }
        } catch {
            // no server, or none that answers: asked again later
        }
        this.show();
    }

    async round() {
        const answer = await this.ask({
            device: this.device,
            held: this.blocks.map((block) => block.id),
            want: await this.request(),
            voids: this.given.slice(0, MOST).map(({ uuid, serial, year, number, note }) => ({
                ...{ uuid, serial, year, number, note },
            })),
        });
        const { years, size, soon, block } = answer;
        if (block) {
            await this.store.addBlock(block);
        }
        await this.store.set("told", { years, size, soon });
        for (const number of answer.voided) {
            await this.store.voided(number);
        }
        await this.tidy(years);
        await this.read();
    }

    /** What is asked for: the same until an answer is written down, so that it is given once. */
    async request() {
        const year = rules.wanted(this.blocks, this.told);
        if (!year) {
            return null;
        }
        const kept = await this.store.get("request");
        if (kept) {
            return kept;
        }
        const random = crypto.getRandomValues(new Uint32Array(4));
        const want = { key: [...random].join("-").slice(0, 60), next: year === "next" };
        await this.store.set("request", want);
        return want;
    }

    /** Used-up blocks go; so do those of years that are over by more than a year. */
    async tidy(years) {
        const known = new Set(years.map((year) => year.name));
        for (const block of this.blocks) {
            if (block.next > block.last && !known.has(block.year)) {
                await this.store.removeBlock(block.id);
            }
        }
    }
}
