import { SparseChoice } from "@md_inventory_core/choice/sparse_choice";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import wSaleUtils from "@website_sale/js/website_sale_utils";
import { WebsiteSale } from "@website_sale/interactions/website_sale";

const CHOSEN_PILL = ["active", "border-primary", "text-primary-emphasis", "bg-primary-subtle"];
const choices = new WeakMap();

/** What there is to choose on a product page; undefined where all is as in core. */
function choiceOf(parent) {
    const list = parent.querySelector("ul[data-md-choice]");
    if (list && !choices.has(list)) {
        choices.set(list, new SparseChoice(JSON.parse(list.dataset.mdChoice)));
    }
    return list && choices.get(list);
}

/** Inputs or options of values, by their id. */
function inputsOf(parent) {
    const found = parent.querySelectorAll("input.js_variant_change, .js_variant_change option");
    return new Map([...found].map((input) => [parseInt(input.value), input]));
}

/** Choose the values of a variant, and show them as chosen. */
function show(parent, values) {
    const inputs = inputsOf(parent);
    for (const input of values.map((value) => inputs.get(value)).filter(Boolean)) {
        input[input.tagName === "OPTION" ? "selected" : "checked"] = true;
        const name = input.closest(".variant_attribute")?.querySelector(".attribute_value");
        if (name) {
            name.textContent = input.dataset.valueName;
        }
    }
    for (const pill of parent.querySelectorAll(".variant_attribute .o_variant_pills")) {
        const chosen = pill.querySelector("input").checked;
        CHOSEN_PILL.forEach((style) => pill.classList.toggle(style, chosen));
    }
    const swatches = ".css_attribute_color, .css_attribute_image";
    for (const swatch of parent.querySelectorAll(swatches)) {
        swatch.classList.toggle("active", swatch.querySelector("input").checked);
    }
}

/** Grey out what does not exist with what is chosen before. */
function greyOut(parent, choice, combo) {
    const inputs = inputsOf(parent);
    for (const { id, open, shown, value: chosen } of choice.offer(combo)) {
        const line = parent.querySelector(`[data-md-line="${id}"]`);
        const { values } = choice.dims.find((dim) => dim.id === id);
        line?.classList.toggle("d-none", values.length < 2 || !shown);
        for (const value of values) {
            const input = inputs.get(value);
            const closed = value !== chosen && !open.has(value);
            for (const element of [input, input?.closest("label, .o_variant_pills")]) {
                element?.classList.toggle("css_not_available", closed);
            }
        }
    }
}

/** Options that take what is sold out cannot be chosen. */
function closeOut(parent) {
    const list = parent.querySelector("ul[data-md-out]");
    const inputs = inputsOf(parent);
    for (const value of JSON.parse(list?.dataset.mdOut || "[]")) {
        const input = inputs.get(value);
        if (!input) {
            continue;
        }
        input.disabled = true;
        const holder = input.closest("label, .o_variant_pills") ?? input;
        holder.classList.add("css_not_available");
        holder.setAttribute("title", _t("Sold out"));
    }
}

patch(WebsiteSale.prototype, {
    /** What was chosen leads to the closest variant that exists, before its price is asked. */
    onChangeVariant(ev) {
        const parent = ev.currentTarget.closest(".js_product");
        const choice = choiceOf(parent);
        if (choice) {
            const values = wSaleUtils.getSelectedAttributeValues(parent);
            const last = ev.target.closest("input, select")?.value;
            const combo = choice.closest(values, parseInt(last));
            if (combo) {
                show(parent, choice.values(combo));
                greyOut(parent, choice, combo);
            }
        }
        return super.onChangeVariant(ev);
    },

    /** Core forgets what is greyed out whenever it looks at exclusions. */
    _checkExclusions(parent, combination) {
        super._checkExclusions(parent, combination);
        closeOut(parent);
        const choice = choiceOf(parent);
        const combo = choice?.closest(combination);
        if (combo) {
            greyOut(parent, choice, combo);
        }
    },
});
