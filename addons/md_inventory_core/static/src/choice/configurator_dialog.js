import { SparseChoice } from "@md_inventory_core/choice/sparse_choice";
import { Product } from "@sale/js/product/product";
import { ProductConfiguratorDialog } from "@sale/js/product_configurator_dialog/product_configurator_dialog";
import { ProductTemplateAttributeLine } from "@sale/js/product_template_attribute_line/product_template_attribute_line";
import { patch } from "@web/core/utils/patch";

ProductTemplateAttributeLine.props.mdHidden = { type: Boolean, optional: true };
Product.props.md_choice = { type: Object, optional: true };

patch(Product.prototype, {
    /** What is not asked is shown only where it is not clear. */
    shouldShowPtal(ptal) {
        return super.shouldShowPtal(ptal) && !ptal.mdHidden;
    },
});

/** Attribute lines in the order in which they are asked, with what is on sale. */
function offered({ md_choice: data, attribute_lines: lines }) {
    const known = new Map(lines.map((line) => [line.id, line]));
    const asked = data.dims
        .filter(({ id }) => known.has(id))
        .map(({ id, values }) => {
            const line = known.get(id);
            const onSale = new Set([...values, ...line.selected_attribute_value_ids]);
            known.delete(id);
            const attribute_values = line.attribute_values.filter(({ id }) => onSale.has(id));
            return { ...line, attribute_values };
        });
    return [...asked, ...known.values()];
}

/** Products whose variants exist one by one show what exists. */
function prepare(products) {
    for (const product of products ?? []) {
        if (product.md_choice) {
            product.attribute_lines = offered(product);
        }
    }
    return products;
}

patch(ProductConfiguratorDialog.prototype, {
    async _loadData() {
        const data = await super._loadData(...arguments);
        prepare(data.products);
        prepare(data.optional_products);
        return data;
    },

    async _getOptionalProducts() {
        return prepare(await super._getOptionalProducts(...arguments));
    },

    /** What was chosen leads to the closest variant that exists. */
    async _updateProductTemplateSelectedPTAV(productTmplId, ptalId, ptavId, isMulti) {
        this._mdChoose(this._findProduct(productTmplId), parseInt(ptavId));
        return super._updateProductTemplateSelectedPTAV(productTmplId, ptalId, ptavId, isMulti);
    },

    /** What does not exist with what is chosen before is greyed out; choosing it jumps. */
    _checkExclusions(product) {
        super._checkExclusions(product);
        const choice = this._mdChoice(product);
        const combo = choice?.closest(this._getCombination(product));
        for (const { id, open, shown, value: chosen } of combo ? choice.offer(combo) : []) {
            const line = product.attribute_lines.find((ptal) => ptal.id === id);
            line.mdHidden = !shown;
            for (const value of line.attribute_values) {
                value.excluded ||= value.id !== chosen && !open.has(value.id);
            }
        }
    },

    _mdChoice(product) {
        return product.md_choice && new SparseChoice(product.md_choice);
    },

    _mdChoose(product, last) {
        const choice = this._mdChoice(product);
        const combo = choice?.has(last) && choice.closest(this._getCombination(product), last);
        for (const { id, value } of combo ? choice.offer(combo) : []) {
            const line = product.attribute_lines.find((ptal) => ptal.id === id);
            line.selected_attribute_value_ids = [value];
        }
    },
});
