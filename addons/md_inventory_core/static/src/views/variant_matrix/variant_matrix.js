import { Component, onWillStart, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { cellKey, cellsOf, combination, firstDimensions, flip, shownValues } from "./matrix";

/** Edits which variants of a product exist, two dimensions at a time. */
export class VariantMatrix extends Component {
    static template = "md_inventory_core.VariantMatrix";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.display = { controlPanel: {} };
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        const { params, context } = this.props.action;
        this.templateId = params?.template_id ?? context?.active_id;
        this.state = useState({
            data: null,
            row: null,
            column: null,
            fixed: {},
            rest: {},
            added: {},
            make: {},
            end: {},
            isSaving: false,
        });
        onWillStart(() => this.load());
        useBus(this.env.bus, "CLEAR-UNCOMMITTED-CHANGES", ({ detail: callbacks }) =>
            callbacks.push(() => this.mayLeave())
        );
    }

    async load() {
        const data = await this.orm.call("product.template", "get_variant_matrix", [
            [this.templateId],
        ]);
        this.show(data);
        const [row, column] = firstDimensions(data.dimensions, data.variants);
        Object.assign(this.state, { row, column: column ?? null });
        this.fixOthers();
    }

    show(data) {
        Object.assign(this.state, { data, make: {}, end: {} });
        this.env.config.setDisplayName(_t("Variants of %s", data.name));
    }

    // What is seen

    dimension(id) {
        return this.state.data.dimensions.find((dimension) => dimension.id === id);
    }

    /** Dimensions of the product that are neither rows nor columns. */
    get fixedDimensions() {
        const { row, column, data } = this.state;
        return data.dimensions.filter(({ id, used }) => used && id !== row && id !== column);
    }

    /** Dimensions in the matrix that the variants there are do not have yet. */
    get newDimensions() {
        const { row, column, data } = this.state;
        return data.variants.some((variant) => Object.keys(variant.values).length)
            ? data.dimensions.filter(({ id, used }) => !used && (id === row || id === column))
            : [];
    }

    get rows() {
        return this.valuesOf(this.state.row);
    }

    get columns() {
        return this.state.column ? this.valuesOf(this.state.column) : [[null, _t("Variant")]];
    }

    valuesOf(id) {
        const added = new Set(this.state.added[id] ?? []);
        return shownValues(this.dimension(id), this.state.data.variants, added);
    }

    otherValues(id) {
        const shown = new Set(this.valuesOf(id).map(([value]) => value));
        return this.dimension(id).values.filter(([value]) => !shown.has(value));
    }

    get cells() {
        const { data, row, column, fixed } = this.state;
        return cellsOf(data.variants, row, column, fixed);
    }

    cell(cells, row, column) {
        const variant = cells.get(cellKey(row, column));
        const isMade = Boolean(this.state.make[cellKey(row, column)]);
        const isEnded = Boolean(variant && this.state.end[variant.id]);
        return { variant, isMade, isEnded, isThere: Boolean(variant?.active) };
    }

    cellClass({ variant, isThere, isMade, isEnded }) {
        return {
            "is-there": isThere && !isEnded,
            "is-made": isMade,
            "is-ended": isEnded,
            "is-archived": variant && !isThere && !isMade,
        };
    }

    get counts() {
        return {
            make: Object.keys(this.state.make).length,
            end: Object.keys(this.state.end).length,
        };
    }

    get hasChanges() {
        return this.counts.make + this.counts.end > 0;
    }

    // What is done

    /** Choices belong to the cells that are seen: whoever changes those is asked. */
    async choose(which, event) {
        const id = Number(event.target.value) || null;
        if (!(await this.mayLeave())) {
            event.target.value = this.state[which] ?? "";
            return;
        }
        const other = which === "row" ? "column" : "row";
        if (id && id === this.state[other]) {
            this.state[other] = this.state[which];
        }
        this.state[which] = id;
        Object.assign(this.state, { make: {}, end: {}, rest: {} });
        this.fixOthers();
    }

    /** Each further dimension begins with the value that most variants have. */
    fixOthers() {
        this.state.fixed = Object.fromEntries(
            this.fixedDimensions.map((dimension) => [dimension.id, this.usual(dimension.id)])
        );
    }

    usual(id) {
        const counts = new Map();
        for (const { values } of this.state.data.variants) {
            counts.set(values[id], (counts.get(values[id]) ?? 0) + 1);
        }
        const [best] = [...counts].sort((a, b) => b[1] - a[1]);
        return best?.[0] ?? this.dimension(id).values[0]?.[0] ?? null;
    }

    async fix(id, event) {
        if (!(await this.mayLeave())) {
            event.target.value = this.state.fixed[id] ?? "";
            return;
        }
        this.state.fixed[id] = Number(event.target.value) || null;
        this.discard();
    }

    setRest(id, event) {
        this.state.rest[id] = Number(event.target.value) || null;
    }

    toggle(row, column) {
        if (!this.state.data.can_edit) {
            return;
        }
        const { variant, isThere } = this.cell(this.cells, row, column);
        const key = cellKey(row, column);
        if (isThere) {
            flip(this.state.end, variant.id, true);
        } else {
            const { row: rows, column: columns, fixed } = this.state;
            flip(this.state.make, key, combination(rows, row, columns, column, fixed));
        }
    }

    /** A whole row or column: what is missing is chosen, or given up when all is. */
    toggleLine(pairs) {
        const cells = this.cells;
        const missing = pairs.filter(([row, column]) => !this.cell(cells, row, column).isThere);
        const open = missing.filter(([row, column]) => !this.state.make[cellKey(row, column)]);
        for (const [row, column] of open.length ? open : missing) {
            this.toggle(row, column);
        }
    }

    toggleRow(row) {
        this.toggleLine(this.columns.map(([column]) => [row, column]));
    }

    toggleColumn(column) {
        this.toggleLine(this.rows.map(([row]) => [row, column]));
    }

    /** Show another value of a dimension; a name that is not known becomes a value. */
    async addValue(id, event) {
        const name = event.target.value.trim();
        event.target.value = "";
        if (!name) {
            return;
        }
        const dimension = this.dimension(id);
        let value = dimension.values.find(
            ([, known]) => known.toLowerCase() === name.toLowerCase()
        )?.[0];
        if (!value) {
            [value] = await this.orm.create("product.attribute.value", [
                { attribute_id: id, name },
            ]);
            dimension.values.push([value, name]);
        }
        this.state.added[id] = [...(this.state.added[id] ?? []), value];
    }

    async save() {
        const { make, end, rest } = this.state;
        const lacks = [...this.fixedDimensions.filter(({ id }) => !this.state.fixed[id])];
        lacks.push(...this.newDimensions.filter(({ id }) => !rest[id]));
        if (Object.keys(make).length && lacks.length) {
            const names = lacks.map(({ name }) => name).join(", ");
            this.notification.add(_t("Choose a value: %s", names), { type: "danger" });
            return;
        }
        this.state.isSaving = true;
        try {
            const data = await this.orm.call("product.template", "save_variant_matrix", [
                [this.templateId],
                Object.values(make),
                Object.keys(end).map(Number),
                rest,
            ]);
            this.show(data);
            this.notification.add(_t("Saved."), { type: "success" });
        } finally {
            this.state.isSaving = false;
        }
    }

    discard() {
        Object.assign(this.state, { make: {}, end: {} });
    }

    mayLeave() {
        if (!this.hasChanges) {
            return true;
        }
        return new Promise((resolve) =>
            this.dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Not saved"),
                    body: _t("What you chose in the matrix is not saved. Give it up?"),
                    confirmLabel: _t("Give Up"),
                    confirm: () => {
                        this.discard();
                        resolve(true);
                    },
                    cancelLabel: _t("Stay"),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            )
        );
    }

    async copy() {
        if (await this.mayLeave()) {
            await this.action.doAction("md_inventory_core.md_variant_copy_wizard_action", {
                additionalContext: {
                    default_template_id: this.templateId,
                    default_attribute_id: this.state.column ?? this.state.row,
                },
                onClose: () => this.load(),
            });
        }
    }

    open(variant) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "product.product",
            res_id: variant.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("md_variant_matrix", VariantMatrix);
