/** A receipt's number: shown, printed, and looked for. */
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
import { patch } from "@web/core/utils/patch";

patch(PosOrder.prototype, {
    /** As the books have it, or as this till gave it. */
    get mdReceiptNumber() {
        return this.md_receipt_number || this.md_receipt_claim?.number || "";
    },

    /** Sold without a number: none was left, and the server gives one when it has it. */
    get mdNumberFollows() {
        return this.finalized && !this.mdReceiptNumber && !this.isSynced;
    },
});

patch(TicketScreen.prototype, {
    /** Whatever number is on the paper. */
    _getSearchFields() {
        const fields = super._getSearchFields(...arguments);
        const { RECEIPT_NUMBER: ours } = fields;
        const { repr } = ours;
        ours.repr = (order) =>
            [order.mdReceiptNumber, order.md_receipt_printed, repr(order)]
                .filter(Boolean)
                .join(" ");
        ours.modelFields = [...ours.modelFields, "md_receipt_number", "md_receipt_printed"];
        return fields;
    },
});
