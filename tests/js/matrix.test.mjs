import assert from "node:assert/strict";
import { test } from "node:test";
import {
    cellKey,
    cellsOf,
    combination,
    firstDimensions,
    flip,
    shownValues,
} from "../../addons/md_inventory_core/static/src/views/variant_matrix/matrix.js";

const COLOUR = 1;
const SIZE = 2;
const FIT = 3;
const variant = (id, colour, size, fit = 30, active = true) => ({
    id,
    active,
    values: { [COLOUR]: colour, [SIZE]: size, [FIT]: fit },
});
const RANGE = [variant(1, 10, 20), variant(2, 10, 21), variant(3, 11, 21), variant(4, 11, 21, 31)];

test("cells are the variants that have what is fixed", () => {
    const cells = cellsOf(RANGE, COLOUR, SIZE, { [FIT]: 30 });
    assert.deepEqual([...cells.keys()], ["10:20", "10:21", "11:21"]);
    assert.equal(cells.get(cellKey(11, 21)).id, 3);
});

test("an active variant wins over an archived one of the same cell", () => {
    const archived = variant(5, 10, 20, 30, false);
    for (const order of [
        [archived, ...RANGE],
        [...RANGE, archived],
    ]) {
        assert.equal(cellsOf(order, COLOUR, SIZE, { [FIT]: 30 }).get("10:20").id, 1);
    }
});

test("one dimension has one column", () => {
    assert.deepEqual([...cellsOf(RANGE.slice(0, 2), SIZE, null, {}).keys()], ["20:", "21:"]);
});

test("values that are used or added are shown, in the order of the dimension", () => {
    const dimension = {
        id: SIZE,
        values: [
            [22, "L"],
            [20, "S"],
            [21, "M"],
            [23, "XL"],
        ],
    };
    const shown = shownValues(dimension, RANGE, new Set([22]));
    assert.deepEqual(
        shown.map(([id]) => id),
        [22, 20, 21]
    );
});

test("a combination has only what has a value", () => {
    const fixed = { [FIT]: 30, 4: null };
    assert.deepEqual(combination(COLOUR, 10, SIZE, 20, fixed), { 1: 10, 2: 20, 3: 30 });
    assert.deepEqual(combination(COLOUR, 10, null, null, {}), { 1: 10 });
});

test("the matrix begins with the two most used, in the product's order", () => {
    const dimensions = [
        { id: 9, used: false },
        { id: COLOUR, used: true },
        { id: FIT, used: true },
        { id: SIZE, used: true },
    ];
    const many = [...RANGE, variant(6, 12, 22)];
    assert.deepEqual(firstDimensions(dimensions, many), [COLOUR, SIZE]);
    assert.deepEqual(firstDimensions([], []), []);
});

test("what is chosen twice is given up", () => {
    const chosen = {};
    flip(chosen, "a", 1);
    assert.deepEqual(chosen, { a: 1 });
    flip(chosen, "a", 1);
    assert.deepEqual(chosen, {});
});
