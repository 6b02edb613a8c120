/** The till keeps its paid receipts: at start, when it syncs, closes and reloads. */
import { Outbox } from "@md_pos_ext/outbox/outbox";
import { OutboxDialog } from "@md_pos_ext/outbox/outbox_dialog";
import { blocking } from "@md_pos_ext/outbox/queue";
import { NumberStore } from "@md_pos_ext/outbox/number_store";
import { Numbers } from "@md_pos_ext/outbox/numbers";
import { numberer, sender } from "@md_pos_ext/outbox/server";
import { databaseName, OutboxStore } from "@md_pos_ext/outbox/store";
import { tabsOf } from "@md_pos_ext/outbox/tabs";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { ConnectionLostError } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { markRaw, reactive } from "@odoo/owl";

const AT_START = 8000; // ms for which a till waits for the server before it opens
const AT_SALE = 15000; // ms for which a customer waits for the server
const MEASURED = 300000; // ms between two looks at the room that is left

function within(promise, wait, otherwise) {
    return Promise.race([
        promise,
        new Promise((done) => setTimeout(() => done(otherwise()), wait)),
    ]);
}

patch(PosStore.prototype, {
    async setup() {
        this.mdInFlight = markRaw(new Map());
        const name = databaseName(odoo.info?.db, odoo.pos_config_id);
        const store = new OutboxStore(name);
        const numbers = new Numbers({
            store: new NumberStore(store),
            ask: numberer(odoo.pos_config_id),
            state: reactive({}),
        });
        const outbox = new Outbox({
            ...{ store, numbers },
            tabs: tabsOf(name),
            send: sender(odoo.pos_config_id),
            state: reactive({}),
        });
        this.mdOutbox = markRaw(outbox);
        await outbox.start();
        await numbers.start();
        this.mdWatchDevice(arguments[1].pos_data);
        if (numbers.state.out) {
            // the first receipt of a new device has a number, too
            await within(numbers.refill(), AT_START, () => false);
        }
        await outbox.inspect();
        if (outbox.state.entries.length) {
            await within(outbox.drain({ all: true }), AT_START, () => false);
        }
        outbox.measure();
        setInterval(() => outbox.measure(), MEASURED);
        window.addEventListener("pos-network-online", () => outbox.wake(500));
        window.addEventListener("online", () => outbox.wake(500));
        await super.setup(...arguments);
    },

    /**
     * What was paid is no basket any more, although the page may have ended before core
     * wrote that down: else the next customer's goods would go into it, and be lost.
     */
    async handleUrlParams() {
        const { stored, state } = this.mdOutbox;
        const kept = new Set(state.entries.map((entry) => entry.uuid));
        const local = this.models["pos.order"].filter((order) => !order.isSynced);
        for (const order of local.filter((one) => !one.finalized && kept.has(one.uuid))) {
            this.data.localDeleteCascade(order);
        }
        const known = local.map((order) => order.uuid).filter((uuid) => stored.has(uuid));
        if (known.length) {
            try {
                await this.data.loadServerOrders([["uuid", "in", known]]);
            } catch {
                // offline again: core asks for them when it syncs
            }
        }
        await super.handleUrlParams(...arguments);
        const sells = ["ProductScreen", "PaymentScreen"].includes(this.router.state.current);
        if (sells && this.getOrder()?.finalized) {
            const { page, params } = this.defaultPage;
            this.router.navigate(page, params);
        }
    },

    // Two syncs at once

    /** Wait until nobody sends an order: its answer would undo what happens now. */
    async mdSettled(uuid) {
        while (this.mdInFlight.has(uuid)) {
            await this.mdInFlight.get(uuid);
        }
    },

    mdToSync(options) {
        const { orderToCreate, orderToUpdate } = this.getPendingOrder();
        return (options.orders || [...orderToCreate, ...orderToUpdate]).map((one) => one.uuid);
    },

    /**
     * An order is sent by one at a time; whoever comes second sends what is new. A customer
     * does not wait for a server that does not answer.
     */
    async syncAllOrders(options = {}) {
        const uuids = this.mdToSync(options);
        for (const uuid of uuids) {
            await this.mdSettled(uuid);
        }
        const sent = super.syncAllOrders(options);
        const over = sent.then(
            () => {},
            () => {}
        );
        uuids.forEach((uuid) => this.mdInFlight.set(uuid, over));
        over.then(() => uuids.forEach((uuid) => this.mdInFlight.delete(uuid)));
        if (!options.throw || !uuids.some((uuid) => this.mdOutbox?.held.has(uuid))) {
            return sent;
        }
        const lost = Symbol("lost");
        const result = await within(sent, AT_SALE, () => lost);
        if (result === lost) {
            throw new ConnectionLostError();
        }
        return result;
    },

    postSyncAllOrders(orders) {
        for (const order of orders) {
            if (order.isSynced && ["paid", "done", "invoiced"].includes(order.state)) {
                this.mdOutbox?.acknowledge(order.uuid);
            }
        }
        return super.postSyncAllOrders(...arguments);
    },

    // The end of the day

    /** An order that cannot be sent keeps the till open; core looks only at a lost line. */
    async pushOrdersWithClosingPopup(options = {}) {
        return super.pushOrdersWithClosingPopup({ ...options, throw: true });
    },

    /** Whether the session may close: no receipt is only here. */
    async mdMayClose() {
        const outbox = this.mdOutbox;
        await outbox.drain({ all: true }); // what other windows have kept, too
        const left = blocking(outbox.state.entries).length;
        if (left) {
            this.dialog.add(OutboxDialog, {});
            this.dialog.add(AlertDialog, {
                title: _t("Receipts wait at this till"),
                body: _t(
                    "%s paid receipts are not on the server yet. Send them before you close the session: they are part of its cash.",
                    left
                ),
            });
        }
        return !left;
    },

    /** Core forgets orders that are not synced here; they are kept. */
    async reloadData(fullReload = false) {
        await within(this.mdOutbox.drain({ all: true }), AT_START, () => false);
        await this.data.resetIndexedDB();
        const url = new URL(window.location.href);
        if (fullReload) {
            url.searchParams.set("limited_loading", "0");
        }
        window.location.href = url.href;
    },
});
