import { scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

const has = ProductScreen.selectedOrderlineHas;
const told = (words) => ({
    content: `it is told: ${words}`,
    trigger: `.o_notification:contains("${words}")`,
});

registry.category("web_tour.tours").add("md_barcode_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            // nothing but one product is loaded when the till starts: all come by scan
            scan_barcode("012345678905"),
            has("Md Shirt", "1", "10.00"),
            scan_barcode("0012345678905"),
            has("Md Shirt", "2", "20.00"),
            scan_barcode("MD-OLD-LABEL"),
            has("Md Shirt", "3", "30.00"),
            scan_barcode("10012345678902"),
            has("Md Shirt", "9", "90.00"),
            // found by the supplier's carton of twelve alone
            scan_barcode("MD-CARTON"),
            has("Md Cap", "12", "60.00"),
            // 1.234 kg, then a label over 9.99 of goods at 8 a kilogram
            scan_barcode("2112345012346"),
            has("Md Cheese", "1.23", "9.84"),
            scan_barcode("2312345009999"),
            has("Md Cheese", "1.25", "9.99"),
            // codes that core takes for a discount and for a customer
            scan_barcode("22-MD-HAT"),
            has("Md Hat", "1", "7.00"),
            scan_barcode("0421234567891"),
            has("Md Hat", "2", "14.00"),
            // GTIN, lot and expiry in one code
            scan_barcode("010950110153000317200101" + "10LOT7"),
            told("has expired on 2020-01-01"),
            has("Md Milk", "1", "3.00"),
            // GTIN and weight
            scan_barcode("]C10108901234567890" + "3103000500"),
            has("Md Rice", "0.5", "1.00"),
            scan_barcode("nobody-has-this"),
            told("Unknown Barcode"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            Chrome.isSynced(),
            Chrome.endTour(),
        ].flat(),
});
