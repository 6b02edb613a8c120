import { describe, expect, test } from "@odoo/hoot";
import { known } from "@md_pos_ext/app/utils/price_news";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";

definePosModels();

describe("product news", () => {
    test("an open basket keeps its price, the next line has the new one", async () => {
        const store = await setupPosEnv();
        const order = await getFilledOrder(store);
        const [line, other] = order.lines;
        const before = line.price_unit;
        const template = line.product_id.product_tmpl_id;
        store.mdKeepPrices(new Set([template.id]));
        template.list_price = before + 5;
        line.product_id.lst_price = before + 5;
        line.setQuantity(7);
        expect(line.price_unit).toBe(before);
        expect(other.price_type).toBe("original");

        order.pricelist_id = undefined; // core's sample rule has a price of its own
        const lines = order.lines.length;
        await store.addLineToOrder({ product_tmpl_id: template, qty: 1 }, order);
        expect(order.lines).toHaveLength(lines + 1);
        expect(order.lines.at(-1).price_unit).toBe(before + 5);
    });

    test("prices that changed while it did not listen are told, with both", async () => {
        const store = await setupPosEnv();
        const told = [];
        store.notification = { add: (text, { sticky }) => told.push([text, sticky]) };
        const products = store.models["product.template"].getAll();
        const before = known(products);
        store.mdTellPrices(before);
        expect(told).toEqual([]);
        products[0].list_price += 5;
        store.mdTellPrices(before);
        expect(told).toHaveLength(1);
        expect(told[0][0]).toInclude(products[0].name);
        expect(told[0][1]).toBe(true);
    });

    test("products that this till does not have are not read", async () => {
        const store = await setupPosEnv();
        let calls = 0;
        store.data.callRelated = async () => calls++;
        await store.mdReloadProducts([987654]);
        expect(calls).toBe(0);
        const [known] = store.models["product.template"].getAll();
        await store.mdReloadProducts([known.id, 987654]);
        expect(calls).toBe(1);
    });
});
