import { idWords, payerWords } from "@md_pos_ext/app/services/tender_words";
import { masked, normalise, payerProblem } from "@md_pos_ext/app/utils/tender_ids";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Asks for the transaction id of a payment by phone, and whose phone it was. */
export class TenderDialog extends Component {
    static template = "md_pos_ext.TenderDialog";
    static components = { Dialog };
    static props = {
        line: Object,
        getPayload: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.pos = usePos();
        const { transaction_id: id, md_payer: payer } = this.props.line;
        this.state = useState({ id: id || "", payer: payer || "", error: "", busy: false });
        useAutofocus({ refName: "id" });
    }

    get desk() {
        return this.pos.mdTenders;
    }

    get line() {
        return this.props.line;
    }

    get method() {
        return this.line.payment_method_id;
    }

    get amount() {
        return this.desk.text(this.desk.units(this.line.amount));
    }

    /** What is wrong with what was typed, in words. */
    get problem() {
        const wrong = this.desk.wrong(this.line, this.state.id);
        if (wrong) {
            return idWords(wrong, this.method.name, this.method.md_id_form);
        }
        const payer = payerProblem(this.state.payer);
        return payer && payerWords(payer);
    }

    async confirm() {
        if (this.state.busy) {
            return;
        }
        this.state.error = this.problem || "";
        if (this.state.error) {
            return;
        }
        this.state.busy = true;
        try {
            this.state.error = (await this.desk.used(this.line, this.state.id)) || "";
        } finally {
            this.state.busy = false;
        }
        if (!this.state.error) {
            const values = {
                transaction_id: normalise(this.state.id),
                md_payer: masked(this.state.payer),
            };
            this.line.update(values);
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
