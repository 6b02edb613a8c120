/* global posmodel */
import { Tender } from "./tender_steps";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as TextInputPopup from "@point_of_sale/../tests/generic_helpers/text_input_popup_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { registry } from "@web/core/registry";

const see = (content, trigger) => ({ content, trigger });
const sell = (count) =>
    [ProductScreen.addOrderline("Md Rice", String(count)), ProductScreen.clickPayButton()].flat();
const paid = () => [ReceiptScreen.receiptIsThere(), ReceiptScreen.clickNextOrder()].flat();

registry.category("web_tour.tours").add("md_tender_manager_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            sell(3),
            PaymentScreen.clickPaymentMethod("Card"),
            PaymentScreen.clickValidate(),
            paid(),
            ...ProductScreen.clickRefund(),
            TicketScreen.selectOrder("001"),
            ProductScreen.clickNumpad("2"),
            TicketScreen.toRefundTextContains("To Refund: 2"),
            TicketScreen.confirmRefund(),
            PaymentScreen.isShown(),
            Tender.left("Card", "300.00"),
            PaymentScreen.clickPaymentMethod("Cash", true, { amount: "-200.00" }),
            PaymentScreen.clickValidate(),
            see("why", `.modal-title:contains("Cash: $ 200.00 more than is left")`),
            TextInputPopup.inputText("Her card is closed"),
            Dialog.confirm(),
            ReceiptScreen.receiptIsThere(),
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(),
});

registry.category("web_tour.tours").add("md_tender_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            // five tenders
            sell(10),
            PaymentScreen.clickPaymentMethod("bKash"),
            PaymentScreen.enterPaymentLineAmount("bKash", "100", true, { remaining: "900.00" }),
            see("the code says 100", `.md-qr[data-text*="5406100.00"]`),
            PaymentScreen.clickPaymentMethod("Nagad"),
            see("Nagad has no code", ".md-tender-panel:not(:has(.md-qr))"),
            PaymentScreen.enterPaymentLineAmount("Nagad", "200", true, { remaining: "700.00" }),
            PaymentScreen.clickPaymentMethod("Rocket"),
            PaymentScreen.enterPaymentLineAmount("Rocket", "50", true, { remaining: "650.00" }),
            PaymentScreen.clickPaymentMethod("Card"),
            PaymentScreen.enterPaymentLineAmount("Card", "300", true, { remaining: "350.00" }),
            // short: the till says by how much
            PaymentScreen.clickValidate(),
            Tender.says("350.00 still to pay"),
            Tender.ok(),
            PaymentScreen.clickPaymentMethod("Cash", true, { amount: "350.00" }),
            // ids: asked for, one after the other
            PaymentScreen.clickValidate(),
            Tender.type("9gh4-k2lm"),
            Tender.refused("at least 10"),
            Tender.type("USEDBEFORE"),
            Tender.refused("has paid"),
            Tender.type("9gh4-k2lm 3p", "01711123456"),
            Tender.type("71AB2CD3"),
            Tender.type("12345A789"),
            Tender.refused("digits only, no A"),
            Tender.type("123456789"),
            ReceiptScreen.receiptIsThere(),
            see("the id is on the receipt", `.md-transaction:contains("9GH4K2LM3P")`),
            see("the payer without the middle", `.md-transaction:contains("017*****456")`),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            // only cash gives change
            sell(1),
            PaymentScreen.clickPaymentMethod("Card"),
            PaymentScreen.enterPaymentLineAmount("Card", "120"),
            PaymentScreen.clickValidate(),
            Tender.says("20.00 too much: only cash gives change"),
            Tender.ok(),
            PaymentScreen.clickPaymentlineDelButton("Card", "120.00"),
            // without a server: this till knows its own ids
            Offline.setOfflineMode(),
            PaymentScreen.clickPaymentMethod("bKash"),
            Tender.ask(),
            Tender.type("9GH4K2LM3P"),
            Tender.refused("has paid"),
            Tender.type("0FFLINE001"),
            Tender.taken("0FFLINE001"),
            PaymentScreen.clickValidate(),
            Dialog.confirm("Continue with limited functionality"),
            paid(),
            Offline.setOnlineMode(),
            {
                content: "send",
                trigger: ".pos",
                run: () => posmodel.syncAllOrders(),
            },
            Chrome.isSynced(),
            // all comes back as it was paid
            ...ProductScreen.clickRefund(),
            TicketScreen.selectOrder("001"),
            ProductScreen.clickNumpad("1", "0"),
            TicketScreen.toRefundTextContains("To Refund: 10"),
            TicketScreen.confirmRefund(),
            PaymentScreen.isShown(),
            Tender.left("bKash", "100.00"),
            Tender.left("Cash", "350.00"),
            // not more than was paid
            PaymentScreen.clickPaymentMethod("Cash", true, { amount: "-1,000.00" }),
            PaymentScreen.clickValidate(),
            Tender.says("Cash: $ 650.00 more than is left"),
            Tender.says("ask a manager"),
            Tender.ok(),
            PaymentScreen.clickPaymentlineDelButton("Cash", "-1,000.00"),
            PaymentScreen.clickPaymentMethod("Nagad", true, { amount: "-200.00" }),
            { content: "as paid", trigger: ".md-tender-as-paid", run: "click" },
            Tender.left("bKash", "0.00"),
            PaymentScreen.remainingIs("0.00"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(),
});
