import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { deviceId } from "../../addons/md_pos_ext/static/src/outbox/device.js";
import * as rules from "../../addons/md_pos_ext/static/src/outbox/number_rules.js";

const DAY = 86400000;
const THIS = { name: "2026-27", starts: 0, ends: 365 * DAY };
const NEXT = { name: "2027-28", starts: 365 * DAY, ends: 730 * DAY };
const YEARS = [THIS, NEXT];

function block(first, last, more = {}) {
    const year = more.year || THIS.name;
    return { id: first, year, form: `T2-${year}-{number}`, first, last, next: first, ...more };
}

describe("receipt numbers", () => {
    it("are written with six digits, more when there are more", () => {
        assert.equal(rules.written("T2-2026-27-{number}", 123), "T2-2026-27-000123");
        assert.equal(rules.written("{number}/T2", 1234567), "1234567/T2");
    });

    it("follow one another over blocks, lowest first, until none is left", () => {
        let blocks = [block(21, 25), block(1, 3), block(11, 12, { next: 12 })];
        const given = [];
        for (let choice; (choice = rules.next(blocks, YEARS, DAY));) {
            given.push(choice.serial);
            blocks = blocks.map((one) =>
                one.id === choice.block ? { ...one, next: choice.serial + 1 } : one
            );
        }
        assert.deepEqual(given, [1, 2, 3, 12, 21, 22, 23, 24, 25]);
        assert.equal(rules.left(blocks, THIS.name), 0);
    });

    it("are those of the year of the moment, at its very first millisecond", () => {
        const blocks = [block(1, 3), block(1, 3, { id: 99, year: NEXT.name })];
        const year = (now) => rules.next(blocks, YEARS, now).year;
        assert.deepEqual([year(THIS.ends - 1), year(NEXT.starts)], [THIS.name, NEXT.name]);
        assert.equal(rules.next(blocks.slice(0, 1), YEARS, NEXT.starts), null, "never the old one");
    });

    it("are of the year that the server said last when the clock is mad", () => {
        const blocks = [block(1, 3)];
        for (const now of [-5 * DAY, 40000 * DAY]) {
            assert.equal(rules.next(blocks, YEARS, now).serial, 1);
        }
        assert.equal(rules.next(blocks, [], 5), null, "nobody has said which year it is");
    });

    it("are asked for below a fifth, and in the last month for the next year, too", () => {
        const told = { years: YEARS, size: 100, soon: false };
        assert.equal(rules.wanted([], {}), "this");
        assert.equal(rules.wanted([block(1, 100, { next: 81 })], told), "");
        assert.equal(rules.wanted([block(1, 100, { next: 82 })], told), "this");
        const soon = { ...told, soon: true };
        assert.equal(rules.wanted([block(1, 100)], soon), "next");
        const ahead = block(1, 100, { id: 99, year: NEXT.name });
        assert.equal(rules.wanted([block(1, 100), ahead], soon), "");
    });

    it("are told to get few, and to be none", () => {
        const told = { years: YEARS, size: 100 };
        const found = (next) => rules.summary([block(1, 100, { next })], told, DAY);
        assert.deepEqual(found(96), { left: 5, low: false, out: false });
        assert.deepEqual(found(97), { left: 4, low: true, out: false });
        assert.deepEqual(found(101), { left: 0, low: true, out: true });
    });
});

describe("a device", () => {
    const facts = (kept = {}) => ({
        kept,
        get: async (name) => kept[name],
        set: async (name, value) => void (kept[name] = value),
    });
    const storage = (kept = {}) => ({
        kept,
        getItem: (name) => kept[name] ?? null,
        setItem: (name, value) => void (kept[name] = value),
    });

    it("is the same as long as one of the two places has it", async () => {
        const [inside, beside] = [facts(), storage()];
        const first = await deviceId(inside, beside);
        assert.match(first, /^[0-9a-f-]{32,36}$/);
        assert.equal(await deviceId(facts(), beside), first);
        assert.equal(await deviceId(inside, storage()), first);
        assert.notEqual(await deviceId(facts(), storage()), first);
    });

    it("is one also where the browser forbids to keep things", async () => {
        const closed = {
            getItem() {
                throw new Error("SecurityError");
            },
            setItem() {
                throw new Error("SecurityError");
            },
        };
        const inside = facts();
        const first = await deviceId(inside, closed);
        assert.equal(await deviceId(inside, closed), first);
        assert.equal(await deviceId(inside, undefined), first);
    });
});
