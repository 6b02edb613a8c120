import { TenderMemory } from "@md_pos_ext/app/services/tender_memory";
import { describe, expect, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { CustomerDisplayPosAdapter } from "@point_of_sale/app/customer_display/customer_display_adapter";

definePosModels();

const MERCHANT = {
    accounts: [["26", "0007bd.npsb0108MERCH001"]],
    name: "Md Shop",
    city: "Dhaka",
    category: "5999",
    country: "BD",
    currency: "050",
};

class Storage {
    values = {};

    getItem(name) {
        return this.values[name] ?? null;
    }

    setItem(name, value) {
        this.values[name] = value;
    }
}

/** An order of 17.85 with one payment by phone. */
async function byPhone(values) {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const method = store.models["pos.payment.method"].find((one) => !one.is_cash_count);
    Object.assign(method, {
        md_tender: "bkash",
        md_ask_transaction: "must",
        md_id_form: { shortest: 10, longest: 10, digits: false },
        md_qr: MERCHANT,
        ...values,
    });
    const { data: line } = order.addPaymentline(method);
    return { store, order, line, desk: store.mdTenders };
}

describe("transaction ids of a till", () => {
    test("an id is another order's, or nobody's when it was not sold", () => {
        const storage = new Storage();
        const memory = new TenderMemory("till", storage);
        memory.remember("order-1", "001", ["bkash:A", "nagad:B"], "now");
        expect(new TenderMemory("till", storage).find("bkash:A", "order-2").receipt).toBe("001");
        expect(memory.find("bkash:A", "order-1")).toBe(undefined);
        expect(memory.find("nagad:A", "order-2")).toBe(undefined);
        memory.forget("order-1");
        expect(memory.find("nagad:B", "order-2")).toBe(undefined);
    });

    test("the newest 5000 are kept, and what somebody else wrote is nothing", () => {
        const storage = new Storage();
        storage.setItem("till", "{broken");
        const memory = new TenderMemory("till", storage);
        const keys = Array.from({ length: 5001 }, (_, at) => `bkash:${at}`);
        memory.remember("order-1", "001", keys, "now");
        expect(memory.find("bkash:0", "x")).toBe(undefined);
        expect(memory.find("bkash:5000", "x").order).toBe("order-1");
    });

    test("two payments of one till cannot have one id", async () => {
        const { order, line, desk } = await byPhone({});
        expect(desk.needs(line)).toBe(true);
        expect(desk.wrong(line)).toEqual({ problem: "empty", value: null });
        line.transaction_id = "9GH4K2LM3P";
        expect(desk.wrong(line)).toBe(null);
        const { data: second } = order.addPaymentline(line.payment_method_id);
        expect(desk.usedHere(second, "9gh4 k2lm-3p").receipt).toBe("this order");
        expect(desk.usedHere(line, "9GH4K2LM3P")).toBe(undefined);
    });

    test("the server is asked once, and a sale does not wait for its errors", async () => {
        const { store, line, desk } = await byPhone({});
        let asked = 0;
        let answer = () => Promise.reject(new RPCError("down"));
        patchWithCleanup(store.data, {
            call(model, method) {
                expect([model, method]).toEqual(["pos.config", "md_transaction_used"]);
                asked++;
                return answer();
            },
        });
        expect(await desk.used(line, "9GH4K2LM3P")).toBe(null);
        answer = () => Promise.reject(new ConnectionLostError("/"));
        expect(await desk.used(line, "9GH4K2LM3P")).toBe(null);
        answer = () => Promise.resolve({ receipt: "", at: false });
        expect(await desk.used(line, "9GH4K2LM3P")).toInclude("another store");
        answer = () => Promise.resolve(false);
        expect(await desk.used(line, "9GH4K2LM3P")).toBe(null);
        expect(await desk.used(line, "9gh4 k2lm3p")).toBe(null);
        expect(asked).toBe(4);
    });
});

describe("codes to pay with", () => {
    test("the customer sees the code of the chosen payment, and no old one", async () => {
        const { order, line, desk } = await byPhone({});
        const adapter = new CustomerDisplayPosAdapter();
        adapter.formatOrderData(order);
        expect(desk.code(line).text).toInclude("540517.85");
        expect(adapter.data.mdQr.image).toInclude("data:image/svg+xml");
        line.setAmount(10);
        expect(desk.code(line).text).toInclude("540510.00");
        line.setAmount(0);
        adapter.formatOrderData(order);
        expect(adapter.data.mdQr).toBe(false);
    });

    test("what a code cannot carry is told, and the sale goes on", async () => {
        const { line, desk } = await byPhone({ md_qr: { ...MERCHANT, name: "ঢাকা" } });
        expect(desk.code(line).error).toInclude("ঢ");
    });
});
