import { Tender } from "./tender_steps";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { registry } from "@web/core/registry";

const see = (content, trigger) => ({ content, trigger });
const sell = () => [ProductScreen.addOrderline("Md Salt", "1"), ProductScreen.clickPayButton()];
const receipt = (total, rounding, toPay) => [
    ReceiptScreen.receiptAmountTotalIs(total),
    see(`rounding ${rounding}`, `.receipt-rounding:contains("${rounding}")`),
    see(`to pay ${toPay}`, `.receipt-to-pay:contains("${toPay}")`),
];
const back = (order) => [
    ...ProductScreen.clickRefund(),
    TicketScreen.selectOrder(order),
    ProductScreen.clickNumpad("1"),
    TicketScreen.toRefundTextContains("To Refund: 1"),
    TicketScreen.confirmRefund(),
    PaymentScreen.isShown(),
];

registry.category("web_tour.tours").add("md_rounding_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            // change is counted from what is to pay
            sell(),
            PaymentScreen.clickPaymentMethod("Cash", true, { amount: "35.00" }),
            PaymentScreen.enterPaymentLineAmount("Cash", "100", true, { change: "65.00" }),
            PaymentScreen.clickValidate(),
            receipt("34.80", "0.20", "35.00"),
            ReceiptScreen.clickNextOrder(),
            // cash last: the rest is rounded
            sell(),
            PaymentScreen.clickPaymentMethod("Bank"),
            PaymentScreen.enterPaymentLineAmount("Bank", "10.3", true, { remaining: "24.50" }),
            PaymentScreen.clickPaymentMethod("Cash", true, { amount: "25.00" }),
            PaymentScreen.clickValidate(),
            receipt("34.80", "0.50", "35.30"),
            ReceiptScreen.clickNextOrder(),
            // without cash nothing is rounded
            sell(),
            PaymentScreen.clickPaymentMethod("Bank", true, { amount: "34.80" }),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptAmountTotalIs("34.80"),
            see("no rounding", ".receipt-screen:not(:has(.receipt-rounding))"),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            // what was given comes back
            back("001"),
            Tender.left("Cash", "34.80"),
            { content: "as paid", trigger: ".md-tender-as-paid", run: "click" },
            PaymentScreen.clickValidate(),
            receipt("-34.80", "-0.20", "-35.00"),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            back("002"),
            { content: "as paid", trigger: ".md-tender-as-paid", run: "click" },
            PaymentScreen.clickValidate(),
            receipt("-34.80", "-0.50", "-35.30"),
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(Infinity),
});
