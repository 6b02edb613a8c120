import { describe, expect, test } from "@odoo/hoot";
import { mark } from "@md_pos_ext/app/utils/promo_codes";
import { PosConfig } from "@point_of_sale/../tests/unit/data/pos_config.data";
import { PosOrderLine } from "@point_of_sale/../tests/unit/data/pos_order_line.data";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { patch } from "@web/core/utils/patch";

const NOW = Date.UTC(2026, 10, 22, 10);
const sku = (id) => `sku-${id}`;
const server = { promotions: [], asked: [] };

patch(PosConfig.prototype, {
    /** What the server says; facts of products are their ids alone. */
    md_promotions(_ids, asked = {}) {
        server.asked.push(asked);
        const facts = (asked.goods ?? []).map((id) => [
            id,
            { sku: sku(id), tags: [`tmpl:${id}`], divisible: false, locked: false },
        ]);
        return {
            now: NOW,
            place: { channel: "1", store: "1", price_list: null },
            promotions: server.promotions,
            facts: Object.fromEntries(facts),
            customer: asked.customer && { id: String(asked.customer), groups: ["gold"], used: {} },
        };
    },
});

const FIELDS = ["md_discount_amount", "md_promo_shares", "md_manual_discount", "md_promo_at"];

patch(PosOrderLine.prototype, {
    _load_pos_data_fields() {
        return [...super._load_pos_data_fields(...arguments), ...FIELDS];
    },
});

definePosModels();

const off = (id, products, rest = {}) => ({
    id,
    rev: "1",
    name: `Offer ${id}`,
    kind: "unit",
    percent: "20",
    select: { skus: products.map(({ id }) => sku(id)) },
    ...rest,
});

/** A till with these promotions, and an order of 3 and 2 of two things. */
async function till(make) {
    server.promotions = [];
    const store = await setupPosEnv();
    const things = [5, 6].map((id) => store.models["product.template"].get(id));
    const products = things.map((one) => one.product_variant_ids[0]);
    server.promotions = make(products);
    await store.mdPromo.book.refresh();
    await store.mdPromo.book.refreshFacts(products.map(({ id }) => id));
    const order = store.addNewOrder();
    order.pricelist_id = undefined; // core's sample rule has a price of its own
    await store.addLineToOrder({ product_tmpl_id: things[0], qty: 3 }, order);
    await store.addLineToOrder({ product_tmpl_id: things[1], qty: 2 }, order);
    store.mdPromo.flush();
    return { store, order, things, products, lines: order.lines };
}

const gross = (line) => line.currency.round(line.qty * line.price_unit);
const saved = (lines) => lines.map((line) => line.md_discount_amount || 0);

describe("promotions", () => {
    test("amounts are on the lines, and core's arithmetic says the same", async () => {
        const { order, lines } = await till(([one]) => [off("P1", [one])]);
        const amount = order.currency.round(gross(lines[0]) * 0.2);
        expect(saved(lines)).toEqual([amount, 0]);
        const [share] = lines[0].md_promo_shares;
        expect([share.promotion, share.name, share.rev]).toEqual(["P1", "Offer P1", "1"]);
        const base = order.prices.baseLineByLineUuids[lines[0].uuid];
        const net = order.currency.round(
            (base.quantity * base.price_unit * (100 - base.discount)) / 100
        );
        expect(net).toBe(order.currency.round(gross(lines[0]) - amount));
        expect(order.md_promo_total).toBe(amount);
        expect(order.md_promo_revisions).toEqual([["P1", "1"]]);
        expect(order.mdSaved).toBeGreaterThan(0);
    });

    test("the cashier's own discount comes on top, and stays when promotions go", async () => {
        const { store, order, lines } = await till(([one]) => [off("P1", [one])]);
        lines[0].setDiscount(10);
        store.mdPromo.flush();
        expect(lines[0].discount).toBe(28);
        expect(lines[0].getDiscountStr()).toBe("10");
        const row = { promotion: "P1", name: "Offer P1", reason: "test", user: "x" };
        order.md_promo_removed = [row];
        store.mdPromo.flush();
        expect(saved(lines)).toEqual([0, 0]);
        expect(lines[0].discount).toBe(10);
        order.md_promo_removed = [];
        store.mdPromo.flush();
        expect(lines[0].discount).toBe(28);
    });

    test("a price by hand locks the line", async () => {
        const { store, lines } = await till((both) => [off("P1", both)]);
        lines[0].price_type = "manual";
        lines[0].setUnitPrice(88);
        store.mdPromo.flush();
        expect(lines[0].md_discount_amount).toBe(0);
        expect(lines[0].discount).toBe(0);
        expect(lines[1].md_discount_amount).toBeGreaterThan(0);
    });

    test("what is scanned again joins its line, though it has a promotion", async () => {
        const { store, order, things, lines } = await till(([one]) => [off("P1", [one])]);
        await store.addLineToOrder({ product_tmpl_id: things[0], qty: 1 }, order);
        store.mdPromo.flush();
        expect(lines).toHaveLength(2);
        expect(lines[0].qty).toBe(4);
        expect(lines[0].md_discount_amount).toBe(order.currency.round(gross(lines[0]) * 0.2));
    });

    test("prices are computed once for all lines", async () => {
        const { store, order } = await till((both) => [off("P1", both)]);
        let times = 0;
        order.mdCompute = function () {
            times += 1;
            return Object.getPrototypeOf(this).mdCompute.call(this);
        };
        order.md_promo_removed = [{ promotion: "P1", name: "", reason: "x", user: "x" }];
        store.mdPromo.flush();
        expect(times).toBe(1);
        store.mdPromo.ask(order.uuid);
        store.mdPromo.flush();
        expect(times).toBe(1);
    });

    test("a customer set late gets what is for customers", async () => {
        const gold = { where: { customer_groups: ["gold"] } };
        const { store, order, lines } = await till(([one]) => [off("P1", [one], gold)]);
        expect(saved(lines)).toEqual([0, 0]);
        order.partner_id = store.models["res.partner"].getFirst();
        await store.mdPromo.customerSet(order);
        store.mdPromo.flush();
        expect(lines[0].md_discount_amount).toBeGreaterThan(0);
        expect(order.md_promo_customer.groups).toEqual(["gold"]);
        order.partner_id = undefined;
        store.mdPromo.flush();
        expect(saved(lines)).toEqual([0, 0]);
    });

    test("a coupon works when it is typed", async () => {
        const { store, order, lines } = await till(([one]) => [
            off("P1", [one], { where: { coupon: mark("SAVE", "") } }),
        ]);
        expect(saved(lines)).toEqual([0, 0]);
        order.md_promo_coupons = ["save"];
        store.mdPromo.flush();
        expect(lines[0].md_discount_amount).toBeGreaterThan(0);
    });

    test("bad promotions stop no sale", async () => {
        const { order, lines } = await till(([one]) => [off("P1", [one], { percent: "120" })]);
        expect(saved(lines)).toEqual([0, 0]);
        expect(order.priceIncl).toBeGreaterThan(0);
    });

    test("returned lines get back what was paid for them, all parts the whole", async () => {
        const { store, order, lines } = await till(([one]) => [
            off("P1", [one], { kind: "unit", percent: "33.33" }),
        ]);
        const net = order.currency.round(gross(lines[0]) - lines[0].md_discount_amount);
        order.state = "paid";
        const back = [];
        for (let n = 0; n < 3; n++) {
            const refund = store.addNewOrder();
            refund.is_refund = true;
            store.models["pos.order.line"].create({
                order_id: refund,
                product_id: lines[0].product_id,
                price_unit: lines[0].price_unit,
                qty: -1,
                discount: lines[0].discount,
                refunded_orderline_id: lines[0],
                tax_ids: [],
                price_type: "automatic",
            });
            store.mdPromo.flush();
            back.push(refund.currency.round(-refund.lines[0].basePrice));
            refund.state = "paid";
        }
        expect(order.currency.round(back.reduce((sum, one) => sum + one, 0))).toBe(net);
    });

    test("what is known stays over a reload", async () => {
        const { store } = await till(([one]) => [off("P1", [one])]);
        const { book } = store.mdPromo;
        const before = book.clock.now();
        book.setOffers({ promotions: [], place: {} });
        book.facts.clear();
        expect(await book.restore()).toBe(true);
        expect(book.promotions.map(({ id }) => id)).toEqual(["P1"]);
        expect(book.facts.size).toBe(2);
        expect(Math.abs(book.clock.now() - before)).toBeLessThan(60_000);
    });
});
