/** The customer sees what promotions save. */
import { CustomerDisplayPosAdapter } from "@point_of_sale/app/customer_display/customer_display_adapter";
import { formatCurrency } from "@web/core/currency";
import { patch } from "@web/core/utils/patch";

patch(CustomerDisplayPosAdapter.prototype, {
    formatOrderData(order) {
        super.formatOrderData(...arguments);
        this.data.mdSaved = order.mdSaved > 0 && formatCurrency(order.mdSaved, order.currency.id);
    },

    getOrderlineData(line) {
        const promotions = line.mdPromotions.map(({ name, text }) => ({ name, text }));
        return { ...super.getOrderlineData(...arguments), mdPromotions: promotions };
    },
});
