// What Odoo's own till code makes of taxes: JSON on stdin, JSON on stdout.
// node tax_twin.mjs FOLDER-OF-ODOO'S-ADDONS
import { register } from "node:module";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const addons = pathToFileURL(path.resolve(process.argv[2])).href;
// Texts and the look of numbers are the browser's; nothing here is shown to anybody.
const bare = {
    "@web/core/l10n/translation": "export const _t = (text) => text;",
    "@web/core/l10n/localization": "export const localization = {};",
    "@web/core/utils/strings": "export const intersperse = (text) => text;",
};
const hooks = `
const bare = ${JSON.stringify(bare)};
export async function resolve(name, context, next) {
    if (name in bare) {
        return { url: "data:text/javascript," + encodeURIComponent(bare[name]), shortCircuit: true };
    }
    const ours = /^@(\\w+)\\/(.*)$/.exec(name);
    const url = ours && "${addons}/" + ours[1] + "/static/src/" + ours[2] + ".js";
    return url ? { url, format: "module", shortCircuit: true } : next(name, context);
}
export async function load(url, context, next) {
    return next(url, url.startsWith("${addons}") ? { ...context, format: "module" } : context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const { accountTaxHelpers: helpers } = await import(
    `${addons}/account/static/src/helpers/account_tax.js`
);
let asked = "";
for await (const piece of process.stdin) {
    asked += piece;
}
const { company, taxes, orders } = JSON.parse(asked);
const known = Object.fromEntries(taxes.map((tax) => [tax.id, tax]));

/** [value, taxes in their order] of each line, as the till shows and sends them. */
function parts(lines) {
    const bases = lines.map(({ price, quantity, discount, tax_ids }) =>
        helpers.prepare_base_line_for_taxes_computation(
            {},
            {
                price_unit: price,
                quantity,
                discount,
                tax_ids: tax_ids.map((id) => known[id]),
                currency_id: company.currency_id,
            }
        )
    );
    helpers.add_tax_details_in_base_lines(bases, company);
    helpers.round_base_lines_tax_details(bases, company);
    return bases.map(({ tax_details: details }) => [
        details.total_excluded + details.delta_total_excluded,
        ...details.taxes_data.map((row) => row.tax_amount),
    ]);
}

process.stdout.write(JSON.stringify(orders.map(parts)));
