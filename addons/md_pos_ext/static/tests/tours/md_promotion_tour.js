/* global posmodel */
import { Tender } from "./tender_steps";
import { scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Numpad from "@point_of_sale/../tests/generic_helpers/numpad_util";
import * as TextInputPopup from "@point_of_sale/../tests/generic_helpers/text_input_popup_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { registry } from "@web/core/registry";

const has = ProductScreen.selectedOrderlineHas;
const see = (content, trigger) => ({ content, trigger });
const click = (content, trigger) => ({ content, trigger, run: "click" });
const saved = (amount) =>
    see(`${amount} are saved`, `.md-promo-saved-amount:contains("${amount}")`);
const nothingSaved = () => see("nothing is saved", ".md-promo-bar:not(:has(.md-promo-saved))");
const promoted = (product, promotion, amount) =>
    see(
        `${product} has ${promotion}`,
        `.orderline:has(.product-name:contains("${product}")) ` +
            `.md-promo-line:contains("${promotion}"):contains("${amount}")`
    );
const run = (content, work) => ({ content, trigger: ".pos", run: work });

/** The server says what time it is, as it does with every answer. */
function serverSays(time) {
    return run(`it is ${time} on the server`, () => {
        posmodel.mdPromo.book.clock.contact(Date.parse(time));
        posmodel.mdPromo.tick();
    });
}

registry.category("web_tour.tours").add("md_promotion_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            // buy two, get one, with a scanner
            scan_barcode("9900000000028"),
            scan_barcode("9900000000028"),
            has("Md Tea", "2", "200.00"),
            nothingSaved(),
            // one more is free: the cashier taps the hint
            click("tap the hint", `.md-promo-hint:contains("Md Tea"):contains("100.00")`),
            has("Md Tea", "3", "200.00"),
            promoted("Md Tea", "Buy 2 get 1", "100.00"),
            saved("100.00"),
            // a set for a price: 300, 200 and 150 for 500
            scan_barcode("9900000000103"),
            scan_barcode("9900000000110"),
            scan_barcode("9900000000127"),
            promoted("Md Pan", "Kitchen set", "69.23"),
            promoted("Md Pot", "Kitchen set", "46.15"),
            promoted("Md Lid", "Kitchen set", "34.62"),
            saved("250.00"),
            ProductScreen.totalAmountIs("700.00"),
            // by hand, on what promotions leave: 100 -> 80 -> 72
            scan_barcode("9900000000035"),
            promoted("Md Milk", "Milk week", "20.00"),
            Numpad.click("%"),
            Numpad.isActive("%"),
            Numpad.click("1"),
            Numpad.click("0"),
            has("Md Milk", "1", "72.00"),
            Numpad.click("Qty"),
            ProductScreen.totalAmountIs("772.00"),
            // the customer does not want the set
            click("why", ".md-promo-saved"),
            see("its goods", `.md-promo-found:contains("Kitchen set"):contains("Md Pan")`),
            click("take it out", `.md-promo-found:contains("Kitchen set") .md-promo-remove`),
            TextInputPopup.inputText("Pays in parts"),
            Dialog.confirm(),
            see("it is out", `.md-promo-removed:contains("Pays in parts")`),
            see("other promotions stay", `.md-promo-found:contains("Milk week")`),
            click("close", ".modal:not(.o_inactive_modal) .modal-footer .btn-primary"),
            ProductScreen.totalAmountIs("922.00"),
            click("why", ".md-promo-saved"),
            click("undo", ".md-promo-undo"),
            see("it is back", `.md-promo-found:contains("Kitchen set")`),
            click("close", ".modal:not(.o_inactive_modal) .modal-footer .btn-primary"),
            ProductScreen.totalAmountIs("772.00"),
            // a coupon, typed
            click("why", ".md-promo-saved"),
            click("coupon", ".md-promo-coupon"),
            TextInputPopup.inputText("POT10"),
            Dialog.confirm(),
            see("it is known", `.md-promo-coupons:contains("POT10")`),
            click("close", ".modal:not(.o_inactive_modal) .modal-footer .btn-primary"),
            ProductScreen.totalAmountIs("762.00"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            ReceiptScreen.receiptAmountTotalIs("762.00"),
            see("receipt: promotion", `.pos-receipt .md-promo-line:contains("Kitchen set")`),
            see("receipt: all saved", `.pos-receipt .md-promo-total`),
            Chrome.isSynced(),
            ReceiptScreen.clickNextOrder(),
            // one of the three teas comes back: a third of what they cost
            ...ProductScreen.clickRefund(),
            TicketScreen.selectOrder("001"),
            click("the teas", `.ticket-screen .orderline:has(.product-name:contains("Md Tea"))`),
            ProductScreen.clickNumpad("1"),
            TicketScreen.toRefundTextContains("To Refund: 1"),
            TicketScreen.confirmRefund(),
            PaymentScreen.isShown(),
            PaymentScreen.totalIs("-66.67"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(),
});

registry.category("web_tour.tours").add("md_happy_hour_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            serverSays("2027-03-01T10:59:57Z"), // 16:59:57 in Dhaka
            scan_barcode("9900000000011"),
            has("Md Coffee", "1", "250.00"),
            nothingSaved(),
            see("it starts", `.o_notification:contains("Promotions have changed")`),
            // what was scanned before keeps its price (E6), the next one is cheaper
            scan_barcode("9900000000011"),
            has("Md Coffee", "1", "200.00"),
            saved("50.00"),
            ProductScreen.totalAmountIs("450.00"),
            // more of it during the hour
            scan_barcode("9900000000011"),
            has("Md Coffee", "2", "400.00"),
            // and no more when it is over
            serverSays("2027-03-01T11:59:58Z"),
            see("it ends", `.o_notification:contains("Promotions have changed")`),
            run("a second later", () => new Promise((done) => setTimeout(done, 2500))),
            scan_barcode("9900000000011"),
            ProductScreen.totalAmountIs("900.00"),
            // somebody sets the till's clock: the order says so
            run("the wall clock jumps", () => {
                posmodel.mdPromo.book.clock.own.wall = () => Date.now() + 86_400_000;
            }),
            scan_barcode("9900000000011"),
            ProductScreen.totalAmountIs("1,150.00"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("bKash"),
            PaymentScreen.clickValidate(),
            Tender.type("9GH4K2LM3P"),
            ReceiptScreen.receiptIsThere(),
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(),
});
