/**
 * Windows of one till in one browser: one of them sends at a time, all see the same.
 *
 * The browser takes a lock back when its window ends, however it ends. Where it has no
 * locks (plain http) two windows may send one receipt: the server stores it once.
 */

const SALE = "sale/";
const A_MOMENT = 300; // ms in which a window hears of several changes as of one

export class Tabs {
    /** @param {string} name the same in all windows of a till, in no others */
    constructor(name, { locks, Channel } = {}) {
        this.name = name;
        this.locks = locks;
        this.channel = Channel ? new Channel(name) : null;
        this.over = new Map(); // {uuid: ends the hold on it}
        this.timer = null;
    }

    /** Do work when no other window does it. */
    alone(work) {
        return this.locks ? this.locks.request(this.name, work) : work();
    }

    /** A receipt is being sold in this window: no other sends it meanwhile. */
    hold(uuid) {
        if (this.locks && !this.over.has(uuid)) {
            const held = new Promise((done) => this.over.set(uuid, done));
            this.locks.request(`${this.name}/${SALE}${uuid}`, () => held);
        }
    }

    letGo(uuid) {
        this.over.get(uuid)?.();
        this.over.delete(uuid);
    }

    /** Receipts that are being sold, in any window. */
    async sold() {
        const start = `${this.name}/${SALE}`;
        const { held = [], pending = [] } = (await this.locks?.query()) || {};
        const names = [...held, ...pending].map((lock) => lock.name);
        const ours = names.filter((name) => name.startsWith(start));
        return new Set(ours.map((name) => name.slice(start.length)));
    }

    /** Other windows look again at what is kept. */
    tell() {
        this.channel?.postMessage("changed");
    }

    listen(heard) {
        if (this.channel) {
            this.channel.onmessage = () => {
                clearTimeout(this.timer);
                this.timer = setTimeout(heard, A_MOMENT);
            };
        }
    }
}

/** Of this browser. */
export function tabsOf(name) {
    return new Tabs(name, {
        locks: globalThis.navigator?.locks,
        Channel: globalThis.BroadcastChannel,
    });
}
