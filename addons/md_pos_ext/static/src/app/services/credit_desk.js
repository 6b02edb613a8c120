/** What a till knows of customers' accounts: it asks the server, and remembers the answer. */
import { creditWords } from "@md_pos_ext/app/services/credit_words";

export class CreditDesk {
    constructor(pos, storage = window.localStorage) {
        this.pos = pos;
        this.storage = storage;
        this.name = `md-credit-${pos.config.id}-${odoo.info?.db ?? ""}`;
    }

    get tenders() {
        return this.pos.mdTenders;
    }

    /** Whether this company limits what customers buy on account. */
    get limits() {
        return Boolean(this.pos.company.account_use_credit_limit);
    }

    isOnAccount(line) {
        return line?.payment_method_id?.type === "pay_later";
    }

    /** What an order puts on account, in the till's currency. */
    amount(order) {
        const lines = order.payment_ids.filter((line) => this.isOnAccount(line) && line.isDone());
        return this.tenders.units(lines.reduce((sum, line) => sum + line.amount, 0));
    }

    // Memory: what the server last said, less what this till sold since

    rows() {
        try {
            const found = JSON.parse(this.storage.getItem(this.name) || "{}");
            return found && typeof found === "object" ? found : {};
        } catch {
            return {}; // somebody else wrote there, or storage is forbidden
        }
    }

    write(rows) {
        try {
            this.storage.setItem(this.name, JSON.stringify(rows));
        } catch {
            return; // full or forbidden: what came with the customers is known still
        }
    }

    /** {limit, open, free, at} of a customer as last said, or null. */
    known(partner) {
        const said = this.rows()[partner.id];
        const loaded = partner._md_credit ?? partner.raw?._md_credit;
        if (said && loaded) {
            return said.at >= loaded.at ? said : loaded;
        }
        return said ?? loaded ?? null;
    }

    remember(partner, facts) {
        const { limit, open, free } = facts;
        const at = luxon.DateTime.utc().toISO({ includeOffset: false });
        this.write({ ...this.rows(), [partner.id]: { limit, open, free, at } });
    }

    /** An order is paid: as much less is free. */
    sold(order) {
        const partner = order.getPartner();
        const units = this.amount(order);
        const known = units && partner && this.limits && this.known(partner);
        if (known) {
            const amount = units / this.tenders.scale;
            const free = Math.max(known.free - amount, 0);
            this.remember(partner, { ...known, open: known.open + amount, free });
        }
    }

    // Questions

    /** Ask what is free, for the screen: {limit, open, free}, undefined without an answer. */
    async ask(order) {
        const partner = order.getPartner();
        if (!this.limits || !partner || typeof partner.id !== "number") {
            return undefined;
        }
        const found = await this.tenders.ask("md_credit", [partner.id, order.uuid]);
        if (found) {
            this.remember(partner, found);
        }
        return found || undefined;
    }

    /**
     * Have an order's part on account promised by the server, or allowed without one.
     *
     * @returns {Promise<{taken, words, offline}>} `words`: why it was not
     */
    async take(order, reason = "") {
        const partner = order.getPartner();
        const units = this.amount(order);
        const amount = units / this.tenders.scale;
        const isKnown = typeof partner.id === "number";
        const asked = [order.uuid, partner.id, amount, reason];
        const found = isKnown ? await this.tenders.ask("md_credit_take", asked) : undefined;
        if (found === false) {
            return { taken: true };
        }
        if (found === undefined) {
            return this.allowed(partner, units);
        }
        this.remember(partner, found);
        if (found.taken) {
            order.uiState.mdCreditTaken = true;
            order.md_credit_before = found.open;
            order.md_credit_after = found.open + amount;
            return { taken: true };
        }
        return { taken: false, words: this.words("beyond", partner, found, units) };
    }

    /** Without a server: up to what was free, as the till is set. */
    allowed(partner, units) {
        const { md_offline_credit: rule, md_offline_credit_most: most } = this.pos.config;
        const known = this.known(partner);
        const told = { offline: true, taken: false };
        if (rule === "none") {
            return { ...told, words: this.words("none", partner, known, units) };
        }
        if (!known) {
            return { ...told, words: this.words("unknown", partner, known, units) };
        }
        if (most && units > this.tenders.units(most)) {
            const cap = { ...known, most };
            return { ...told, words: this.words("most", partner, cap, units) };
        }
        const taken = units <= this.tenders.units(known.free);
        return { ...told, taken, words: taken ? "" : this.words("last", partner, known, units) };
    }

    /** The order is not sold on account after all. */
    release(order) {
        if (order.uiState.mdCreditTaken) {
            order.uiState.mdCreditTaken = false;
            order.md_credit_before = order.md_credit_after = false;
            this.tenders.ask("md_credit_release", [order.uuid]); // else it lapses by itself
        }
    }

    words(what, partner, facts, units) {
        const text = (amount) => this.tenders.text(this.tenders.units(amount ?? 0));
        return creditWords(what, {
            customer: partner.name,
            amount: this.tenders.text(units),
            limit: text(facts?.limit),
            open: text(facts?.open),
            free: text(facts?.free),
            most: text(facts?.most),
        });
    }
}
