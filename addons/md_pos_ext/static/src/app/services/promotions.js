/** The store's part in promotions: when the desk starts, and when it must not wait. */
import { PromoDesk } from "@md_pos_ext/app/services/promo_desk";
import { startRefund } from "@md_pos_ext/app/services/promo_returns";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
import { markRaw } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";

const SPREAD = 1000; // ms over which tills ask after the same news

patch(PosStore.prototype, {
    async afterProcessServerData() {
        const desk = markRaw(new PromoDesk(this));
        this.mdPromo = desk;
        this.config.uiState.mdDesk = () => desk;
        const update = () => setTimeout(() => desk.update(), Math.random() * SPREAD);
        this.data.connectWebSocket("MD_PROMOTIONS", update);
        this.bus.addEventListener("BUS:RECONNECT", update);
        window.addEventListener("pos-network-online", update);
        await desk.start();
        return super.afterProcessServerData(...arguments);
    },

    async pay() {
        this.mdPromo?.flush();
        return super.pay(...arguments);
    },

    async preSyncAllOrders() {
        this.mdPromo?.flush();
        return super.preSyncAllOrders(...arguments);
    },

    async selectPartner(order = this.getOrder()) {
        const result = await super.selectPartner(...arguments);
        this.mdPromo?.customerSet(order);
        return result;
    },
});

patch(OrderPaymentValidation.prototype, {
    async validateOrder() {
        this.pos.mdPromo?.flush();
        const result = await super.validateOrder(...arguments);
        if (this.order.state !== "draft") {
            this.pos.mdPromo?.codes.spend(this.order);
        }
        return result;
    },
});

patch(TicketScreen.prototype, {
    async addAdditionalRefundInfo(order, destinationOrder) {
        await super.addAdditionalRefundInfo(...arguments);
        await startRefund(this.pos.mdPromo, order, destinationOrder);
    },
});
