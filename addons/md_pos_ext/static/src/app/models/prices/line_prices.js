/**
 * What core's computation of taxes says of one line, kept until the line changes.
 *
 * Core computes all lines of an order, four times, with each change of one of them. Where
 * a company rounds taxes per line, nothing of a line depends on the others: what core
 * spreads over lines is the difference between the rounded sum and the sum of what is
 * rounded, and that is nothing. `isOwn` looks whether it is so, on the amounts themselves;
 * where it is not, an order is computed by core, whole.
 */
import { accountTaxHelpers } from "@account/helpers/account_tax";
import { markRaw, toRaw } from "@odoo/owl";

/** Core's own helpers; sums of one line, which is all that is slow in them, are kept. */
const helpers = {
    __proto__: accountTaxHelpers,
    aggregate_base_line_tax_details(line, grouping) {
        // of the two groupings of the summary one is true or false, the other a tax group
        const kind = grouping(line, null) === false ? "mdWhole" : "mdByGroup";
        line[kind] ??= super.aggregate_base_line_tax_details(line, grouping);
        return line[kind];
    },
};

/** Of the smallest amount: what binary fractions lack, far from what core would spread. */
const NOISE = 1e-5;

/** Whether a line's amounts are rounded by themselves, and stay so beside others. */
function isOwn(line) {
    const { tax_details: found, manual_tax_amounts: byHand } = line;
    if (byHand || line.manual_total_excluded !== null) {
        return false;
    }
    if (line.manual_total_excluded_currency !== null || line.special_type) {
        return false;
    }
    const noise = line.currency_id.rounding * NOISE;
    const same = (amounts, name) => Math.abs(amounts[`raw_${name}`] - amounts[name]) < noise;
    return ["_currency", ""].every(
        (suffix) =>
            same(found, `total_excluded${suffix}`) &&
            !found[`delta_total_excluded${suffix}`] &&
            found.taxes_data.every(
                (data) => same(data, `base_amount${suffix}`) && same(data, `tax_amount${suffix}`)
            )
    );
}

function computed(line, company, options) {
    const found = line.getBaseLine({
        quantity: line.qty,
        price_unit: line.price_unit,
        tax_ids: line.tax_ids.map(toRaw), // read many times over
        ...options,
    });
    accountTaxHelpers.add_tax_details_in_base_lines([found], company);
    accountTaxHelpers.round_base_lines_tax_details([found], company);
    return found;
}

/** Core's names for what a line would cost without its discount. */
function beside(details, plain, currency) {
    return Object.assign(details, {
        discount_amount: currency.round(plain.total_included - details.total_included),
        no_discount_total_excluded: plain.total_excluded,
        no_discount_total_included: plain.total_included,
        no_discount_total_included_currency: plain.total_included_currency,
        no_discount_total_excluded_currency: plain.total_excluded_currency,
        no_discount_taxes_data: plain.taxes_data,
        no_discount_delta_total_excluded: plain.delta_total_excluded,
        no_discount_delta_total_included: plain.delta_total_included,
    });
}

/**
 * @param {Object} line of an order
 * @param {Object} company
 * @param {Object} options that core's computation knows: {quantity: 1} for a unit
 * @returns {Object|null} core's base line with its tax_details; null: not without the others
 */
export function lineOf(line, company, options = {}) {
    const found = computed(line, company, options);
    if (!isOwn(found)) {
        return null;
    }
    // core's price of a unit "without discount" has it
    const same = !found.discount || "quantity" in options;
    const plain = same ? found : computed(line, company, { ...options, discount: 0.0 });
    if (!isOwn(plain)) {
        return null;
    }
    beside(found.tax_details, { ...plain.tax_details }, line.order_id.currency);
    return markRaw(found);
}

/** The same for one unit; of a line of one unit nothing is computed again. */
export function unitOf(line, base) {
    if (base.quantity !== 1) {
        return lineOf(line, line.order_id.company, { quantity: 1 });
    }
    const own = { ...base.tax_details };
    return { ...base, tax_details: beside(own, { ...own }, line.order_id.currency) };
}

/** Core's summary of an order of lines that `lineOf` has computed. */
export function totalsOf(lines, order) {
    const { config, currency, company } = order;
    const rounding = config.cash_rounding ? config.rounding_method : null;
    const totals = helpers.get_tax_totals_summary(lines, currency, company, {
        cash_rounding: rounding,
    });
    totals.order_sign = order.isRefund ? -1 : 1;
    totals.total_amount_no_rounding =
        totals.total_amount_currency - (totals.cash_rounding_base_amount_currency || 0.0);
    return totals;
}
