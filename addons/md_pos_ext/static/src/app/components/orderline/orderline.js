import { Orderline } from "@point_of_sale/app/components/orderline/orderline";
import { formatCurrency } from "@web/core/currency";
import { patch } from "@web/core/utils/patch";

patch(Orderline.prototype, {
    get lineScreenValues() {
        const values = super.lineScreenValues;
        if (!this.line.order_id) {
            return values;
        }
        const promotions = this.props.basic_receipt ? [] : this.line.mdPromotions;
        const own = { ...values, promotions, ...(promotions.length && this.mdPromoted(values)) };
        return values.isReceipt ? { ...own, name: this.line.mdReceiptName } : own;
    },

    /** Prices beside promotions: of a unit before them, of the line after them. */
    mdPromoted({ displayPriceUnit }) {
        const { currency, displayPriceNoDiscount, mdPromotedPrice, product_id, qty } = this.line;
        // core's price of a unit without discount has it
        const unit = formatCurrency(displayPriceNoDiscount / Math.abs(qty), currency.id);
        return {
            noDiscountPrice: formatCurrency(mdPromotedPrice, currency.id),
            displayPriceUnit: displayPriceUnit && `${unit} / ${product_id.uom_id?.name || ""}`,
        };
    },
});
