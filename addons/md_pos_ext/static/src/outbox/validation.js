/** A receipt is on the disk before it is shown. */
import { OutboxBrokenDialog } from "@md_pos_ext/outbox/outbox_broken_dialog";
import { save } from "@md_pos_ext/outbox/save_file";
import { fileName } from "@md_pos_ext/outbox/file";
import { factsOf, payloadOf } from "@md_pos_ext/outbox/payload";
import { verdict } from "@md_pos_ext/outbox/queue";
import { ClosePosPopup } from "@point_of_sale/app/components/popups/closing_popup/closing_popup";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { serializeDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";

patch(OrderPaymentValidation.prototype, {
    async shouldHideValidationBehindFeedbackScreen() {
        if (!(await this.mdKeep())) {
            return false; // the cashier is still on the payment screen
        }
        return super.shouldHideValidationBehindFeedbackScreen(...arguments);
    },

    /** Whether the receipt is kept, by the browser or as a file. */
    async mdKeep() {
        const { mdOutbox: outbox } = this.pos;
        const order = this.order;
        await this.pos.mdSettled(order.uuid);
        order.date_order = serializeDateTime(luxon.DateTime.now());
        order.md_receipt_claim = false; // of a try before; a number that was taken stays its
        const payload = await payloadOf(this.pos, order);
        const facts = factsOf(this.pos, order);
        while (await outbox.keep(payload, facts)) {
            const choice = await makeAwaitable(this.pos.dialog, OutboxBrokenDialog, {
                problem: outbox.state.broken,
            });
            if (choice === "file") {
                const entry = await outbox.keepInMemory(payload, facts);
                save(fileName(this.pos.config.name, Date.now()), outbox.text([entry]));
                return true;
            }
            if (choice !== "retry") {
                await outbox.withdraw(order.uuid);
                return false;
            }
        }
        order.md_receipt_claim = outbox.get(order.uuid).claim || false;
        return true;
    },

    async finalizeValidation() {
        const uuid = this.orderUuid;
        try {
            return await super.finalizeValidation(...arguments);
        } finally {
            if (this.order?.state === "draft") {
                await this.pos.mdOutbox.withdraw(uuid); // the server would not have it
            } else {
                this.pos.mdOutbox.release(uuid);
                this.pos.mdTellNumbers();
                this.pos.mdRefill(2000);
            }
        }
    },

    /** A server that is too busy to store it has not refused it: it waits. */
    handleValidationError(error) {
        if (error instanceof RPCError && verdict(error) !== "refused") {
            return super.handleValidationError(new ConnectionLostError());
        }
        return super.handleValidationError(error);
    },
});

patch(ClosePosPopup.prototype, {
    async closeSession() {
        if (!(await this.pos.mdMayClose())) {
            return;
        }
        return super.closeSession(...arguments);
    },
});
