/** Where a till asks its cash desk: opening, paying, closing. */
import { BlindCloseDialog } from "@md_pos_ext/app/components/cash/blind_close_dialog";
import { CashDesk } from "@md_pos_ext/app/services/cash_desk";
import { ClosePosPopup } from "@point_of_sale/app/components/popups/closing_popup/closing_popup";
import { MoneyDetailsPopup } from "@point_of_sale/app/components/popups/money_details_popup/money_details_popup";
import { OpeningControlPopup } from "@point_of_sale/app/components/popups/opening_control_popup/opening_control_popup";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async afterProcessServerData() {
        this.mdCash = new CashDesk(this);
        return super.afterProcessServerData(...arguments);
    },

    async closeSession() {
        const info = await this.getClosePosInfo();
        if (info?.md_blind) {
            this.dialog.add(BlindCloseDialog, info);
            return;
        }
        return super.closeSession(...arguments);
    },

    /** Who comes after a hand-over counts first. */
    openOpeningControl() {
        super.openOpeningControl(...arguments);
        if (this.mdCash?.counted) {
            this.mdCash.offer();
        }
    },
});

patch(OpeningControlPopup.prototype, {
    /** What should be there is not proposed where it is counted blind. */
    setup() {
        super.setup(...arguments);
        if (this.pos.mdCash?.blind) {
            this.state.openingCash = "";
        }
    },

    async confirm() {
        if (this.pos.mdCash?.blind && !String(this.state.openingCash).trim()) {
            return this.openDetailsPopup();
        }
        await super.confirm(...arguments);
        await this.pos.mdCash?.learn();
    },
});

patch(MoneyDetailsPopup.prototype, {
    /** Notes and coins that are in use here. */
    setup() {
        super.setup(...arguments);
        const values = this.pos.config._md_denominations;
        if (!this.props.moneyDetails && values?.length) {
            this.state.moneyDetails = Object.fromEntries(values.map((value) => [value, 0]));
        }
    },

    confirm() {
        const { getPayload } = this.props;
        const total = this.computeTotal();
        const rows = Object.entries(this.state.moneyDetails).filter(([, pieces]) => pieces);
        const money = this.env.utils.formatCurrency;
        const notes = rows
            .sort(([a], [b]) => b - a)
            .map(([value, pieces]) => `\t${pieces} x ${money(Number(value))}`);
        getPayload({
            total,
            moneyDetailsNotes: rows.length
                ? [`${this.props.context} details:`, ...notes, _t("Total: %s", money(total))].join(
                      "\n"
                  )
                : null,
            moneyDetails: { ...this.state.moneyDetails },
            action: this.props.action,
        });
        this.props.close();
    },
});

patch(ClosePosPopup.prototype, {
    /** The Z report comes before the till leaves. */
    async closeSession() {
        const { router, mdCash } = this.pos;
        const leave = router.close;
        let leaves = false;
        router.close = () => (leaves = true);
        try {
            await super.closeSession(...arguments);
        } finally {
            router.close = leave;
        }
        if (leaves) {
            if (mdCash.blind && this.pos.session.state === "closed") {
                await mdCash.zReport();
            }
            router.close();
        }
    },
});

patch(OrderPaymentValidation.prototype, {
    async askBeforeValidation() {
        const cash = this.order.payment_ids.some((one) => one.payment_method_id?.is_cash_count);
        if (cash && this.pos.mdCash && !(await this.pos.mdCash.mayTakeCash())) {
            return false;
        }
        return super.askBeforeValidation(...arguments);
    },
});
