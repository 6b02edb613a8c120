import { Orderline } from "@point_of_sale/app/components/orderline/orderline";
import { patch } from "@web/core/utils/patch";

patch(Orderline.prototype, {
    get lineScreenValues() {
        const values = super.lineScreenValues;
        if (!this.line.order_id) {
            return values;
        }
        const promotions = this.props.basic_receipt ? [] : this.line.mdPromotions;
        const own = { ...values, promotions };
        return values.isReceipt ? { ...own, name: this.line.mdReceiptName } : own;
    },
});
