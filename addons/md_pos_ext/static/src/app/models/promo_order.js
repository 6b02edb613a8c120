/** Orders and lines with what promotions take off them; see services/promo_desk.js. */
import { byPromotion, lineValues } from "@md_pos_ext/app/utils/promo_amounts";
import "@md_pos_ext/app/models/prices/order_prices"; // below what is muted here
import { manualOf } from "@md_pos_ext/app/utils/promo_order";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { formatCurrency } from "@web/core/currency";
import { patch } from "@web/core/utils/patch";

const muted = new Set(); // orders whose prices are computed once, at the end
let comparing = false; // lines are looked at, without what promotions made of them

patch(PosOrder.prototype, {
    triggerRecomputeAllPrices() {
        if (!muted.has(this.uuid)) {
            super.triggerRecomputeAllPrices();
        }
    },

    /** Many changes of lines, and then all prices once. */
    mdBatch(work) {
        if (muted.has(this.uuid)) {
            return work();
        }
        let touched = false;
        muted.add(this.uuid);
        try {
            touched = work() !== false;
        } finally {
            muted.delete(this.uuid);
            if (touched) {
                this.triggerRecomputeAllPrices();
            }
        }
    },

    /** What promotions take off, with or without tax as this till shows prices. */
    get mdSaved() {
        return this.currency.round(this.lines.reduce((sum, line) => sum + line.mdSaved, 0));
    },
});

patch(PosOrderline.prototype, {
    /** By hand: on what promotions leave. */
    setDiscount() {
        super.setDiscount(...arguments);
        if (!this.md_discount_amount) {
            return;
        }
        const manual = this.discount;
        const own = { qty: this.qty, price: this.price_unit, manual };
        const digits = this.currency.decimal_places;
        const values = lineValues(own, this.md_discount_amount, this.md_promo_shares, digits);
        this.update({ md_manual_discount: manual, discount: values.discount });
    },

    getDiscount() {
        return comparing ? manualOf(this) : super.getDiscount(...arguments);
    },

    getDiscountStr() {
        if (!this.md_discount_amount) {
            return super.getDiscountStr(...arguments);
        }
        return this.md_manual_discount ? String(this.md_manual_discount) : "";
    },

    /** Lines whose scans lie on two sides of a promotion's start or end stay apart. */
    canBeMergedWith(line) {
        comparing = true;
        try {
            return super.canBeMergedWith(...arguments) && this.mdSameMoment(line);
        } finally {
            comparing = false;
        }
    },

    mdSameMoment(line) {
        const desk = this.models["pos.config"].getFirst()?.uiState?.mdDesk?.();
        if (!desk || !this.md_promo_at) {
            return true;
        }
        const time = line.md_promo_at ? Date.parse(line.md_promo_at) : desk.book.clock.now();
        return desk.signature(Date.parse(this.md_promo_at)) === desk.signature(time);
    },

    /** What 1 of the price is as this till shows it: 1, or tax makes it more or less. */
    mdShown() {
        const own = Math.abs(this.qty * this.price_unit);
        const shown = Math.abs(this.displayPriceNoDiscount);
        const same = !own || this.currency.isZero(shown - own);
        return same ? 1 : shown / own;
    },

    get mdSaved() {
        const amount = this.md_discount_amount || 0;
        return amount ? this.currency.round(amount * this.mdShown()) : 0;
    },

    /** What the line costs after promotions, before the cashier's own discount. */
    get mdPromotedPrice() {
        return this.displayPriceNoDiscount - this.mdSaved;
    },

    /** Rows for screen and receipt: {promotion, name, amount, text}. */
    get mdPromotions() {
        const { id, decimal_places } = this.currency;
        return byPromotion(this.md_promo_shares || [], decimal_places).map((row) => {
            const amount = this.currency.round(row.amount * this.mdShown());
            return { ...row, amount, text: formatCurrency(amount, id) };
        });
    },
});
