/* global posmodel */
import { Tender } from "./tender_steps";
import { scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Numpad from "@point_of_sale/../tests/generic_helpers/numpad_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Combo from "@point_of_sale/../tests/pos/tours/utils/combo_popup_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { CustomerDisplayPosAdapter } from "@point_of_sale/app/customer_display/customer_display_adapter";
import { registry } from "@web/core/registry";

const see = (content, trigger) => ({ content, trigger });
const promoted = (product, promotion, amount) =>
    see(
        `${product} has ${promotion}`,
        `.orderline:has(.product-name:contains("${product}")) ` +
            `.md-promo-line:contains("${promotion}"):contains("${amount}")`
    );

/** What the display in front of the customer is sent now. */
function customerSees(saved, promotion) {
    return {
        content: `the customer sees ${saved}`,
        trigger: ".pos",
        run() {
            const adapter = new CustomerDisplayPosAdapter();
            adapter.formatOrderData(posmodel.getOrder());
            const { mdSaved, lines } = adapter.data;
            const names = lines.flatMap((line) => line.mdPromotions.map(({ name }) => name));
            if (!mdSaved.includes(saved) || !names.includes(promotion)) {
                throw new Error(`${mdSaved} ${names}`);
            }
        },
    };
}

registry.category("web_tour.tours").add("md_promotion_edges_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            // weighed: 1.25 kg at 120.00 are 150.00, 10 % of them 15.00
            scan_barcode("9900000000202"),
            ["1", ".", "2", "5"].map((key) => Numpad.click(key)),
            ProductScreen.selectedOrderlineHas("Md Rice", "1.25", "135.00"),
            promoted("Md Rice", "Rice week", "15.00"),
            customerSees("15.00", "Rice week"),
            // a case: twelve pieces at 57.50 are 690.00, 5 % of them 34.50
            scan_barcode("9900000000226"),
            ProductScreen.selectedOrderlineHas("Md Cola", "12", "655.50"),
            promoted("Md Cola", "By the dozen", "34.50"),
            // a combo: its parts have its price, and no promotion of their own
            scan_barcode("9900000000233"),
            Combo.select("Md Burger"),
            Dialog.confirm("Add to order"),
            see(
                "no promotion in the combo",
                `.orderline:has(.product-name:contains("Md Burger")):not(:has(.md-promo-line))`
            ),
            ProductScreen.totalAmountIs("990.50"),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Md Rahima"),
            ProductScreen.clickPayButton(),
            PaymentScreen.totalIs("990.50"),
            // by bKash: 5 % of 790.50 (the combo is locked) are 39.53
            PaymentScreen.clickPaymentMethod("bKash"),
            see("less by bKash", `.payment-screen .total:contains("950.97")`),
            PaymentScreen.clickInvoiceButton(),
            PaymentScreen.clickValidate(),
            Tender.type("9GH4K2LM3P"),
            ReceiptScreen.receiptIsThere(),
            ReceiptScreen.receiptAmountTotalIs("950.97"),
            see("receipt: rice", `.pos-receipt .md-promo-line:contains("Rice week")`),
            see("receipt: bKash", `.pos-receipt .md-promo-line:contains("bKash saves")`),
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(2),
});
