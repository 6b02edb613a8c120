import { DimensionChoice } from "@md_pos_ext/app/components/dimension_choice/dimension_choice";
import { choiceOf, isSparse, orderedLines } from "@md_pos_ext/app/utils/dimensions";
import { ProductConfiguratorPopup } from "@point_of_sale/app/components/popups/product_configurator_popup/product_configurator_popup";
import { patch } from "@web/core/utils/patch";

ProductConfiguratorPopup.components = {
    ...ProductConfiguratorPopup.components,
    DimensionChoice,
};

patch(ProductConfiguratorPopup.prototype, {
    setup() {
        const { productTemplate } = this.props;
        this.md = isSparse(productTemplate) ? choiceOf(productTemplate) : null;
        super.setup();
        if (this.md && this.props.line?.selectedAttributes) {
            this._mdComplete();
        }
    },

    /** Begin with the scanned variant, or the first; of what makes none as core does. */
    initAttributes() {
        if (!this.md) {
            return super.initAttributes();
        }
        for (const line of this.attributes) {
            const [first] = line.values();
            if (line.attribute_id.display_type !== "multi" && first) {
                this.state.attributes[line.attribute_id.id].selected = first;
            }
        }
        const forced = Object.values(this.props.forceVariantValue ?? {});
        this._mdChoose(forced.map(({ id }) => id));
    },

    get validAttributeLineIds() {
        const lines = super.validAttributeLineIds;
        if (!this.md) {
            return lines;
        }
        const asked = orderedLines(this.props.productTemplate);
        return asked.filter((line) => lines.includes(line) && this._mdIsAsked(line));
    },

    get product() {
        return this.md ? this.md.variants.get(this._mdNow.combo) : super.product;
    },

    isArchivedCombination() {
        return this.md ? !this.product : super.isArchivedCombination();
    },

    /** What is offered of a dimension; undefined of other attributes. */
    mdOffer(line) {
        return this._mdNow.offers.get(line.id);
    },

    mdValues(line) {
        const ids = new Set(this.md.choice.dims.find((dim) => dim.id === line.id).values);
        return line.values().filter((value) => ids.has(value.id));
    },

    /** Dimensions of which one value is left: told, not asked. */
    get mdFacts() {
        if (!this.md) {
            return [];
        }
        const lines = orderedLines(this.props.productTemplate);
        return lines.filter((line) => this.mdOffer(line)?.shown && !this._mdIsAsked(line));
    },

    mdSelected(line) {
        return this.state.attributes[line.attribute_id.id].selected;
    },

    /** Choosing leads to the closest variant that exists. */
    mdChoose(value) {
        this._mdChoose(
            this.selectedValues.map(({ id }) => id),
            value.id
        );
    },

    _mdChoose(valueIds, last) {
        const combo = this.md.choice.closest(valueIds, last);
        for (const id of combo ? this.md.choice.values(combo) : []) {
            const value = this.pos.models["product.template.attribute.value"].get(id);
            this.state.attributes[value.attribute_id.id].selected = value;
        }
    },

    /** A line of the basket names what it was configured with; the rest is its product's. */
    _mdComplete() {
        for (const { attribute_id } of this.attributes) {
            this.state.attributes[attribute_id.id] ??= { selected: [], custom_value: "" };
        }
        const own = this.props.line.product_id.product_template_attribute_value_ids;
        this._mdChoose(own.map(({ id }) => id));
    },

    /** What is chosen, and what may be: the same until something else is chosen. */
    get _mdNow() {
        const ids = this.selectedValues.map(({ id }) => id);
        const key = ids.join();
        if (this._mdMemo?.key !== key) {
            const combo = this.md?.choice.closest(ids);
            const offers = combo ? this.md.choice.offer(combo) : [];
            this._mdMemo = { key, combo, offers: new Map(offers.map((one) => [one.id, one])) };
        }
        return this._mdMemo;
    },

    /** Whether there is something to choose; values that lead nowhere do not count. */
    _mdIsAsked(line) {
        const offer = this.mdOffer(line);
        return !offer || offer.open.size > 1;
    },
});
