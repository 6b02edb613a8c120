/** Where a till asks its credit desk: before a sale on account, and when it is done. */
import { CreditDesk } from "@md_pos_ext/app/services/credit_desk";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { TextInputPopup } from "@point_of_sale/app/components/popups/text_input_popup/text_input_popup";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async afterProcessServerData() {
        this.mdCredit = markRaw(new CreditDesk(this));
        return super.afterProcessServerData(...arguments);
    },
});

patch(OrderPaymentValidation.prototype, {
    async askBeforeValidation() {
        if ((await super.askBeforeValidation(...arguments)) === false) {
            return false;
        }
        const desk = this.pos.mdCredit;
        return !desk?.limits || (await this.mdOnAccount(desk));
    },

    /** A sale on account fits what is free; a manager goes beyond, with a reason. */
    async mdOnAccount(desk) {
        if (desk.amount(this.order) <= 0) {
            desk.release(this.order);
            return true;
        }
        if (!this.order.getPartner()) {
            // core asks for one when the method wants it
            if (!this.order.payment_ids.some((one) => one.payment_method_id.split_transactions)) {
                this.mdSay(_t("On account"), _t("Choose the customer who buys on account."));
                return false;
            }
            return true;
        }
        const found = await desk.take(this.order);
        if (found.taken) {
            return true;
        }
        if (found.offline || this.pos.getCashier()._role !== "manager") {
            this.mdSay(_t("Not on account"), found.words);
            return false;
        }
        return this.mdBeyond(desk, found.words);
    },

    async mdBeyond(desk, words) {
        const reason = await makeAwaitable(this.pos.dialog, TextInputPopup, {
            title: words,
            placeholder: _t("Why it is sold beyond the limit"),
            rows: 2,
        });
        if (!reason?.trim()) {
            return false;
        }
        const found = await desk.take(this.order, reason.trim());
        if (!found.taken) {
            this.mdSay(_t("Not on account"), found.words);
        }
        return found.taken;
    },

    async finalizeValidation() {
        this.pos.mdCredit?.sold(this.order);
        return super.finalizeValidation(...arguments);
    },
});
