import { Pieces, rowsOf } from "@md_pos_ext/app/components/cash/pieces";
import { countWords } from "@md_pos_ext/app/services/cash_words";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useAsyncLockedMethod } from "@point_of_sale/app/hooks/hooks";
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** A cashier counts the drawer; what should be there is not shown. */
export class CashCountDialog extends Component {
    static template = "md_pos_ext.CashCountDialog";
    static components = { Dialog, Pieces };
    static props = {
        title: String,
        text: { type: String, optional: true },
        kind: String,
        getPayload: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.pos = usePos();
        this.values = this.pos.config._md_denominations;
        this.state = useState({
            pieces: Object.fromEntries(this.values.map((value) => [value, 0])),
            reason: "",
            asked: false,
            told: "",
        });
        this.confirm = useAsyncLockedMethod(this.confirm);
    }

    get rows() {
        return rowsOf(this.values, this.state.pieces);
    }

    async confirm() {
        const answer = await this.pos.mdCash.count(
            this.props.kind,
            this.rows,
            this.state.reason.trim()
        );
        if (!answer) {
            return;
        }
        if (answer.state === "ok") {
            this.props.getPayload?.(answer);
            this.props.close();
            return;
        }
        this.state.asked ||= answer.state === "reason";
        this.state.told = countWords(answer, this.env.utils.formatCurrency);
    }
}
