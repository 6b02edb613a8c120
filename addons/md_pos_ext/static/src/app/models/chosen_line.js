/** Which line of an order is chosen, so that only two lines are drawn when another is. */
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { reactive } from "@odoo/owl";
import { effect } from "@web/core/utils/reactive";
import { patch } from "@web/core/utils/patch";

patch(PosOrder.prototype, {
    initState() {
        super.initState(...arguments);
        this.mdFollowChoice();
    },

    restoreState() {
        super.restoreState(...arguments);
        this.mdFollowChoice();
    },

    /** Keep {line uuid: true} of the chosen one beside core's own word for it. */
    mdFollowChoice() {
        const chosen = reactive({});
        this.mdChosen = chosen;
        let before;
        effect(
            ({ selected_orderline_uuid: now }) => {
                if (now !== before) {
                    if (before) {
                        chosen[before] = false;
                    }
                    if (now) {
                        chosen[now] = true;
                    }
                    before = now;
                }
            },
            [this.uiState]
        );
    },
});

patch(PosOrderline.prototype, {
    isSelected() {
        const chosen = this.order_id?.mdChosen;
        return chosen ? Boolean(chosen[this.uuid]) : super.isSelected(...arguments);
    },
});
