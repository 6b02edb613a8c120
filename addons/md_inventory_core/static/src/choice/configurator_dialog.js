import { SparseChoice } from "@md_inventory_core/choice/sparse_choice";
import { Product } from "@sale/js/product/product";
import { ProductConfiguratorDialog } from "@sale/js/product_configurator_dialog/product_configurator_dialog";
import { patch } from "@web/core/utils/patch";

Product.props.md_choice = { type: Object, optional: true };

patch(Product.prototype, {
    /** What is not asked is shown only where it is not clear. */
    shouldShowPtal(ptal) {
        return super.shouldShowPtal(ptal) && !ptal.mdHidden;
    },
});

patch(ProductConfiguratorDialog.prototype, {
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
