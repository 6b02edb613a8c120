import { makeEntry } from "@md_pos_ext/outbox/entry";
import { payloadOf } from "@md_pos_ext/outbox/payload";
import { OutboxStore } from "@md_pos_ext/outbox/store";
import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";

definePosModels();

const name = () => `md-outbox-test-${Math.random()}`;

describe("an outbox in the browser", () => {
    test("is there when the page is not", async () => {
        const where = name();
        const entry = await makeEntry({ uuid: "a", session_id: 1 }, {}, 1);
        const first = new OutboxStore(where);
        await first.put(entry);
        first.close();
        const again = new OutboxStore(where);
        expect(await again.all()).toEqual([entry]);
        await again.put({ ...entry, attempts: 2 });
        expect((await again.all())[0].attempts).toBe(2);
        await again.remove("a");
        await again.remove("a");
        expect(await again.all()).toEqual([]);
        again.close();
        indexedDB.deleteDatabase(where);
    });

    test("says when it cannot be written", async () => {
        const store = new OutboxStore(name(), null);
        await expect(store.put({ uuid: "a" })).rejects.toThrow(/keeps no data/);
        const odd = new OutboxStore(name());
        await expect(odd.put({ uuid: "a", body: () => 0 })).rejects.toThrow();
        await expect(odd.put({ body: "no key" })).rejects.toThrow();
        expect(await odd.all()).toEqual([]);
        odd.close();
        indexedDB.deleteDatabase(odd.name);
    });

    test("holds a receipt whole, and changes nothing of the order", async () => {
        const store = await setupPosEnv();
        const order = await getFilledOrder(store);
        const dirty = order.isDirty();
        const payload = await payloadOf(store, order);
        expect(payload.uuid).toBe(order.uuid);
        expect(payload.state).toBe("paid");
        expect(order.state).toBe("draft");
        expect(order.isDirty()).toBe(dirty);
        expect(payload.lines.map((line) => line[2].uuid)).toEqual(
            order.lines.map((line) => line.uuid)
        );
        expect(JSON.parse(JSON.stringify(payload)).lines.length).toBe(2);
        expect(payload.amount_total).toBe(order.priceIncl);
    });
});
