import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    /** Which variant was scanned is known, whatever barcode it was found by. */
    async openConfigurator(template, opts = {}) {
        const known = opts.presetVariant ? { ...opts, code: undefined } : opts;
        return super.openConfigurator(template, known);
    },
});
