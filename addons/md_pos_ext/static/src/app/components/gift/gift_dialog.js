import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Asks for the code of a card and pays with it as much as it has. */
export class GiftDialog extends Component {
    static template = "md_pos_ext.GiftDialog";
    static components = { Dialog };
    static props = {
        line: Object,
        getPayload: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.pos = usePos();
        this.state = useState({ code: "", error: "", busy: false });
        useAutofocus({ refName: "code" });
    }

    get amount() {
        return this.pos.mdGifts.text(this.props.line.amount);
    }

    async confirm() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            this.state.error = (await this.pos.mdGifts.pay(this.props.line, this.state.code)) || "";
        } finally {
            this.state.busy = false;
        }
        if (!this.state.error) {
            this.props.getPayload?.(true);
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
