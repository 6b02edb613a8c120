/** Open tills learn of products that changed; baskets that have them keep their price. */
import { changes, known } from "@md_pos_ext/app/utils/price_news";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async initServerData() {
        this.data.connectWebSocket("MD_PRODUCTS", ({ ids }) => this.mdReloadProducts(ids));
        this.bus.addEventListener("BUS:RECONNECT", () => this.mdCatchUp());
        const result = await super.initServerData(...arguments);
        this.mdCatchUp();
        return result;
    },

    /** What changed while this till did not listen: it may start with data of its own. */
    async mdCatchUp() {
        const products = this.models["product.template"].filter((one) => one.write_date);
        if (!products.length) {
            return;
        }
        const texts = products.map(({ write_date }) =>
            typeof write_date === "string" ? write_date : serializeDateTime(write_date)
        );
        const since = texts.sort().at(-1).slice(0, 19);
        const changed = [
            "|",
            ["write_date", ">", since],
            ["product_variant_ids.write_date", ">", since],
        ];
        const before = known(products);
        await this.mdUnlessOffline(async () => {
            const ids = await this.data.call("product.template", "search", [changed]);
            await this.mdReloadProducts(ids);
            this.mdTellPrices(before);
        });
    },

    /** The cashier hears of prices that are others than those he has sold by. */
    mdTellPrices(before) {
        const { rows, more } = changes(before, known(this.models["product.template"].getAll()));
        if (!rows.length) {
            return;
        }
        const { formatCurrency } = this.env.utils;
        const told = rows.map(
            ({ name, old, now }) => `${name}: ${formatCurrency(old)} → ${formatCurrency(now)}`
        );
        const rest = more ? [_t("and %s more", more)] : [];
        this.notification.add(
            _t(
                "%s. What is paid, and what is in a basket, keeps its price.",
                [...told, ...rest].join("; ")
            ),
            {
                title: _t("Prices changed while this till had no connection"),
                type: "warning",
                sticky: true,
            }
        );
    },

    /** Read products of this till anew. */
    async mdReloadProducts(ids) {
        const known = ids.filter((id) => this.models["product.template"].get(id));
        if (!known.length) {
            return;
        }
        this.mdKeepPrices(new Set(known));
        await this.mdUnlessOffline(() =>
            this.data.callRelated(
                "product.template",
                "load_product_from_pos",
                [odoo.pos_config_id, [["id", "in", known]], 0, 0],
                { context: { load_archived: true } }
            )
        );
    },

    /** Lines of open baskets stay as the customer was told, also with another quantity. */
    mdKeepPrices(ids) {
        for (const order of this.models["pos.order"].filter((one) => !one.finalized)) {
            for (const line of order.lines) {
                if (ids.has(line.product_id.product_tmpl_id.id) && line.price_type === "original") {
                    line.price_type = "automatic";
                }
            }
        }
    },

    async mdUnlessOffline(work) {
        try {
            await work();
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            // it catches up when it is connected again
        }
    },
});
