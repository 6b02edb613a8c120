/** What we compute of an order line by line is what core computes of it whole. */
import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";

definePosModels();

const CHANGES = 12;
/** Orders; where the company rounds globally core computes them itself. */
const ORDERS = { round_per_line: 60, round_globally: 8 };

/** Numbers that are the same in each run. */
function dice(seed) {
    let state = seed;
    const next = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
    return { next, pick: (list) => list[Math.floor(next() * list.length)] };
}

const plain = (key, value) => (typeof value === "object" && value?.model ? value.id : value);

/** Amounts and names of a summary, or of a line, without the records that they are of. */
function bare(value) {
    const { taxes_data, no_discount_taxes_data, ...rest } = value;
    const own = (list) =>
        (list ?? []).map(({ tax, base_amount, tax_amount, raw_base_amount, raw_tax_amount }) => ({
            tax: tax.id,
            base_amount,
            tax_amount,
            raw_base_amount,
            raw_tax_amount,
        }));
    const parts = [own(taxes_data), own(no_discount_taxes_data)];
    return JSON.parse(JSON.stringify([rest, parts], plain));
}

/** What is shown of all, by us or, whole, by core. */
function amounts(order, prices, units) {
    return {
        totals: bare(prices.taxDetails),
        lines: order.lines.map(({ uuid }) => bare(prices.baseLineByLineUuids[uuid].tax_details)),
        units: order.lines.map(({ uuid }) => bare(units[uuid])),
    };
}

function ours(order) {
    const units = Object.fromEntries(order.lines.map((line) => [line.uuid, line.unitPrices]));
    const lines = order.lines.map((line) => [line.uuid, { tax_details: line.prices }]);
    const { taxDetails } = order.prices;
    return amounts(order, { taxDetails, baseLineByLineUuids: Object.fromEntries(lines) }, units);
}

function cores(order) {
    const unit = order._constructPriceData({ baseLineOpts: { quantity: 1 } });
    const units = Object.entries(unit.baseLineByLineUuids).map(([uuid, { tax_details }]) => [
        uuid,
        tax_details,
    ]);
    return amounts(order, order._constructPriceData(), Object.fromEntries(units));
}

/** Duty before VAT, VAT in the price, a fixed one, and none. */
function taxesOf(store) {
    const make = (id, values) =>
        store.models["account.tax"].create({
            id,
            name: `Tax ${id}`,
            amount_type: "percent",
            price_include: false,
            include_base_amount: false,
            is_base_affected: true,
            has_negative_factor: false,
            children_tax_ids: [],
            company_id: store.company,
            tax_group_id: store.models["account.tax.group"].get(1),
            sequence: 1,
            ...values,
        });
    const duty = make(901, {
        amount: 20,
        include_base_amount: true,
        tax_group_id: store.models["account.tax.group"].get(3),
    });
    const vat = make(902, { amount: 15, sequence: 2 });
    const inside = make(903, { amount: 7.5, price_include: true, sequence: 3 });
    const bag = make(904, { amount: 1.25, amount_type: "fixed", sequence: 4 });
    return [[], [vat], [duty, vat], [inside], [bag], [duty, vat, bag]];
}

function change(store, order, { next, pick }, taxes) {
    const lines = order.lines;
    const line = lines.length && pick(lines);
    const what = lines.length < 2 ? 0 : Math.floor(next() * 8);
    if (what <= 2) {
        const template = store.models["product.template"].get(pick([5, 6]));
        store.models["pos.order.line"].create({
            order_id: order,
            product_id: template.product_variant_ids[0],
            price_unit: Math.round(next() * 100000) / pick([100, 100, 1000]),
            qty: pick([1, 1, 2, 3, 0.375, -1]),
            discount: pick([0, 0, 0, 10, 33.33]),
            tax_ids: pick(taxes).map((tax) => ["link", tax]),
        });
    } else if (what === 3) {
        line.update({ qty: pick([1, 2, 7, 0.125, -2]) });
    } else if (what === 4) {
        line.update({ discount: pick([0, 5, 12.5, 100]) });
    } else if (what === 5) {
        line.setUnitPrice(Math.round(next() * 50000) / 100);
    } else if (what === 6) {
        line.update({ tax_ids: [["set", ...pick(taxes)]] });
    } else {
        line.delete();
    }
}

describe("prices of an order", () => {
    for (const [method, orders] of Object.entries(ORDERS)) {
        test(`${method}: the same as core's, after each of many changes`, async () => {
            const store = await setupPosEnv();
            store.company.tax_calculation_rounding_method = method;
            const taxes = taxesOf(store);
            for (let seed = 1; seed <= orders; seed++) {
                const rolls = dice(seed);
                const order = store.addNewOrder();
                for (let step = 0; step < CHANGES; step++) {
                    change(store, order, rolls, taxes);
                    const [got, due] = [ours(order), cores(order)];
                    if (JSON.stringify(got) !== JSON.stringify(due)) {
                        expect({ seed, step, ...got }).toEqual({ seed, step, ...due });
                        return;
                    }
                }
            }
            expect(store.models["pos.order"].length).toBeGreaterThan(orders - 1);
        });
    }

    test("only what changed is computed, and only it is told", async () => {
        const store = await setupPosEnv();
        store.company.tax_calculation_rounding_method = "round_per_line";
        const taxes = taxesOf(store);
        const order = store.addNewOrder();
        const rolls = dice(7);
        while (order.lines.length < 20) {
            change(store, order, { ...rolls, next: () => 0.01 }, taxes);
        }
        const before = order.lines.map((line) => line.prices);
        order.lines[3].update({ qty: 9 });
        const after = order.lines.map((line) => line.prices);
        const changed = after.flatMap((prices, index) => (prices === before[index] ? [] : [index]));
        expect(changed).toEqual([3]);
    });

    test("one chosen line at a time, as core says", async () => {
        const store = await setupPosEnv();
        const order = store.addNewOrder();
        const taxes = taxesOf(store);
        const rolls = dice(3);
        while (order.lines.length < 4) {
            change(store, order, { ...rolls, next: () => 0.01 }, taxes);
        }
        const chosen = () => order.lines.map((line) => line.isSelected());
        for (const at of [1, 3, 0]) {
            store.selectOrderLine(order, order.lines[at]);
            expect(chosen()).toEqual([0, 1, 2, 3].map((index) => index === at));
        }
        order.uiState.selected_orderline_uuid = null;
        expect(chosen()).toEqual([false, false, false, false]);
    });
});
