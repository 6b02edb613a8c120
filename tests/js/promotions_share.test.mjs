import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "node:test";

import { gets } from "../../addons/md_pos_ext/static/src/app/utils/promotions_share.js";

const LIB = new URL("../../addons/md_inventory_core/lib/promotion_terms/", import.meta.url);
const TWIN = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("share", sys.argv[1] + "share.py")
share = importlib.util.module_from_spec(spec)
spec.loader.exec_module(share)
print(json.dumps([share.gets(*row) for row in json.load(sys.stdin)]))
`;

describe("promotions that some get", () => {
    it("all get what has no share; nobody unknown what is shared by customers", () => {
        assert.equal(gets({ id: "P1" }, "o", null), true);
        const share = { points: 9999, by: "customer" };
        assert.equal(gets({ id: "P1", share }, "o", null), false);
        assert.equal(gets({ id: "P1", share: { points: 10000, by: "basket" } }, "o", null), true);
    });

    it("says the same as the server, of 2,000 orders in two scripts", () => {
        const rows = Array.from({ length: 2000 }, (_, n) => {
            const share = { points: (n * 37) % 10001, by: n % 3 ? "basket" : "customer" };
            return [{ id: `P${n % 7}`, share }, `কেনা-${n}`, n % 5 ? String(n) : null];
        });
        const answer = execFileSync("python3", ["-c", TWIN, LIB.pathname], {
            input: JSON.stringify(rows),
        });
        const own = rows.map((row) => gets(...row));
        assert.deepEqual(own, JSON.parse(answer));
        assert.ok(own.includes(true) && own.includes(false));
    });
});
