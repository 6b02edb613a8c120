import { TextInputPopup } from "@point_of_sale/app/components/popups/text_input_popup/text_input_popup";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { codeWords } from "@md_pos_ext/app/services/promo_code_words";
import { evaluate } from "@md_pos_ext/app/utils/promotions";
import { ControlButtons } from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { formatCurrency } from "@web/core/currency";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

const MOST_TRIED = 60; // promotions tried alone, to say what they would have saved
const MOST_SHOWN = 5;

/** Why the basket costs what it costs: deals, what they beat, what was taken out, coupons. */
export class PromoDialog extends Component {
    static template = "md_pos_ext.PromoDialog";
    static components = { Dialog };
    static props = { order: Object, close: Function };

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.state = useState({ why: "" });
        this.pos.mdPromo.flush();
    }

    get order() {
        return this.props.order;
    }

    get editable() {
        return this.order.state === "draft" && !this.order.isRefund;
    }

    money(amount) {
        return formatCurrency(Number(amount), this.pos.currency.id);
    }

    name(id) {
        const removed = this.order.md_promo_removed || [];
        const known = this.pos.mdPromo.book.known[id];
        return known?.name ?? removed.find(({ promotion }) => promotion === id)?.name ?? id;
    }

    /** One row per promotion: its deals, and goods of each. */
    get found() {
        const rows = new Map();
        for (const deal of this.order.md_promo_deals || []) {
            const row = rows.get(deal.promotion) ?? { id: deal.promotion, amount: 0, deals: [] };
            row.amount += Number(deal.amount);
            row.deals.push({ n: deal.n, amount: this.money(deal.amount), goods: this.goods(deal) });
            rows.set(deal.promotion, row);
        }
        return [...rows.values()];
    }

    goods({ units }) {
        const lines = Object.fromEntries(this.order.lines.map((line) => [line.uuid, line]));
        return units
            .filter(({ line }) => lines[line])
            .map(({ line, qty, role }) => {
                const name = lines[line].product_id.display_name;
                return role === "get" ? `${qty} × ${name} ★` : `${qty} × ${name}`;
            })
            .join(", ");
    }

    /** Promotions that would do something alone, but are not in the best set. */
    get others() {
        const last = this.pos.mdPromo.results.get(this.order.uuid);
        if (!last || !this.editable) {
            return [];
        }
        const used = new Set(last.result.deals.map(({ promotion }) => promotion));
        return last.promotions
            .filter(({ id, kind }) => !used.has(id) && kind !== "points")
            .slice(0, MOST_TRIED)
            .map((one) => ({
                id: one.id,
                amount: Number(evaluate(last.basket, [one], last.now).total.discount),
            }))
            .filter(({ amount }) => amount > 0)
            .sort((a, b) => b.amount - a.amount)
            .slice(0, MOST_SHOWN);
    }

    get removed() {
        return this.order.md_promo_removed || [];
    }

    get coupons() {
        return (this.order.md_promo_coupons || []).map((code) => {
            const { title, ids } = this.pos.mdPromo.codes.describe(code);
            const used = (this.order.md_promo_deals || []).some(({ promotion }) =>
                ids.includes(promotion)
            );
            const state = used ? _t("used") : ids.length ? _t("does not apply yet") : _t("unknown");
            return { code, title, used, state };
        });
    }

    /** Take a promotion out of this basket; the reason stays on the receipt's record. */
    async remove(id) {
        const reason = await makeAwaitable(this.dialog, TextInputPopup, {
            title: _t("Why is %s taken out?", this.name(id)),
            placeholder: _t("Reason"),
            rows: 2,
        });
        if (!reason?.trim()) {
            return;
        }
        const user = this.pos.getCashier()?.name ?? "";
        const row = { promotion: id, name: this.name(id), reason: reason.trim(), user };
        this.change({ md_promo_removed: [...this.removed, row] });
    }

    undo(id) {
        const rest = this.removed.filter(({ promotion }) => promotion !== id);
        this.change({ md_promo_removed: rest });
    }

    async addCoupon() {
        const typed = await makeAwaitable(this.dialog, TextInputPopup, {
            title: _t("Coupon code"),
            placeholder: _t("As printed on the coupon"),
        });
        if (!typed?.trim()) {
            return;
        }
        const problem = await this.pos.mdPromo.codes.add(this.order, typed);
        this.state.why = problem ? codeWords(problem) : "";
        this.pos.mdPromo.flush();
        this.render();
    }

    dropCoupon(code) {
        const rest = (this.order.md_promo_coupons || []).filter((one) => one !== code);
        this.change({ md_promo_coupons: rest });
    }

    change(values) {
        this.order.update(values);
        this.pos.mdPromo.flush();
        this.render();
    }
}

patch(ControlButtons.prototype, {
    mdPromotions() {
        this.props.close?.();
        this.dialog.add(PromoDialog, { order: this.pos.getOrder() });
    },
});
