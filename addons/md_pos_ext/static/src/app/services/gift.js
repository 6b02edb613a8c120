/** Where a till asks its gift desk: payments, validation, payments taken back, receipts. */
import { GiftDialog } from "@md_pos_ext/app/components/gift/gift_dialog";
import { GiftDesk } from "@md_pos_ext/app/services/gift_desk";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async afterProcessServerData() {
        const desk = markRaw(new GiftDesk(this));
        this.mdGifts = desk;
        this.config.uiState.mdGifts = () => desk;
        return super.afterProcessServerData(...arguments);
    },
});

patch(PosOrder.prototype, {
    removePaymentline(line) {
        this.config.uiState.mdGifts?.().release(line);
        return super.removePaymentline(...arguments);
    },

    /** Cards that the receipt shows; see GiftDesk.slips. */
    get mdGiftSlips() {
        return this.config.uiState.mdGifts?.().slips(this) ?? [];
    },
});

patch(OrderPaymentValidation.prototype, {
    /** Cards that pay are asked for first: what they have not is still to pay. */
    async askBeforeValidation() {
        const desk = this.pos.mdGifts;
        const unsellable = desk?.unsellable(this.order);
        if (unsellable) {
            this.mdSay(_t("Gift card"), unsellable);
            return false;
        }
        if (desk && !(await this.mdCards(desk))) {
            return false;
        }
        if ((await super.askBeforeValidation(...arguments)) === false) {
            return false;
        }
        desk?.prepare(this.order);
        return true;
    },

    async mdCards(desk) {
        const lines = this.order.payment_ids.filter((line) => desk.isGift(line));
        for (const line of lines.filter((one) => one.amount > 0 && !desk.isTaken(one))) {
            if (!(await makeAwaitable(this.pos.dialog, GiftDialog, { line }))) {
                return false;
            }
        }
        return true;
    },
});
