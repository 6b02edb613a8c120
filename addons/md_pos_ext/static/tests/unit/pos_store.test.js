import { validate } from "@md_pos_ext/app/utils/gtin";
import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";

definePosModels();

describe("till", () => {
    test("starts with our bundle and adds up an order", async () => {
        const store = await setupPosEnv();
        expect(typeof validate).toBe("function");
        const order = await getFilledOrder(store);
        expect(order.lines).toHaveLength(2);
        expect(order.lines.map((line) => line.getQuantity())).toEqual([3, 2]);
        expect(order.priceIncl).toBe(17.85);
    });
});
