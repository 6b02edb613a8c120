/* global posmodel */
import { scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as TextInputPopup from "@point_of_sale/../tests/generic_helpers/text_input_popup_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

const see = (content, trigger) => ({ content, trigger });
const click = (content, trigger) => ({ content, trigger, run: "click" });
const inDialog = ".modal:not(.o_inactive_modal) ";
const run = (content, work) => ({ content, trigger: ".pos", run: work });

/** Coupons are no facts of the till: the test put them in its name. */
const coupon = (n) => posmodel.config.name.split(" ").slice(1)[n];
const close = () => click("close", `${inDialog}.modal-footer .btn-primary`);

function dialog(...steps) {
    return [
        run("open", () => {
            const { PromoDialog } = odoo.loader.modules.get(
                "@md_pos_ext/app/components/promotions/promo_dialog"
            );
            posmodel.dialog.add(PromoDialog, { order: posmodel.getOrder() });
        }),
        ...steps,
        close(),
    ];
}

const typed = (code) => [
    click("coupon", `${inDialog}.md-promo-coupon`),
    TextInputPopup.inputText(code),
    Dialog.confirm(),
];
const refused = (code, words) => [
    ...typed(code),
    see(words, `${inDialog}.md-promo-code-why:contains("${words}")`),
];
/** As a scanner types it; the text is too long to be typed in a step. */
const scanned = (n) =>
    run(`scan coupon ${n}`, () =>
        odoo.__WOWL_DEBUG__.root.env.services.barcode.bus.trigger("barcode_scanned", {
            barcode: coupon(n),
        })
    );
const said = (words) => see(words, `.o_notification:contains("${words}")`);
const paid = () =>
    [
        ProductScreen.clickPayButton(),
        PaymentScreen.clickPaymentMethod("Cash"),
        PaymentScreen.clickValidate(),
    ].flat();
const next = () => [ReceiptScreen.receiptIsThere(), ReceiptScreen.clickNextOrder()].flat();

registry.category("web_tour.tours").add("md_coupon_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            run("no code is readable in what the till keeps", async () => {
                const { book, codes } = posmodel.mdPromo;
                const kept = JSON.stringify([book.promotions, codes.known, codes.coupons]);
                if (/WELCOME-?5|WE1C0ME5|BYGONE"|BYG0NE|MEMBERS/.test(kept)) {
                    throw new Error(kept);
                }
            }),
            Offline.setOfflineMode(),
            scan_barcode("9900000000028"),
            ProductScreen.totalAmountIs("100.00"),
            // codes, without a server
            ...dialog(
                ...refused("NOSUCH", "is not known here"),
                ...refused("bygone", "has expired"),
                ...refused("MEMBERS", "choose the customer first"),
                ...typed("weLc0me-5"),
                see("it is used", `${inDialog}.md-promo-coupons .text-success:contains("used")`)
            ),
            ProductScreen.totalAmountIs("95.00"),
            // coupons, without a server
            scanned(0),
            ProductScreen.totalAmountIs("85.00"),
            paid(),
            Dialog.confirm("Continue with limited functionality"),
            ReceiptScreen.receiptAmountTotalIs("85.00"),
            next(),
            scan_barcode("9900000000028"),
            scanned(0),
            said("was used at this till before"),
            run("a forged one", () => {
                const text = coupon(1);
                const other = text.endsWith("0") ? "1" : "0";
                odoo.__WOWL_DEBUG__.root.env.services.barcode.bus.trigger("barcode_scanned", {
                    barcode: text.slice(0, -1) + other,
                });
            }),
            said("was not issued by us"),
            ProductScreen.totalAmountIs("100.00"),
            // used at another till meanwhile, which this one cannot know
            scanned(1),
            ProductScreen.totalAmountIs("90.00"),
            paid(),
            next(),
            Offline.setOnlineMode(),
            see("all is sent", '.md-outbox-status[data-count="0"]'),
            // with a server it knows
            scan_barcode("9900000000028"),
            scanned(2),
            said("was used before"),
            ProductScreen.totalAmountIs("100.00"),
            Chrome.endTour(),
        ].flat(),
});
