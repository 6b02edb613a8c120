import { SparseChoice } from "@md_inventory_core/choice/sparse_choice";
import { constructAttributeString } from "@point_of_sale/utils";

/** Whether of a product only variants are sold that were made one by one. */
export function isSparse(productTemplate) {
    return productTemplate.attribute_line_ids.some(
        ({ attribute_id }) =>
            attribute_id?.md_existing_only && attribute_id.create_variant === "dynamic"
    );
}

/** {attribute id: dimension} of the till's company. */
export function dimensionsOf(models) {
    const all = models["md.dimension"]?.getAll() ?? [];
    return new Map(all.map((dimension) => [dimension.attribute_id?.id, dimension]));
}

/** A product's attribute lines in the order in which they are asked. */
export function orderedLines(productTemplate) {
    const dimensions = dimensionsOf(productTemplate.models);
    const place = (line) => dimensions.get(line.attribute_id?.id)?.position ?? Infinity;
    return productTemplate.attribute_line_ids
        .filter((line) => line.attribute_id)
        .toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/**
 * What there is to choose of a sparse product: {choice, variants: Map(combo, variant)}.
 */
export function choiceOf(productTemplate) {
    const dimensions = dimensionsOf(productTemplate.models);
    const lines = orderedLines(productTemplate).filter(
        (line) => line.attribute_id.create_variant !== "no_variant"
    );
    const rows = productTemplate.product_variant_ids
        .map((variant) => ({ variant, row: rowOf(variant, lines) }))
        .filter(({ row }) => row.every(Boolean));
    const columns = lines.map((line, number) => {
        const used = new Set(rows.map(({ row }) => row[number]));
        return line.values().flatMap(({ id }) => (used.has(id) ? [id] : []));
    });
    const places = columns.map((ids) => new Map(ids.map((id, index) => [id, index])));
    const combos = rows.map(({ row }) => row.map((id, number) => places[number].get(id)));
    const dims = lines.map((line, number) => ({
        id: line.id,
        asked: dimensions.get(line.attribute_id.id)?.on_till ?? true,
        values: columns[number],
    }));
    return {
        choice: new SparseChoice({ dims, combos }),
        variants: new Map(combos.map((combo, number) => [combo, rows[number].variant])),
    };
}

/** Ids of a variant's values in the order of lines. */
function rowOf(variant, lines) {
    const mine = variant.product_template_attribute_value_ids;
    return lines.map((line) => mine.find((value) => value.attribute_line_id?.id === line.id)?.id);
}

/**
 * How a line names its variant: by the dimensions that have a flag, in their order, then
 * by what is no dimension, as core does.
 */
export function variantText(line, flag, told = () => true) {
    const dimensions = dimensionsOf(line.models);
    const isOther = (value) => !dimensions.has(value.attribute_id?.id);
    const own = line.product_id.product_template_attribute_value_ids ?? [];
    const texts = own
        .map((value) => ({ value, dimension: dimensions.get(value.attribute_id?.id) }))
        .filter(({ value, dimension }) => dimension?.[flag] && told(value))
        .sort((a, b) => a.dimension.position - b.dimension.position)
        .map(({ value }) => value.name);
    const chosen = line.attribute_value_ids ?? [];
    const others = (chosen.length ? chosen : own).filter(isOther);
    if (others.length) {
        const custom = line.custom_attribute_value_ids;
        texts.push(
            constructAttributeString({
                attribute_value_ids: others,
                custom_attribute_value_ids: custom,
            })
        );
    }
    return texts.filter(Boolean).join(", ");
}
