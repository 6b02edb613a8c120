import { Recommendations } from "@md_pos_ext/app/components/recommendations/recommendations";
import { suggest } from "@md_pos_ext/app/utils/recommendations";
import { describe, expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";

definePosModels();

/** A till with a filled basket and two further products that go with it. */
async function setupTill() {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const inBasket = order.lines.map((line) => line.product_id.product_tmpl_id.id);
    const excluded = store.getExcludedProductIds();
    const others = store.models["product.template"]
        .getAll()
        .filter(({ id }) => !inBasket.includes(id) && !excluded.includes(id))
        .filter((product) => !product.isConfigurable() && product.type !== "combo");
    for (const product of others) {
        Object.assign(product, { active: true, available_in_pos: true });
    }
    store.config.md_show_suggestions = true;
    store.config._md_companions = {
        [inBasket[0]]: others.map(({ id }, place) => [id, 1000 - place]),
    };
    return { store, order, others };
}

describe("recommendations", () => {
    test("scores of a whole basket add up", () => {
        const table = {
            1: [
                [9, 400],
                [3, 300],
            ],
            2: [
                [8, 350],
                [3, 300],
            ],
        };
        const all = () => true;
        expect(suggest([1, 2], table, all)).toEqual([3, 9, 8]);
        expect(suggest([1, 2], table, all, 1)).toEqual([3]);
        expect(suggest([1, 3], table, all)).toEqual([9]);
        expect(suggest([1, 2], table, (id) => id !== 3)).toEqual([9, 8]);
        expect(suggest([], table, all)).toEqual([]);
    });

    test("a tap adds what goes with the basket, which is not offered again", async () => {
        const { order, others } = await setupTill();
        const names = () => queryAllTexts(".md-together .md-suggestion");
        await mountWithCleanup(Recommendations, { props: {} });
        expect(names()).toEqual(others.slice(0, 3).map((one) => one.display_name));
        const lines = order.lines.length;
        await click(".md-together .md-suggestion");
        await animationFrame();
        await animationFrame();
        expect(order.lines).toHaveLength(lines + 1);
        expect(order.lines.at(-1).product_id.product_tmpl_id.id).toBe(others[0].id);
        expect(names()).not.toInclude(others[0].display_name);
    });

    test("what the till does not sell is not offered; switched off, nothing is", async () => {
        const { store, others } = await setupTill();
        others[0].available_in_pos = false;
        await mountWithCleanup(Recommendations, { props: {} });
        expect(queryAllTexts(".md-suggestion")).not.toInclude(others[0].display_name);
        store.config.md_show_suggestions = false;
        await animationFrame();
        expect(".md-recommendations").toHaveCount(0);
    });

    test("what a customer usually buys, known again when offline", async () => {
        const { store, order, others } = await setupTill();
        const [partner] = store.models["res.partner"].getAll();
        const [variant] = others[0].product_variant_ids;
        const habit = { product_id: variant.id, interval: 7, soon: "2019-01-01" };
        let online = true;
        store.data.call = async (model, method, [, who]) => {
            expect([model, method, who]).toEqual(["pos.config", "md_usually_buys", partner.id]);
            if (!online) {
                throw new ConnectionLostError();
            }
            expect.step("asked");
            return [habit];
        };
        await mountWithCleanup(Recommendations, { props: {} });
        expect(".md-usual").toHaveCount(0);
        order.partner_id = partner;
        await animationFrame();
        await animationFrame();
        await animationFrame();
        expect.verifySteps(["asked"]);
        expect(queryAllTexts(".md-usual .md-due span").length).toBe(2);
        online = false;
        expect(await store.mdUsuallyBuys(partner.id)).toEqual([habit]);
    });
});
