/** Tells the server that this browser is here, and leaves the till when it is removed. */
import { summary } from "./queue.js";

const AGAIN = 2000; // ms between two looks at receipts that only this window has

export class DeviceWatch {
    /**
     * @param {Object} parts
     * @param {Outbox} parts.outbox
     * @param {Function} parts.ask tells {device, browser, sealed, unsent, oldest}; resolves
     *      with {removed}, see `md.till.devices`
     * @param {Function} parts.leave goes to the page that sends the rest and deletes
     * @param {Object} parts.facts {device, browser, sealed} of this browser
     */
    constructor({ outbox, ask, leave, facts, later = setTimeout }) {
        Object.assign(this, { outbox, ask, leave, facts, later });
        this.leaving = false;
        this.running = null;
        this.last = 0; // receipts that wait, as the server knows
    }

    get told() {
        const { entries, broken } = this.outbox.state;
        const { count, oldest } = summary(entries);
        return broken ? this.facts : { ...this.facts, unsent: count, oldest };
    }

    /** @returns {Promise<boolean>} whether this device is removed, as far as is known */
    tell() {
        this.running ??= this.round().finally(() => {
            this.running = null;
        });
        return this.running;
    }

    /** Managers do not look for receipts that have come. */
    look() {
        const { count } = summary(this.outbox.state.entries);
        return this.last && !count ? this.tell() : Promise.resolve(this.leaving);
    }

    async round() {
        if (this.leaving || !this.facts.device) {
            return this.leaving;
        }
        try {
            const { told } = this;
            const { removed } = await this.ask(told);
            this.last = told.unsent ?? this.last;
            if (removed) {
                this.goodbye();
            }
        } catch {
            // no server, or one that is busy: it is told the next time
        }
        return this.leaving;
    }

    /** What no disk would take is sent from here; the page sends all that is written. */
    async goodbye() {
        this.leaving = true;
        const onlyHere = () => this.outbox.state.entries.some((entry) => entry.unwritten);
        if (onlyHere()) {
            await this.outbox.drain({ all: true }).catch(() => {});
        }
        if (onlyHere()) {
            this.later(() => this.goodbye(), AGAIN);
        } else {
            this.leave();
        }
    }
}
