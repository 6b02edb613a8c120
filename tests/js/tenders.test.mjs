import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

import { build, crc, QrError } from "../../addons/md_pos_ext/static/src/app/utils/emv_qr.js";
import * as ids from "../../addons/md_pos_ext/static/src/app/utils/tender_ids.js";
import * as money from "../../addons/md_pos_ext/static/src/app/utils/tender_money.js";

function vectors(name, work) {
    const url = new URL(`../vectors/${name}.json`, import.meta.url);
    for (const vector of JSON.parse(readFileSync(url, "utf-8"))) {
        it(`${name}: ${vector.note}`, () => work(vector));
    }
}

describe("tenders", () => {
    vectors("tenders/ids", ({ text, form, key, problem }) => {
        assert.equal(ids.normalise(text), key);
        assert.deepEqual(ids.problem(text, form), problem);
    });
    vectors("tenders/payers", ({ text, masked, problem }) => {
        assert.equal(ids.masked(text), masked);
        assert.deepEqual(ids.payerProblem(text), problem);
    });
    vectors("tenders/left", ({ payments, refunds, paid, left }) => {
        assert.deepEqual(money.paidOn(payments), paid);
        assert.deepEqual(money.leftOn(paid, refunds), left);
    });
    vectors("tenders/proposals", ({ due, left, cash, rows, rest }) => {
        assert.deepEqual(money.proposal(due, left, cash), { rows, rest });
    });
    vectors("tenders/over", ({ payments, left, over }) => {
        assert.deepEqual(money.over(payments, left), over);
    });
    vectors("tenders/exact", ({ payments, total, step, exact }) => {
        assert.deepEqual(money.exact(payments, total, step), exact);
    });
    vectors("tenders/settled", ({ due, payments, remaining, step, problem }) => {
        assert.deepEqual(money.problem(due, payments, remaining, step), problem);
    });
    vectors("emv_qr/crc", (vector) => {
        assert.equal(crc(vector.text).toString(16).toUpperCase(), vector.crc);
    });
    vectors("emv_qr/build", ({ merchant, amount, digits, bill, till, text, error }) => {
        const made = () => build(merchant, amount, digits, bill, till);
        if (!error) {
            assert.equal(made(), text);
            return;
        }
        const [problem, field, value] = error;
        assert.throws(made, (found) => {
            assert.ok(found instanceof QrError);
            assert.deepEqual([found.problem, found.field, found.value], [problem, field, value]);
            return true;
        });
    });
});
