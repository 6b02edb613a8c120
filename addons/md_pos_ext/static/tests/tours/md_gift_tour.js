import { Tender } from "./tender_steps";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { registry } from "@web/core/registry";

const inDialog = ".modal:not(.o_inactive_modal) ";
let code = "";

const see = (content, trigger) => ({ content, trigger });
const sell = (name, count) => [
    ProductScreen.addOrderline(name, String(count)),
    ProductScreen.clickPayButton(),
];
const type = (content, text) => [
    {
        content,
        trigger: `${inDialog}.md-gift-code`,
        run: ({ edit }) => edit(text ?? code),
    },
    { content: "pay with it", trigger: `${inDialog}.md-gift-confirm`, run: "click" },
];
const ask = { content: "enter the card", trigger: ".md-gift-ask", run: "click" };
const refused = (words) => see(words, `${inDialog}.md-gift-error:contains("${words}")`);
const cancel = {
    content: "back",
    trigger: `${inDialog}.modal-footer .btn-secondary`,
    run: "click",
};
const back = (order, count) => [
    ...ProductScreen.clickRefund(),
    TicketScreen.selectOrder(order),
    ProductScreen.clickNumpad(count),
    TicketScreen.toRefundTextContains(`To Refund: ${count}`),
    TicketScreen.confirmRefund(),
    PaymentScreen.isShown(),
];

registry.category("web_tour.tours").add("md_gift_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            // sold: the code is printed
            sell("Gift Card", 1),
            PaymentScreen.clickPaymentMethod("Cash", true, { amount: "500.00" }),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            {
                content: "the code",
                trigger: `.md-gift-slip:contains("New card"):contains("500.00") .md-gift-number`,
                run: ({ anchor }) => {
                    code = anchor.textContent.trim();
                    if (!/^(\w{4}-){3}\w{4}$/.test(code)) {
                        throw new Error(`no code: ${code}`);
                    }
                },
            },
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            // a part of it
            sell("Md Rice", 3),
            PaymentScreen.clickPaymentMethod("Gift Card"),
            PaymentScreen.clickValidate(),
            type("a typing error", "0000-0000-0000-0001"),
            refused("a letter or digit is not right"),
            type("nobody's", "0000-0000-0000-0000"),
            refused("Nobody knows a card"),
            type("the card"),
            ReceiptScreen.receiptIsThere(),
            see("the balance", `.md-gift-slip:contains("Paid with card"):contains("200.00")`),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            // without a server another way to pay; then the rest of the card and cash
            sell("Md Rice", 3),
            PaymentScreen.clickPaymentMethod("Gift Card"),
            Offline.setOfflineMode(),
            ask,
            type("the card"),
            refused("cannot be checked"),
            cancel,
            Offline.setOnlineMode(),
            ask,
            type("the card"),
            see("what is left", `.md-gift-taken:contains("0.00")`),
            PaymentScreen.remainingIs("100.00"),
            PaymentScreen.clickValidate(),
            Tender.says("100.00 still to pay"),
            Tender.ok(),
            PaymentScreen.clickPaymentMethod("Cash", true, { amount: "100.00" }),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            // it goes back on the card
            back("002", "3"),
            { content: "as paid", trigger: ".md-tender-as-paid", run: "click" },
            PaymentScreen.clickValidate(),
            see("back", `.md-gift-slip:contains("Back on card"):contains("300.00")`),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            // what was paid in cash comes back as store credit
            sell("Md Rice", 1),
            PaymentScreen.clickPaymentMethod("Cash", true, { amount: "100.00" }),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            back("005", "1"),
            PaymentScreen.clickPaymentMethod("Gift Card", true, { amount: "-100.00" }),
            PaymentScreen.clickValidate(),
            see("store credit", `.md-gift-slip:contains("New card"):contains("100.00")`),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            Chrome.endTour(),
        ].flat(Infinity),
});
