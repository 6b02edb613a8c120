/* global posmodel */
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { registry } from "@web/core/registry";
import { RPCError } from "@web/core/network/rpc";

const see = (content, trigger) => ({ content, trigger });
const run = (content, work, trigger = ".pos") => ({ content, trigger, run: work });
const pay = () =>
    [
        ProductScreen.clickPayButton(),
        PaymentScreen.clickPaymentMethod("Cash"),
        PaymentScreen.clickValidate(),
    ].flat();
const sell = (count) => [ProductScreen.addOrderline("Md Rice", String(count)), pay()].flat();
const printed = (number) =>
    see(`number ${number}`, `.receipt-screen .md-receipt-number:contains("${number}")`);
const next = () => [ReceiptScreen.receiptIsThere(), ReceiptScreen.clickNextOrder()].flat();
const sent = () => see("all sent", '.md-outbox-status[data-count="0"]');

/** The server refuses one receipt, as a business rule does. */
function refuseOnce() {
    const { data } = posmodel;
    const call = data.call.bind(data);
    data.call = async (model, method, ...rest) => {
        if (method === "sync_from_ui") {
            delete data.call;
            const error = new RPCError("refused");
            error.exceptionName = "odoo.exceptions.UserError";
            error.data = { name: error.exceptionName, message: "Not today", arguments: [] };
            throw error;
        }
        return call(model, method, ...rest);
    };
}

const refused = () =>
    [
        run("the server refuses it", refuseOnce),
        pay(),
        Dialog.confirm(),
        see("still to be paid", ".payment-screen"),
    ].flat();

registry.category("web_tour.tours").add("md_numbers_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            // the first receipt of a new device has a number, too
            sell(1),
            printed("-000001"),
            next(),
            // refused: the same number at the next try
            ProductScreen.addOrderline("Md Rice", "2"),
            refused(),
            PaymentScreen.clickValidate(),
            printed("-000002"),
            next(),
            // refused, then given up
            ProductScreen.addOrderline("Md Rice", "3"),
            refused(),
            PaymentScreen.clickBack(),
            run("the basket is given up", async () => {
                const order = posmodel.getOrder();
                posmodel.addNewOrder();
                await posmodel.deleteOrders([order]);
            }),
            Offline.setOfflineMode(),
            sell(4),
            Dialog.confirm("Continue with limited functionality"),
            printed("-000004"),
            next(),
            Offline.setOnlineMode(),
            run("what waits is sent", async () => {
                await posmodel.mdOutbox.drain({ all: true });
                await posmodel.mdOutbox.numbers.refill();
            }),
            sent(),
            // found again by its number
            Chrome.clickOrders(),
            TicketScreen.selectFilter("Paid"),
            TicketScreen.search("Receipt Number", "T2-"),
            see("found", ".ticket-screen .order-row:eq(2)"),
            Chrome.endTour(),
        ].flat(),
});
