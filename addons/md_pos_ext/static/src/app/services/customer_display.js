/** The customer sees what promotions save; and the till does not wait for his screen. */
import { CustomerDisplayPosAdapter } from "@point_of_sale/app/customer_display/customer_display_adapter";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { Chrome } from "@point_of_sale/app/pos_app";
import { formatCurrency } from "@web/core/currency";
import { patch } from "@web/core/utils/patch";

const PAUSE = 100; // ms in which more of the order may change

patch(Chrome.prototype, {
    /** After what is being rung up: core makes the whole screen with each change. */
    sendOrderToCustomerDisplay(order, scaleData) {
        this.mdShown = [order, scaleData];
        this.mdShowing ??= setTimeout(() => {
            this.mdShowing = null;
            super.sendOrderToCustomerDisplay(...this.mdShown);
        }, PAUSE);
    },
});

patch(CustomerDisplayPosAdapter.prototype, {
    formatOrderData(order) {
        super.formatOrderData(...arguments);
        this.data.mdSaved = order.mdSaved > 0 && formatCurrency(order.mdSaved, order.currency.id);
    },

    /** Made anew for lines that have changed. */
    getOrderlineData(line) {
        return { ...line.mdForCustomer, isSelected: line.isSelected() };
    },

    mdLineData(line) {
        const promotions = line.mdPromotions.map(({ name, text }) => ({ name, text }));
        return { ...super.getOrderlineData(line), mdPromotions: promotions };
    },
});

patch(PosOrderline.prototype, {
    get mdForCustomer() {
        // core's constructor opens a channel
        return Object.create(CustomerDisplayPosAdapter.prototype).mdLineData(this);
    },
});
