/** The payment screen shows the tender panel, and limits refunds to what is left. */
import { TenderPanel } from "@md_pos_ext/app/components/tenders/tender_panel";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { patch } from "@web/core/utils/patch";

PaymentScreen.components = { ...PaymentScreen.components, TenderPanel };

patch(PaymentScreen.prototype, {
    /** A refund proposes on a tender no more than is left on it. */
    async addNewPaymentLine(method) {
        const desk = this.pos.mdTenders;
        const order = this.currentOrder;
        const tender = desk.tender(method);
        const row = desk.rows(order).find((one) => one.tender === tender);
        const before = order.payment_ids.length;
        const result = await super.addNewPaymentLine(...arguments);
        const line = order.getSelectedPaymentline();
        const added = result && order.payment_ids.length > before;
        if (added && row?.left && !method.is_cash_count && -desk.units(line.amount) > row.left) {
            line.setAmount(-row.left / desk.scale);
            this.numberBuffer.set(line.amount.toString());
        }
        return result;
    },
});
