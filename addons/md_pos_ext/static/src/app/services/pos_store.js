import { isSparse } from "@md_pos_ext/app/utils/dimensions";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

let filtering = false; // the list of products is being made

patch(PosStore.prototype, {
    async setup() {
        this.mdBrand = null;
        await super.setup(...arguments);
    },

    // What exists only

    /**
     * Which variant was scanned is known, whatever barcode it was found by; where there is
     * something left to choose, it is chosen already.
     */
    async openConfigurator(pTemplate, opts = {}) {
        const known = opts.presetVariant ? { ...opts, code: undefined } : opts;
        const code = known.code?.base_code;
        const scanned = code && this.models["product.product"].getBy("barcode", code);
        const variant = known.presetVariant || scanned;
        if (variant && isSparse(pTemplate)) {
            const forceVariantValue = variant.product_template_attribute_value_ids;
            return super.openConfigurator(pTemplate, { ...known, forceVariantValue });
        }
        return super.openConfigurator(pTemplate, known);
    },

    /** A variant's own price has what its dimensions add already. */
    handlePriceUnit(values, order, price_unit) {
        if (isSparse(values.product_tmpl_id)) {
            values.price_extra = (values.attribute_value_ids ?? [])
                .map(([, value]) => value)
                .filter((value) => value.attribute_id.create_variant === "no_variant")
                .reduce((sum, value) => sum + value.price_extra, 0);
        }
        return super.handlePriceUnit(values, order, price_unit);
    },

    // Brands

    /** Brands of what may be sold, as chips beside the categories. */
    get mdBrands() {
        const brands = this.models["md.brand"]?.getAll() ?? [];
        return brands.toSorted((a, b) => a.sequence - b.sequence || a.name.localeCompare(b.name));
    },

    mdSelectBrand(brand) {
        this.mdBrand = this.mdBrand?.id === brand?.id ? null : brand;
    },

    /** Other brands are out of sight, also for the search. */
    get productsToDisplay() {
        filtering = true;
        try {
            return super.productsToDisplay;
        } finally {
            filtering = false;
        }
    },

    getExcludedProductIds() {
        const excluded = super.getExcludedProductIds();
        if (!filtering || !this.mdBrand) {
            return excluded;
        }
        const others = this.models["product.template"].filter(
            (product) => product.md_brand_id?.id !== this.mdBrand.id
        );
        return [...excluded, ...others.map((product) => product.id)];
    },
});
