/** What needs the server says so when there is none, and what can be done instead. */
import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

function isOffline(pos) {
    return Boolean(pos.data.network.offline);
}

patch(PartnerList.prototype, {
    get mdOffline() {
        return isOffline(this.pos);
    },

    mdSayOffline(words) {
        this.notification.add(words, {
            title: _t("No connection to the server"),
            type: "warning",
        });
    },

    /** Core says that there is no such customer, which nobody knows. */
    async onEnter() {
        if (this.state.query && !this.mdOffline) {
            await super.onEnter(...arguments);
        }
        if (this.state.query && this.mdOffline) {
            this.mdSayOffline(
                _t(
                    "Only customers that this till knows are found. Sell without a customer, with name and phone in the note of the receipt."
                )
            );
        }
    },

    async editPartner() {
        if (this.mdOffline) {
            this.mdSayOffline(
                _t(
                    "Customers are made and changed on the server. Sell without one, with name and phone in the note of the receipt."
                )
            );
            return;
        }
        return super.editPartner(...arguments);
    },
});

patch(PaymentScreen.prototype, {
    async toggleIsToInvoice() {
        await super.toggleIsToInvoice(...arguments);
        if (isOffline(this.pos) && this.currentOrder.isToInvoice()) {
            this.notification.add(
                _t(
                    "The invoice is made as soon as the receipt is on the server. Give the receipt now; print or send the invoice from Orders later."
                ),
                { title: _t("No connection to the server"), type: "warning" }
            );
        }
    },
});
