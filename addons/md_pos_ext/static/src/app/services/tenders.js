/** Where a till asks its tender desk: payments, validation, what the customer sees. */
import { TenderDialog } from "@md_pos_ext/app/components/tenders/tender_dialog";
import { TenderDesk } from "@md_pos_ext/app/services/tender_desk";
import { qrImage } from "@md_pos_ext/app/utils/qr_image";
import { CustomerDisplayPosAdapter } from "@point_of_sale/app/customer_display/customer_display_adapter";
import { TextInputPopup } from "@point_of_sale/app/components/popups/text_input_popup/text_input_popup";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const WIDE = 320; // px of a code on the customer's screen

patch(PosStore.prototype, {
    async afterProcessServerData() {
        this.mdTenders = markRaw(new TenderDesk(this));
        const desk = this.mdTenders;
        this.config.uiState.mdTenders = () => desk;
        return super.afterProcessServerData(...arguments);
    },
});

patch(OrderPaymentValidation.prototype, {
    /** Tenders settle the order, refunds go back as they were paid, ids are there and new. */
    async askBeforeValidation() {
        if ((await super.askBeforeValidation(...arguments)) === false) {
            return false;
        }
        const desk = this.pos.mdTenders;
        if (!desk || !this.order.payment_ids.length) {
            return true;
        }
        const unsettled = desk.unsettled(this.order);
        if (unsettled) {
            this.mdSay(_t("Payments do not fit"), unsettled);
            return false;
        }
        return (await this.mdRefund(desk)) && (await this.mdIds(desk));
    },

    mdSay(title, body) {
        this.pos.dialog.add(AlertDialog, { title, body });
    },

    /** A refund goes back as it was paid; a manager may give it otherwise, with a reason. */
    async mdRefund(desk) {
        const found = desk.over(this.order);
        if (!found.length) {
            this.order.md_refund_reason = false;
            return true;
        }
        const told = found
            .map(([tender, units]) =>
                _t("%(tender)s: %(amount)s more than is left to give back on it.", {
                    tender: desk.name(tender),
                    amount: desk.text(units),
                })
            )
            .join("\n");
        if (this.pos.getCashier()._role !== "manager") {
            const more = _t("Give it back as it was paid, or ask a manager.");
            this.mdSay(_t("Not as it was paid"), `${told}\n${more}`);
            return false;
        }
        const reason = await makeAwaitable(this.pos.dialog, TextInputPopup, {
            title: told,
            placeholder: _t("Why it is not given back as it was paid"),
            rows: 2,
        });
        this.order.md_refund_reason = reason?.trim() || false;
        return Boolean(this.order.md_refund_reason);
    },

    /** Each payment by phone has an id that nobody used. */
    async mdIds(desk) {
        for (const line of this.order.payment_ids.filter((one) => desk.asks(one))) {
            const fits = line.isDone() && line.amount && !desk.wrong(line);
            if (!line.amount || (fits && !(await desk.used(line)))) {
                continue;
            }
            if (!(await makeAwaitable(this.pos.dialog, TenderDialog, { line }))) {
                return false;
            }
        }
        return true;
    },

    async finalizeValidation() {
        this.pos.mdTenders?.remember(this.order);
        const result = await super.finalizeValidation(...arguments);
        if (this.order?.state === "draft") {
            // the server would not have it: nothing was sold
            this.pos.mdTenders?.memory.forget(this.order.uuid);
        }
        return result;
    },
});

patch(CustomerDisplayPosAdapter.prototype, {
    formatOrderData(order) {
        super.formatOrderData(...arguments);
        const desk = order.config.uiState.mdTenders?.();
        const found = desk?.code(order.getSelectedPaymentline());
        // false, not undefined: the display keeps what it is not told
        this.data.mdQr = found?.text
            ? {
                  name: found.name,
                  amount: found.amount,
                  image: qrImage(found.text, WIDE),
              }
            : false;
    },
});
