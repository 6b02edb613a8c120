import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { patch } from "@web/core/utils/patch";

patch(PosOrder.prototype, {
    /** What cash is rounded by, also when change is given: core forgets it then. */
    get mdRounding() {
        if (!this.config.hasCashRounding || !this.orderIsRounded) {
            return this.appliedRounding;
        }
        if (!this.orderHasZeroRemaining) {
            return 0;
        }
        const change = this.totalDue < 0 ? 0 : Math.abs(this.change);
        return this.currency.round(this.amountPaid - change - this.priceIncl);
    },

    /** What is really paid for the order: its total and what cash is rounded by. */
    get mdToPay() {
        return this.config.hasCashRounding
            ? this.currency.round(this.priceIncl + this.mdRounding)
            : this.totalDue;
    },
});
