/** Orders whose prices are computed of what has changed only; see line_prices.js. */
import { lineOf, totalsOf, unitOf } from "@md_pos_ext/app/models/prices/line_prices";
import { PosConfig } from "@point_of_sale/app/models/pos_config";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { markRaw, reactive, toRaw } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";

const PER_LINE = "round_per_line";
/** What lines read of other records when their taxes are computed. */
const READ = ["account.tax", "account.fiscal.position", "product.product", "product.template"];

const kept = new WeakMap(); // line: {base, unit, of} since it changed last
let generation = 0; // of records that lines read

/** What was computed of a line is not so any more. */
function forget(line) {
    kept.delete(toRaw(line));
}

/** What prices of lines depend on besides the lines. */
function circumstances(order) {
    const { fiscal_position_id: position, company } = order;
    return `${generation}/${position?.id ?? ""}/${company.tax_calculation_rounding_method}`;
}

patch(PosConfig.prototype, {
    handlePricesComputation() {
        // before core computes: what has changed must be known then
        const lines = this.models["pos.order.line"];
        const changed = (ids) => lines.readMany(ids).forEach(forget);
        lines.addEventListener("create", ({ ids }) => changed(ids));
        lines.addEventListener("update", ({ id }) => changed([id]));
        for (const model of READ) {
            this.models[model]?.addEventListener("update", () => {
                generation += 1;
            });
        }
        return super.handlePricesComputation(...arguments);
    },
});

patch(PosOrder.prototype, {
    setup() {
        for (const line of this.lines || []) {
            forget(line); // the server may have said other things of it
        }
        return super.setup(...arguments);
    },

    triggerRecomputeAllPrices() {
        if (this._prices && !this.mdCompute()) {
            for (const line of this.lines) {
                line.mdTax = null;
            }
            super.triggerRecomputeAllPrices(...arguments);
        }
    },

    /** Compute what has changed; say no when the lines cannot be computed one by one. */
    mdCompute() {
        const { company, lines } = this;
        if (company.tax_calculation_rounding_method !== PER_LINE) {
            return false;
        }
        const of = circumstances(this);
        // what is read of them here is to wake nobody when it changes
        const own = lines.map(toRaw);
        const found = [];
        for (const line of own) {
            const base = this.mdBase(line, company, of);
            if (!base) {
                return false;
            }
            found.push(base);
        }
        for (const [index, line] of own.entries()) {
            if (line.mdTax !== found[index]) {
                reactive(line).mdTax = found[index];
            }
        }
        this.mdPublish(found);
        return true;
    },

    mdBase(line, company, of) {
        const before = kept.get(line);
        if (before?.of === of) {
            return before.base;
        }
        const base = lineOf(line, company);
        kept.set(line, { base, of });
        return base;
    },

    mdPublish(baseLines) {
        const order = this;
        const byUuid = {};
        for (const base of baseLines) {
            byUuid[base.record.uuid] = base;
        }
        this._prices.original = markRaw({
            taxDetails: totalsOf(baseLines, this),
            baseLines,
            baseLineByLineUuids: byUuid,
        });
        // hardly ever asked for: lines know their own
        this._prices.unit = markRaw({
            get taxDetails() {
                return this.whole.taxDetails;
            },
            get baseLines() {
                return this.whole.baseLines;
            },
            get baseLineByLineUuids() {
                return this.whole.baseLineByLineUuids;
            },
            get whole() {
                const whole = order._constructPriceData({ baseLineOpts: { quantity: 1 } });
                Object.defineProperty(this, "whole", { value: whole });
                return whole;
            },
        });
    },

    /** As core says it, without looking at prices: these change with each line. */
    get orderSign() {
        return this.isRefund ? -1 : 1;
    },
});

patch(PosOrderline.prototype, {
    setup() {
        forget(this);
        return super.setup(...arguments);
    },

    get prices() {
        return this.mdTax ? this.mdTax.tax_details : super.prices;
    },

    get unitPrices() {
        const base = this.mdTax;
        if (!base) {
            return super.unitPrices;
        }
        const entry = kept.get(toRaw(this));
        if (entry?.base !== base) {
            return super.unitPrices;
        }
        entry.unit ??= unitOf(this, base);
        return entry.unit ? entry.unit.tax_details : super.unitPrices;
    },

    /** Another product is never merged: core asks for the price of each line first. */
    canBeMergedWith(line) {
        const same = this.product_id?.id === line.product_id?.id;
        return same && super.canBeMergedWith(...arguments);
    },
});
