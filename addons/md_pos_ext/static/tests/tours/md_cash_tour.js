import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

const inDialog = ".modal:not(.o_inactive_modal) ";
const see = (content, trigger) => ({ content, trigger });
const click = (content, trigger, more = {}) => ({ content, trigger, run: "click", ...more });
const menu = (item) => Chrome.clickMenuOption(item);
const pieces = (value, count) => ({
    content: `${count} of ${value}`,
    trigger: `${inDialog}.md-piece[data-value="${value}"] input`,
    run: `edit ${count}`,
});
const counted = (amount) =>
    see(`${amount} counted`, `${inDialog}.md-counted:contains("${amount}")`);
const told = (words) => see(words, `${inDialog}.md-count-told:contains("${words}")`);

registry.category("web_tour.tours").add("md_cash_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            see("nothing is proposed", `${inDialog}.opening-cash-section input:not(:value(0))`),
            {
                content: "opening",
                trigger: `${inDialog}.opening-cash-section input`,
                run: "edit 500",
            },
            Dialog.confirm("Open Register"),
            ProductScreen.addOrderline("Md Rice", "3"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            ReceiptScreen.clickNextOrder(),
            // a bag for the safe
            menu("Safe Drop"),
            {
                content: "how much",
                trigger: `${inDialog}.md-drop-amount`,
                run: "edit 200",
            },
            { content: "bag", trigger: `${inDialog}.md-drop-bag`, run: "edit B-1" },
            click("drop", `${inDialog}.md-drop-confirm`),
            see("done", `.o_notification:contains("bag B-1")`),
            // another cashier
            menu("Hand Over the Drawer"),
            pieces(100, 6),
            counted("600.00"),
            click("counted", `${inDialog}.md-count-confirm`),
            see("handed over", `.o_notification:contains("handed over")`),
            menu("Take Over the Drawer"),
            pieces(100, 5),
            pieces(50, 2),
            click("counted", `${inDialog}.md-count-confirm`),
            see("back", "body:not(:has(.modal))"),
            // the end of the day
            menu("Close Register"),
            see("nothing is told", `${inDialog}.md-blind-close:not(:contains("600"))`),
            pieces(100, 5),
            pieces(50, 1),
            click("close", `${inDialog}.md-close-confirm`),
            told("Count again"),
            click("close", `${inDialog}.md-close-confirm`),
            told("50.00"),
            {
                content: "why",
                trigger: `${inDialog}.md-count-reason`,
                run: "edit A note was torn",
            },
            click("close", `${inDialog}.md-close-confirm`),
            see("the report", `${inDialog}.md-till-report:contains("Z Report 1")`),
            see("the difference", `${inDialog}.md-till-report:contains("A note was torn")`),
            see("the bag", `${inDialog}.md-till-report:contains("B-1")`),
            click("done", `${inDialog}.md-report-done`, { expectUnloadPage: true }),
            see("a new day", `.pos-content button:contains("Open Register"), .open-register-btn`),
        ].flat(),
});

registry.category("web_tour.tours").add("md_drawer_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            // another cashier's drawer
            ProductScreen.addOrderline("Md Rice", "1"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            see("take it over", `${inDialog}.md-count-dialog:contains("Count it to take it over")`),
            pieces(100, 2),
            click("counted", `${inDialog}.md-count-confirm`),
            ReceiptScreen.receiptIsThere(),
            ReceiptScreen.clickNextOrder(),
            menu("X Report"),
            see("X", `${inDialog}.md-till-report:contains("X Report")`),
            see("cash", `${inDialog}.md-till-report:contains("Should be there")`),
            click("done", `${inDialog}.md-report-done`),
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(),
});
