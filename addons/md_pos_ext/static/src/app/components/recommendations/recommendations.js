import { suggest } from "@md_pos_ext/app/utils/recommendations";
import { Component, useEffect, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { serializeDate } from "@web/core/l10n/dates";

const { DateTime } = luxon;
const SHOWN = 3;

/** Under the basket: what goes with it, and what the customer usually buys. A tap adds. */
export class Recommendations extends Component {
    static template = "md_pos_ext.Recommendations";
    static props = {};

    setup() {
        this.pos = usePos();
        this.state = useState({ usual: [] });
        useEffect(
            (partner) => {
                this.load(partner);
            },
            () => [this.customer]
        );
    }

    get order() {
        return this.pos.getOrder();
    }

    get shown() {
        const order = this.order;
        return Boolean(
            this.pos.config.md_show_suggestions && order && !order.finalized && !order.isRefund
        );
    }

    /** Products of the basket, by template. */
    get basket() {
        return this.order.lines.map((line) => line.product_id.product_tmpl_id.id);
    }

    get together() {
        const above = this.usual.map(({ product }) => product.id); // offered once is enough
        const excluded = new Set([...this.pos.getExcludedProductIds(), ...above]);
        const offers = (id) => !excluded.has(id) && this.sells(id);
        const table = this.pos.config._md_companions ?? {};
        return suggest(this.basket, table, offers, SHOWN).map((id) => ({
            product: this.pos.models["product.template"].get(id),
        }));
    }

    get usual() {
        const basket = new Set(this.order.lines.map((line) => line.product_id.id));
        const today = serializeDate(DateTime.now());
        return this.state.usual
            .map((habit) => ({
                variant: this.pos.models["product.product"].get(habit.product_id),
                isDue: habit.soon <= today,
                interval: habit.interval,
            }))
            .filter(({ variant }) => variant && !basket.has(variant.id))
            .filter(({ variant }) => this.sells(variant.product_tmpl_id.id))
            .map((habit) => ({ ...habit, product: habit.variant.product_tmpl_id }))
            .slice(0, SHOWN);
    }

    sells(id) {
        const product = this.pos.models["product.template"].get(id);
        return Boolean(product?.active && product.available_in_pos);
    }

    /** The id of the customer whose habits are shown; false when there is none. */
    get customer() {
        const id = this.shown && this.order.partner_id?.id;
        return typeof id === "number" && id;
    }

    /** Asked once for each customer who is chosen. */
    async load(partner) {
        this.state.usual = [];
        const usual = partner ? await this.pos.mdUsuallyBuys(partner) : [];
        if (this.customer === partner) {
            this.state.usual = usual;
        }
    }

    async add({ product, variant }) {
        const opts = variant ? { presetVariant: variant } : {};
        await this.pos.addLineToCurrentOrder({ product_tmpl_id: product }, opts);
    }
}
