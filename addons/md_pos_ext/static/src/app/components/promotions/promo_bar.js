import { PromoDialog } from "@md_pos_ext/app/components/promotions/promo_dialog";
import { hintsOf } from "@md_pos_ext/app/utils/promo_hints";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatCurrency } from "@web/core/currency";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

/** Under the basket: what is saved, and what one more would save. */
export class PromoBar extends Component {
    static template = "md_pos_ext.PromoBar";
    static props = {};

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
    }

    get order() {
        return this.pos.selectedOrder;
    }

    money(amount) {
        return formatCurrency(amount, this.pos.currency.id);
    }

    get hints() {
        const order = this.order;
        const found = order?.lines.length ? order.uiState.mdPromo?.suggestions : null;
        if (!found?.length || order.state !== "draft") {
            return [];
        }
        const basket = order.lines.map((line) => this.goods(line.product_id, line.price_unit));
        return hintsOf(found, basket, () => this.allGoods())
            .map((hint) => ({ ...hint, text: this.textOf(hint) }))
            .filter(({ text }) => text);
    }

    goods(product, price) {
        const { sku, tags } = this.pos.mdPromo.book.fact(product);
        return { sku, tags, price, product };
    }

    allGoods() {
        return this.pos.models["product.product"]
            .filter((one) => one.product_tmpl_id?.available_in_pos)
            .map((one) => this.goods(one, one.lst_price));
    }

    textOf({ promotion, gain, missing: [entry] }) {
        const { qty, amount, goods } = entry;
        const name = this.pos.mdPromo.book.known[promotion]?.name ?? promotion;
        const what = goods.length === 1 ? goods[0].product.display_name : name;
        const save = gain && this.money(gain);
        if (amount !== null) {
            const spend = this.money(amount);
            return save
                ? _t("Spend %(spend)s more and save %(save)s: %(name)s", { spend, save, name })
                : _t("Spend %(spend)s more: %(name)s", { spend, name });
        }
        if (!goods.length) {
            return "";
        }
        return save
            ? _t("Add %(qty)s more: %(what)s, and save %(save)s", { qty, what, save })
            : _t("Add %(qty)s more: %(what)s", { qty, what });
    }

    /** What is missing goes into the basket; the cashier says which when there are several. */
    async take({ missing: [{ qty, goods }] }) {
        if (qty === null || !goods.length) {
            return;
        }
        const list = goods.map(({ product }) => ({
            id: product.id,
            label: product.display_name,
            item: product,
        }));
        const product =
            list.length === 1
                ? list[0].item
                : await makeAwaitable(this.dialog, SelectionPopup, {
                      title: _t("Add which one?"),
                      list,
                  });
        if (product) {
            const template = product.product_tmpl_id;
            const goods = { product_id: product, product_tmpl_id: template, qty };
            await this.pos.addLineToCurrentOrder(goods, { presetVariant: product }, false);
        }
    }

    explain() {
        this.dialog.add(PromoDialog, { order: this.order });
    }
}

patch(OrderSummary, { components: { ...OrderSummary.components, PromoBar } });
