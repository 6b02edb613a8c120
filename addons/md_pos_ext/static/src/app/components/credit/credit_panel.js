import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Component, onWillStart, status, useState } from "@odoo/owl";

/** Beside a payment on account: what the customer's limit is, what is open and free. */
export class CreditPanel extends Component {
    static template = "md_pos_ext.CreditPanel";
    static props = { order: Object };

    setup() {
        this.pos = usePos();
        const { order } = this.props;
        this.state = useState({ facts: this.desk.known(order.getPartner()), isLast: true });
        onWillStart(() => {
            // what the server says comes when it comes
            this.desk.ask(order).then((found) => {
                if (found && status(this) !== "destroyed") {
                    Object.assign(this.state, { facts: found, isLast: false });
                }
            });
        });
    }

    get desk() {
        return this.pos.mdCredit;
    }

    text(amount) {
        return this.pos.mdTenders.text(this.pos.mdTenders.units(amount));
    }
}
