import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
    byPromotion,
    lineNet,
    lineValues,
    percentFor,
    sharesOf,
    spread,
} from "../../addons/md_pos_ext/static/src/app/utils/promo_amounts.js";
import { rounded } from "../../addons/md_pos_ext/static/src/app/utils/promo_basket.js";

/** What core makes of a line. */
function core({ qty, price }, discount, digits) {
    return rounded(qty * price * (1 - discount / 100), digits);
}

describe("amounts of lines", () => {
    it("the percentage gives the amount back, to the smallest unit", () => {
        let seed = 7;
        const random = (most) => (seed = (seed * 48271) % 2147483647) % most;
        for (let n = 0; n < 20000; n++) {
            const digits = [0, 2, 3][n % 3];
            const unit = 10 ** digits;
            const price = (1 + random(5_000_000)) / unit;
            const qty = n % 4 ? 1 + random(40) : (1 + random(99_999)) / 1000;
            const gross = rounded(qty * price, digits);
            const net = rounded(random(Math.round(gross * unit) + 1) / unit, digits);
            const percent = percentFor({ qty, price }, net);
            assert.equal(core({ qty, price }, percent, digits), net, `${qty} x ${price}`);
        }
    });

    it("a share in thirds, that two decimals of a percentage lose", () => {
        const line = { qty: 1, price: 300 };
        const percent = percentFor(line, 230.77);
        assert.equal(core(line, percent, 2), 230.77);
        assert.notEqual(core(line, Math.round(percent * 100) / 100, 2), 230.77);
    });

    it("the cashier's own discount is taken off what promotions leave", () => {
        const line = { qty: 1, price: 100, manual: 10 };
        assert.equal(lineNet({ ...line, promo: 20 }, 2), 72);
        const { discount } = lineValues(line, 20, [], 2);
        assert.equal(core(line, discount, 2), 72);
    });
});

describe("lines without and with promotions", () => {
    it("without a promotion the cashier's own stays as it was typed", () => {
        assert.deepEqual(lineValues({ qty: 3, price: 33.33, manual: 12.5 }, 0, [], 2), {
            amount: 0,
            shares: [],
            discount: 12.5,
        });
    });

    it("never below nothing, and nothing of nothing", () => {
        assert.equal(lineNet({ qty: 1, price: 5, promo: 9 }, 2), 0);
        assert.equal(percentFor({ qty: 0, price: 5 }, 0), 0);
        assert.equal(percentFor({ qty: 1, price: 5 }, 0), 100);
    });

    it("shares carry name and revision; what is not known any more its id", () => {
        const result = {
            lines: [
                {
                    id: "L1",
                    discount: "33.34",
                    shares: [
                        { promotion: "P1", deal: 1, qty: "2", amount: "30.00" },
                        { promotion: "P2", deal: 2, qty: "1", amount: "3.34" },
                    ],
                },
            ],
        };
        const found = sharesOf(result, { P1: { name: "Happy hour", rev: "3" } });
        assert.deepEqual(found.L1, {
            amount: 33.34,
            shares: [
                {
                    promotion: "P1",
                    rev: "3",
                    name: "Happy hour",
                    deal: 1,
                    qty: "2",
                    amount: "30.00",
                },
                { promotion: "P2", rev: "", name: "P2", deal: 2, qty: "1", amount: "3.34" },
            ],
        });
        assert.deepEqual(byPromotion([...found.L1.shares, ...found.L1.shares], 2), [
            { promotion: "P1", name: "Happy hour", amount: 60 },
            { promotion: "P2", name: "P2", amount: 6.68 },
        ]);
    });

    it("spreads to the smallest unit", () => {
        assert.deepEqual(spread(10, [1, 1, 1], 2), [3.34, 3.33, 3.33]);
        assert.deepEqual(spread(0.01, [0, 0], 2), [0.01, 0]);
        assert.deepEqual(spread(100, [1, 2], 0), [33, 67]);
    });
});
