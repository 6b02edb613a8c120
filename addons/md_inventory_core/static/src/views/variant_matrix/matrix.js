/**
 * The matrix of two dimensions while the rest is fixed: pure, without the web client.
 *
 * A variant is {id, sku, active, values: {dimension id: value id}}. Nothing multiplies
 * values: only variants that exist and cells that somebody chose are looked at.
 */

/** Name of a cell; also of a combination's place among what is chosen. */
export function cellKey(row, column) {
    return `${row}:${column ?? ""}`;
}

/** The variants that have all of `fixed`, by their cell; an active one wins. */
export function cellsOf(variants, rowDimension, columnDimension, fixed) {
    const cells = new Map();
    for (const variant of variants) {
        const isHere = Object.entries(fixed).every(
            ([dimension, value]) => !value || variant.values[dimension] === value
        );
        if (!isHere) {
            continue;
        }
        const key = cellKey(
            variant.values[rowDimension],
            columnDimension ? variant.values[columnDimension] : null
        );
        if (!cells.get(key)?.active) {
            cells.set(key, variant);
        }
    }
    return cells;
}

/** Ids of the values of a dimension that variants have or that were added, in order. */
export function shownValues(dimension, variants, added) {
    const used = new Set(variants.map((variant) => variant.values[dimension.id]));
    return dimension.values.filter(([id]) => used.has(id) || added.has(id));
}

/** What a new variant of a cell is: {dimension id: value id}. */
export function combination(rowDimension, row, columnDimension, column, fixed) {
    const found = { ...fixed, [rowDimension]: row };
    if (columnDimension) {
        found[columnDimension] = column;
    }
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value));
}

/** The two dimensions to begin with: those with most values in use, in their order. */
export function firstDimensions(dimensions, variants) {
    const count = (dimension) =>
        new Set(variants.map((variant) => variant.values[dimension.id]).filter(Boolean)).size;
    const order = [...dimensions].sort(
        (a, b) => Number(b.used) - Number(a.used) || count(b) - count(a)
    );
    const chosen = new Set(order.slice(0, 2));
    return dimensions.filter((dimension) => chosen.has(dimension)).map(({ id }) => id);
}

/** Choose something, or give it up when it was chosen. */
export function flip(chosen, key, value) {
    if (key in chosen) {
        delete chosen[key];
    } else {
        chosen[key] = value;
    }
}
