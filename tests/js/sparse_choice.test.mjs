import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { SparseChoice } from "../../addons/md_inventory_core/static/src/choice/sparse_choice.js";

const RED = 11;
const BLUE = 12;
const SMALL = 21;
const LARGE = 22;
const COTTON = 31;
const SILK = 32;

/** Colour, size and fabric; of silk there is only one. */
function shirts(asked = [true, true, true]) {
    return new SparseChoice({
        dims: [
            { id: 1, asked: asked[0], values: [RED, BLUE] },
            { id: 2, asked: asked[1], values: [SMALL, LARGE] },
            { id: 3, asked: asked[2], values: [COTTON, SILK] },
        ],
        combos: [
            [0, 0, 0],
            [0, 1, 0],
            [1, 1, 0],
            [1, 1, 1],
        ],
    });
}

/** Numbers that are the same with each run. */
function dice(seed) {
    let state = seed;
    return (sides) => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return Math.floor((state / 2147483648) * sides);
    };
}

/** Some of all combinations that can be thought of. */
function scattered(throwDie, { dims, values, count }) {
    const keys = new Set();
    for (let number = 0; number < count; number++) {
        keys.add(Array.from({ length: dims }, () => throwDie(values)).join());
    }
    return new SparseChoice({
        dims: Array.from({ length: dims }, (_none, dim) => ({
            id: dim,
            asked: throwDie(3) > 0,
            values: Array.from({ length: values }, (_no, index) => dim * 100 + index),
        })),
        combos: [...keys].map((key) => key.split(",").map(Number)),
    });
}

describe("choosing among what exists", () => {
    it("begins with the first when nothing is wished", () => {
        const choice = shirts();
        assert.deepEqual(choice.values(choice.closest([])), [RED, SMALL, COTTON]);
    });

    it("finds what was wished, whatever its order", () => {
        const choice = shirts();
        const combo = choice.closest([SILK, LARGE, BLUE]);
        assert.deepEqual(choice.values(combo), [BLUE, LARGE, SILK]);
    });

    it("keeps what is chosen before and changes what comes after", () => {
        const choice = shirts();
        const combo = choice.closest([RED, SMALL, COTTON], BLUE);
        assert.deepEqual(choice.values(combo), [BLUE, LARGE, COTTON]);
    });

    it("changes what is chosen before where it must", () => {
        const choice = shirts();
        const combo = choice.closest([RED, SMALL, COTTON], SILK);
        assert.deepEqual(choice.values(combo), [BLUE, LARGE, SILK]);
    });

    it("offers what exists with what is chosen before", () => {
        const choice = shirts();
        const [colour, size, fabric] = choice.offer(choice.closest([BLUE]));
        assert.deepEqual([...colour.open], [RED, BLUE]);
        assert.deepEqual([...size.open], [LARGE]);
        assert.deepEqual([...fabric.open], [COTTON, SILK]);
        assert.deepEqual([colour.value, size.value, fabric.value], [BLUE, LARGE, COTTON]);
    });

    it("asks for what is not asked only where it is not clear", () => {
        const choice = shirts([false, true, true]);
        const shown = (wish) => choice.offer(choice.closest(wish)).map((one) => one.shown);
        assert.deepEqual(shown([RED, SMALL]), [false, true, true]);
        assert.deepEqual(shown([RED, LARGE]), [true, true, true]);
        assert.deepEqual(shown([LARGE, SILK]), [false, true, true]);
    });

    it("knows nothing of other values", () => {
        const choice = shirts();
        assert.equal(choice.has(99), false);
        assert.deepEqual(choice.values(choice.closest([99], 99)), [RED, SMALL, COTTON]);
    });

    it("has nothing where no variant is", () => {
        const choice = new SparseChoice({ dims: [], combos: [] });
        assert.equal(choice.closest([1]), undefined);
    });
});

describe("any range of variants", () => {
    it("leads to every variant by open values of shown dimensions", () => {
        const throwDie = dice(20261123);
        for (let round = 0; round < 40; round++) {
            const shape = {
                dims: 2 + throwDie(5),
                values: 1 + throwDie(4),
                count: 1 + throwDie(30),
            };
            const choice = scattered(throwDie, shape);
            for (const target of choice.combos) {
                reach(choice, target);
            }
        }
    });

    it("always stands on a variant that has what was chosen last", () => {
        const throwDie = dice(7);
        const choice = scattered(throwDie, { dims: 20, values: 10, count: 500 });
        const known = new Set(choice.combos.map((combo) => combo.join()));
        let combo = choice.closest([]);
        for (let step = 0; step < 100; step++) {
            const offered = choice.offer(combo)[throwDie(20)];
            const values = [...offered.open];
            const value = values[throwDie(values.length)];
            combo = choice.closest(choice.values(combo), value);
            assert.ok(known.has(combo.join()));
            assert.ok(choice.values(combo).includes(value));
        }
    });
});

/** Choose one dimension after the other as a person would, until the target is reached. */
function reach(choice, target) {
    const wanted = choice.values(target);
    let combo = choice.closest([]);
    for (const number of choice.order) {
        const offered = choice.offer(combo)[number];
        assert.ok(offered.open.has(wanted[number]), "what exists can be chosen");
        if (offered.value !== wanted[number]) {
            assert.ok(offered.shown, "what is to be chosen is shown");
            combo = choice.closest(choice.values(combo), wanted[number]);
        }
    }
    assert.deepEqual(combo, target);
}
