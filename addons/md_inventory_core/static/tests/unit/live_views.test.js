import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { Component, onWillStart, useState, xml } from "@odoo/owl";
import { useLiveReload } from "@md_inventory_core/views/live/use_live_reload";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    getService,
    MockServer,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

class Shelf extends models.Model {
    _name = "shelf";
    name = fields.Char();
    pieces = fields.Integer();
    _records = [
        { id: 1, name: "Rice", pieces: 10 },
        { id: 2, name: "Lentils", pieces: 20 },
    ];
}

defineMailModels();
defineModels([Shelf]);
describe.current.tags("desktop");

const LIST = `<list js_class="md_live_list" editable="bottom">
    <field name="name"/><field name="pieces"/>
</list>`;
const FORM = `<form js_class="md_live_form"><field name="name"/><field name="pieces"/></form>`;
const KANBAN = `<kanban js_class="md_live_kanban"><templates><t t-name="card">
    <field name="name"/><field name="pieces"/>
</t></templates></kanban>`;
const PIECES = ".o_data_row:first .o_data_cell[name=pieces]";

/** Somebody else sells: the record changes and the server says so. */
function sell(pieces, model = "shelf") {
    MockServer.env["shelf"].write([1], { pieces });
    MockServer.env["bus.bus"]._sendone("broadcast", "md_live", { model });
}

/** Let time pass, in steps as small as those of a screen. */
async function wait(ms) {
    for (let passed = 0; passed < ms; passed += 50) {
        await advanceTime(50);
    }
    await animationFrame();
}

let reloads;

/** Mount a live list, then report each further reading of its records. */
async function mountList() {
    await mountView({ type: "list", resModel: "shelf", arch: LIST });
    await wait(100);
    reloads = 0;
    onRpc("shelf", "web_search_read", () => {
        reloads += 1;
        expect.step("reload");
    });
}

describe("list", () => {
    beforeEach(mountList);

    test("reloads when its model changed", async () => {
        sell(9);
        await wait(1000);
        expect.verifySteps(["reload"]);
        expect(PIECES).toHaveText("9");
    });

    test("does not care about other models", async () => {
        sell(9, "res.partner");
        await wait(1000);
        expect.verifySteps([]);
        expect(PIECES).toHaveText("10");
    });

    test("makes one reload of a burst", async () => {
        for (let pieces = 9; pieces > 4; pieces--) {
            sell(pieces);
            await advanceTime(20);
        }
        await wait(1000);
        expect.verifySteps(["reload"]);
        expect(PIECES).toHaveText("5");
    });

    test("reloads also in a shop that never rests", async () => {
        for (let pieces = 100; pieces > 80; pieces--) {
            sell(pieces);
            await wait(100);
        }
        // two seconds of sales without a moment of calm: shown, but not each on its own
        expect(Number(queryOne(PIECES).textContent)).toBeLessThan(90);
        expect(reloads).toBeGreaterThan(3);
        expect(reloads).toBeLessThan(10);
        await wait(1000);
        expect(PIECES).toHaveText("81");
        expect.verifySteps(new Array(reloads).fill("reload"));
    });

    test("stays still while a row is edited, and catches up after", async () => {
        await contains(PIECES).click();
        await contains(".o_selected_row [name=name] input").edit("Brown rice", { confirm: false });
        sell(9);
        await wait(1000);
        expect.verifySteps([]);
        expect(".o_selected_row [name=name] input").toHaveValue("Brown rice");
        await contains(".o_list_button_discard:visible").click();
        await wait(1000);
        expect.verifySteps(["reload"]);
        expect(PIECES).toHaveText("9");
    });

    test("stays still while rows are selected, and catches up after", async () => {
        await contains(".o_data_row:first .o_list_record_selector input").click();
        sell(9);
        await wait(1000);
        expect.verifySteps([]);
        expect(".o_data_row:first .o_list_record_selector input").toBeChecked();
        await contains(".o_data_row:first .o_list_record_selector input").click();
        await wait(1000);
        expect.verifySteps(["reload"]);
        expect(PIECES).toHaveText("9");
    });
});

describe("form", () => {
    beforeEach(async () => {
        await mountView({ type: "form", resModel: "shelf", resId: 1, arch: FORM });
        await wait(100);
        onRpc("shelf", "web_read", () => expect.step("reload"));
    });

    test("reloads when its model changed", async () => {
        sell(9);
        await wait(1000);
        expect.verifySteps(["reload"]);
        expect("[name=pieces] input").toHaveValue("9");
    });

    test("keeps what the user types, and catches up after", async () => {
        await contains("[name=name] input").edit("Brown rice", { confirm: false });
        sell(9);
        await wait(1000);
        expect.verifySteps([]);
        expect("[name=name] input").toHaveValue("Brown rice");
        await contains(".o_form_button_cancel").click();
        await wait(1000);
        expect.verifySteps(["reload"]);
        expect("[name=pieces] input").toHaveValue("9");
    });
});

describe("kanban", () => {
    beforeEach(async () => {
        await mountView({ type: "kanban", resModel: "shelf", arch: KANBAN });
        await wait(100);
        onRpc("shelf", "web_search_read", () => expect.step("reload"));
    });

    test("reloads when its model changed", async () => {
        sell(9);
        await wait(1000);
        expect.verifySteps(["reload"]);
        expect(".o_kanban_record:first").toHaveText("Rice\n9");
    });

    test("does not care about other models", async () => {
        sell(9, "res.partner");
        await wait(1000);
        expect.verifySteps([]);
    });
});

test("a view that is left before it is on the screen no longer listens", async () => {
    class Slow extends Component {
        static template = xml`<div class="slow"/>`;
        static props = {};
        setup() {
            useLiveReload(
                "shelf",
                () => {},
                () => false
            );
            onWillStart(() => new Deferred());
        }
    }
    class Screen extends Component {
        static template = xml`<Slow t-if="state.isOpen"/>`;
        static components = { Slow };
        static props = {};
        setup() {
            this.state = useState({ isOpen: false });
        }
    }
    const screen = await mountWithCleanup(Screen);
    patchWithCleanup(getService("bus_service"), {
        subscribe(channel) {
            expect.step(`subscribe ${channel}`);
            return super.subscribe(...arguments);
        },
        unsubscribe(channel) {
            expect.step(`unsubscribe ${channel}`);
            return super.unsubscribe(...arguments);
        },
    });
    screen.state.isOpen = true;
    await animationFrame();
    expect(".slow").toHaveCount(0);
    expect.verifySteps(["subscribe md_live"]);
    screen.state.isOpen = false;
    await animationFrame();
    expect.verifySteps(["unsubscribe md_live"]);
});
