/* global posmodel */
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

const see = (content, trigger) => ({ content, trigger });
const click = (content, trigger) => ({ content, trigger, run: "click" });
const inDialog = ".modal:not(.o_inactive_modal) ";
const waiting = (count) => see(`${count} wait`, `.md-outbox-status[data-count="${count}"]`);
const sell = (count) =>
    [
        ProductScreen.addOrderline("Md Rice", String(count)),
        ProductScreen.clickPayButton(),
        PaymentScreen.clickPaymentMethod("Cash"),
        PaymentScreen.clickValidate(),
    ].flat();
const run = (content, work, trigger = ".pos") => ({ content, trigger, run: work });
const next = () => [ReceiptScreen.receiptIsThere(), ReceiptScreen.clickNextOrder()].flat();
const fail = (why) => {
    throw new Error(why);
};

/** Refuse to write in the outbox, as a disk that is full does. */
function fillDisk() {
    const { store } = posmodel.mdOutbox;
    const work = store.run.bind(store);
    store.run = (names, mode, ask) =>
        mode === "readonly"
            ? work(names, mode, ask)
            : Promise.reject(new DOMException("The disk is full", "QuotaExceededError"));
}

function emptyDisk() {
    delete posmodel.mdOutbox.store.run;
}

/** Orders that core keeps, as a page sees them that opens now. */
function unsentOf(name) {
    return new Promise((resolve, reject) => {
        const open = indexedDB.open(name);
        open.onerror = reject;
        open.onsuccess = () => {
            const all = open.result.transaction("pos.order").objectStore("pos.order").getAll();
            all.onsuccess = () => {
                open.result.close();
                resolve(all.result);
            };
        };
    });
}

registry.category("web_tour.tours").add("md_outbox_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            waiting(0),
            Offline.setOfflineMode(),
            sell(1),
            Dialog.confirm("Continue with limited functionality"),
            waiting(1),
            next(),
            sell(2),
            waiting(2),
            next(),
            // a disk that is full: nothing is sold until it is kept
            run("fill the disk", fillDisk),
            sell(3),
            see("the till says so", `${inDialog}.md-outbox-broken:contains("The disk is full")`),
            see("not sold yet", ".payment-screen"),
            click("again", `${inDialog}.md-outbox-retry`),
            run("empty the disk", emptyDisk, `${inDialog}.md-outbox-broken`),
            click("once more", `${inDialog}.md-outbox-retry`),
            waiting(3),
            next(),
            // the session stays open
            run("close the session", async () => {
                if (await posmodel.mdMayClose()) {
                    fail("it would have been closed");
                }
            }),
            see("says why", `${inDialog}.modal-body:contains("3 paid receipts")`),
            click("ok", `${inDialog}.modal-footer .btn-primary`),
            see("the list", `${inDialog}.md-outbox-row:eq(2):contains("300")`),
            click("send", `${inDialog}.md-outbox-send`),
            see("no", `${inDialog}.md-outbox-said:contains("goes on trying")`),
            Offline.setOnlineMode(),
            run(
                "what core has in the browser is reset, as when settings change",
                async () => {
                    await posmodel.data.resetIndexedDB();
                    const orders = await unsentOf(posmodel.data.databaseName);
                    const kept = orders.filter((order) => typeof order.id !== "number");
                    if (kept.length < 3) {
                        fail(`only ${kept.length} orders are left of 3`);
                    }
                },
                `${inDialog}.md-outbox-dialog`
            ),
            click("send again", `${inDialog}.md-outbox-send`),
            see("all sent", `${inDialog}.md-outbox-empty`),
            click("close", `${inDialog}.modal-footer .ms-auto`),
            waiting(0),
            run("now it may close", async () => {
                if (!(await posmodel.mdMayClose())) {
                    fail("it may not be closed");
                }
            }),
            Chrome.endTour(),
        ].flat(),
});

registry.category("web_tour.tours").add("md_outbox_in_flight_tour", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            ProductScreen.addOrderline("Md Rice", "1"),
            run("the basket is sent, and the server is slow", () => {
                const { data } = posmodel;
                const call = data.call.bind(data);
                data.call = async (model, method, ...rest) => {
                    const answer = await call(model, method, ...rest);
                    if (method === "sync_from_ui") {
                        delete data.call;
                        await new Promise((done) => setTimeout(done, 1500));
                    }
                    return answer;
                };
                const order = posmodel.getOrder();
                posmodel.addPendingOrder([order.id]);
                posmodel.syncAllOrders({ orders: [order] });
            }),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            Chrome.isSynced(),
            waiting(0),
            run("it is paid here, too", () => {
                const orders = posmodel.models["pos.order"].filter((one) => one.lines.length);
                if (orders.length !== 1 || orders[0].state !== "paid") {
                    fail(`it is ${orders.map((one) => one.state)}`);
                }
            }),
            Chrome.endTour(),
        ].flat(),
});
