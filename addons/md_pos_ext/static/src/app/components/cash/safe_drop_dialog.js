import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useAsyncLockedMethod } from "@point_of_sale/app/hooks/hooks";
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { parseFloat } from "@web/views/fields/parsers";

/** Takes a bag of cash out of the drawer. */
export class SafeDropDialog extends Component {
    static template = "md_pos_ext.SafeDropDialog";
    static components = { Dialog };
    static props = { getPayload: { type: Function, optional: true }, close: Function };

    setup() {
        this.pos = usePos();
        this.state = useState({ amount: "", bag: "" });
        // one key for one bag: a second try is the same drop
        this.key = `${Date.now()}-${Math.random()}`;
        this.confirm = useAsyncLockedMethod(this.confirm);
        useAutofocus({ refName: "amount" });
    }

    get ready() {
        return this.env.utils.isValidFloat(this.state.amount) && this.state.bag.trim();
    }

    async confirm() {
        if (!this.ready) {
            return;
        }
        const amount = parseFloat(this.state.amount);
        const drop = await this.pos.mdCash.drop(amount, this.state.bag.trim(), this.key);
        if (drop) {
            this.props.getPayload?.(drop);
            this.props.close();
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.confirm();
        }
    }
}
