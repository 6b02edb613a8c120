/* global posmodel */
import { Tender } from "./tender_steps";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as TextInputPopup from "@point_of_sale/../tests/generic_helpers/text_input_popup_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

const see = (content, trigger) => ({ content, trigger });
const sell = (count) =>
    [
        ProductScreen.addOrderline("Md Rice", String(count)),
        ProductScreen.clickPartnerButton(),
        ProductScreen.clickCustomer("Md Rahima Store"),
        ProductScreen.clickPayButton(),
    ].flat();

registry.category("web_tour.tours").add("md_credit_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            sell(3),
            PaymentScreen.clickPaymentMethod("On Account"),
            see("what is free", `.md-credit-free:contains("500.00")`),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            see("the account", `.md-account:contains("On account now"):contains("300.00")`),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            // beyond what is free
            sell(3),
            PaymentScreen.clickPaymentMethod("On Account"),
            see("what is free", `.md-credit-free:contains("200.00")`),
            PaymentScreen.clickValidate(),
            Tender.says("Md Rahima Store cannot buy for"),
            Tender.says("limit $ 500.00, open $ 300.00, free $ 200.00"),
            Tender.ok(),
            // without a server: what was free when it last said
            Offline.setOfflineMode(),
            PaymentScreen.clickValidate(),
            Tender.says("last known limit $ 500.00"),
            Tender.ok(),
            PaymentScreen.clickPaymentlineDelButton("On Account", "300.00"),
            PaymentScreen.clickPaymentMethod("On Account"),
            PaymentScreen.enterPaymentLineAmount("On Account", "100"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            Dialog.confirm("Continue with limited functionality"),
            ReceiptScreen.receiptIsThere(),
            ReceiptScreen.clickNextOrder(),
            Offline.setOnlineMode(),
            { content: "send", trigger: ".pos", run: () => posmodel.syncAllOrders() },
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(),
});

registry.category("web_tour.tours").add("md_credit_manager_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            sell(6),
            PaymentScreen.clickPaymentMethod("On Account"),
            PaymentScreen.clickValidate(),
            see("why", `.modal-title:contains("free $ 500.00")`),
            TextInputPopup.inputText("Pays on Friday"),
            Dialog.confirm(),
            ReceiptScreen.receiptIsThere(),
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(),
});
