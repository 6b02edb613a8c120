/** What customers usually buy, asked for when one is chosen; kept while the till is open. */
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async mdUsuallyBuys(partnerId) {
        this.mdUsual ??= new Map(); // in memory alone: it is personal
        try {
            const found = await this.data.call("pos.config", "md_usually_buys", [
                this.config.id,
                partnerId,
            ]);
            this.mdUsual.set(partnerId, found);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
        return this.mdUsual.get(partnerId) ?? [];
    },
});
