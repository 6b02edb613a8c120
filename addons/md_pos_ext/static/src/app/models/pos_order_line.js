import { isSparse, variantText } from "@md_pos_ext/app/utils/dimensions";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { patch } from "@web/core/utils/patch";

patch(PosOrderline.prototype, {
    get mdIsSparse() {
        return Boolean(this.product_id && isSparse(this.product_id.product_tmpl_id));
    },

    /** On the till: dimensions that the till shows, where the product has several values. */
    get orderDisplayProductName() {
        const name = super.orderDisplayProductName;
        if (!this.mdIsSparse) {
            return name;
        }
        const several = (value) => value.attribute_line_id.values().length > 1;
        return { ...name, attributeString: variantText(this, "on_till", several) };
    },

    /** On the receipt: all dimensions that receipts show. */
    get mdReceiptName() {
        if (!this.mdIsSparse) {
            return this.full_product_name;
        }
        const text = variantText(this, "on_receipt");
        return text ? `${this.product_id.name} (${text})` : this.product_id.name;
    },
});
