import { Tender } from "./tender_steps";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("md_till_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            ProductScreen.addOrderline("Desk Organizer", "2"),
            ProductScreen.clickDisplayedProduct("Wall Shelf Unit"),
            ProductScreen.selectedOrderlineHas("Wall Shelf Unit", "1", "1.98"),
            ProductScreen.totalAmountIs("12.18"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.enterPaymentLineAmount("Cash", "10", true, { remaining: "2.18" }),
            PaymentScreen.clickPaymentMethod("bKash", true, { amount: "2.18" }),
            Tender.ask(),
            Tender.type("9GH4K2LM3P"),
            Tender.taken("9GH4K2LM3P"),
            PaymentScreen.validateButtonIsHighlighted(),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            ReceiptScreen.receiptAmountTotalIs("12.18"),
            ReceiptScreen.paymentLineContains("Cash", "10.00"),
            ReceiptScreen.paymentLineContains("bKash", "2.18"),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            ProductScreen.isShown(),
            Chrome.endTour(),
        ].flat(),
});
