import { Pieces, rowsOf, total } from "@md_pos_ext/app/components/cash/pieces";
import { countWords } from "@md_pos_ext/app/services/cash_words";
import { ClosePosPopup } from "@point_of_sale/app/components/popups/closing_popup/closing_popup";

/** Closes a till whose drawer is counted blind: pieces first, what differs after. */
export class BlindCloseDialog extends ClosePosPopup {
    static template = "md_pos_ext.BlindCloseDialog";
    static components = { ...ClosePosPopup.components, Pieces };
    static props = [...ClosePosPopup.props, "md_blind?"];

    setup() {
        super.setup();
        this.values = this.pos.config._md_denominations;
        Object.assign(this.state, {
            pieces: Object.fromEntries(this.values.map((value) => [value, 0])),
            reason: "",
            asked: false,
            told: "",
        });
    }

    get cards() {
        return this.props.non_cash_payment_methods.filter((one) => one.type === "bank");
    }

    /** What differs in cash is the server's business. */
    getDifference(id) {
        return id === this.props.default_cash_details.id ? 0 : super.getDifference(id);
    }

    async confirm() {
        if (!(await this.pos.pushOrdersWithClosingPopup())) {
            return;
        }
        const rows = rowsOf(this.values, this.state.pieces);
        const answer = await this.pos.mdCash.count("closing", rows, this.state.reason.trim());
        if (!answer) {
            return;
        }
        if (answer.state !== "ok") {
            this.state.asked ||= answer.state === "reason";
            this.state.told = countWords(answer, this.env.utils.formatCurrency);
            return;
        }
        const cash = this.state.payments[this.props.default_cash_details.id];
        cash.counted = this.env.utils.formatCurrency(total(rows), false);
        if (this.state.reason) {
            this.state.notes = [this.state.notes, this.state.reason].filter(Boolean).join("\n");
        }
        await super.confirm();
    }
}
