import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** A receipt could not be kept: tells the cashier before the sale is done. */
export class OutboxBrokenDialog extends Component {
    static template = "md_pos_ext.OutboxBrokenDialog";
    static components = { Dialog };
    static props = {
        problem: String,
        getPayload: { type: Function, optional: true },
        close: Function,
    };

    choose(choice) {
        this.props.getPayload?.(choice);
        this.props.close();
    }
}
