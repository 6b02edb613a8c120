/** The till has receipt numbers with it, and says so before they end. */
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const SOON = 2000; // ms after a sale; the customer is served first
const AGAIN = 300000; // ms between two looks at what is left

patch(PosStore.prototype, {
    async afterProcessServerData() {
        const result = await super.afterProcessServerData(...arguments);
        const { numbers, state } = this.mdOutbox;
        const mine = this.models["pos.order"].filter(
            (order) => order.state === "draft" || !order.isSynced
        );
        const alive = [...mine, ...state.entries].map((one) => one.uuid);
        numbers.sweep(new Set(alive)).catch(() => {}); // the next start does it
        this.mdRefill();
        setInterval(() => this.mdRefill(), AGAIN);
        window.addEventListener("online", () => this.mdRefill(SOON));
        window.addEventListener("pos-network-online", () => this.mdRefill(SOON));
        return result;
    },

    /** Ask for numbers when they get few; no sale waits for it. */
    mdRefill(wait = 0) {
        clearTimeout(this.mdRefilling);
        this.mdRefilling = setTimeout(async () => {
            await this.mdOutbox.numbers.refill();
            this.mdTellNumbers();
        }, wait);
    },

    /** Once, before the last number is given, and once when there is none. */
    mdTellNumbers() {
        const { left, low, out, known } = this.mdOutbox.numbers.state;
        const told = !known || !low ? "" : out ? "out" : "low";
        if (told && told !== this.mdNumbersTold) {
            const words = out
                ? _t(
                      "No receipt number is left at this till: receipts are provisional until it is connected again."
                  )
                : _t(
                      "Only %s receipt numbers are left at this till. Connect it to the server soon.",
                      left
                  );
            this.notification.add(words, { type: "warning", sticky: true });
        }
        this.mdNumbersTold = told;
    },

    /** A basket that is given up takes its number along. */
    removeOrder(order) {
        const { numbers, state } = this.mdOutbox;
        const waits = state.entries.some((entry) => entry.uuid === order.uuid);
        const { uuid, finalized, pos_reference: reference } = order;
        if (!finalized && !waits && numbers.taken.has(uuid)) {
            numbers
                .giveUp(uuid, reference)
                .then(() => this.mdRefill())
                .catch(() => {}); // the sweep of the next start does it
        }
        return super.removeOrder(...arguments);
    },
});
