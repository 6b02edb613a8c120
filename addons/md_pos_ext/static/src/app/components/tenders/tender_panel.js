import { CreditPanel } from "@md_pos_ext/app/components/credit/credit_panel";
import { GiftDialog } from "@md_pos_ext/app/components/gift/gift_dialog";
import { TenderDialog } from "@md_pos_ext/app/components/tenders/tender_dialog";
import { qrImage } from "@md_pos_ext/app/utils/qr_image";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Component, onWillStart, status } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

const WIDE = 220; // px of a code at the till

/** Beside the payments: the code to pay with, the id of the payment, what may go back. */
export class TenderPanel extends Component {
    static template = "md_pos_ext.TenderPanel";
    static components = { CreditPanel };
    static props = { order: Object };

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.numberBuffer = useService("number_buffer");
        onWillStart(() => {
            // what the server knows comes when it comes
            this.desk.askLeft(this.props.order).then(() => {
                if (status(this) !== "destroyed") {
                    this.render();
                }
            });
        });
    }

    get desk() {
        return this.pos.mdTenders;
    }

    get line() {
        return this.props.order.getSelectedPaymentline();
    }

    get code() {
        const found = this.desk.code(this.line);
        return found?.text ? { ...found, image: qrImage(found.text, WIDE) } : found;
    }

    get asks() {
        return this.desk.asks(this.line);
    }

    /** The customer whose account is asked for, of a payment on account. */
    get creditOf() {
        const { mdCredit: credit } = this.pos;
        return credit.limits && credit.isOnAccount(this.line) && this.props.order.getPartner()?.id;
    }

    /** What is known of the card of a payment by gift card, null of other payments. */
    get gift() {
        const gifts = this.pos.mdGifts;
        if (!gifts.isGift(this.line)) {
            return null;
        }
        const taken = gifts.isTaken(this.line) ? gifts.taken.get(this.line.uuid) : null;
        const told = taken && { left: gifts.text(taken.balance), day: gifts.day(taken) };
        return { isBack: this.line.amount < 0, taken, ...told };
    }

    askCard() {
        this.dialog.add(GiftDialog, { line: this.line, getPayload: () => this.render() });
    }

    get rows() {
        return this.desk.rows(this.props.order);
    }

    get proposed() {
        return this.desk.proposal(this.props.order);
    }

    askId() {
        this.dialog.add(TenderDialog, { line: this.line });
    }

    /** Give back as it was paid: a payment for each tender. */
    asPaid() {
        const { order } = this.props;
        for (const { method, amount } of this.proposed) {
            const rounded = order.shouldRound(method)
                ? this.pos.config.rounding_method.round(amount)
                : amount;
            const same = order.payment_ids.find(
                (line) => line.payment_method_id.id === method.id && !line.payment_status
            );
            if (same) {
                same.setAmount(same.amount + rounded);
                continue;
            }
            const result = order.addPaymentline(method);
            if (result.status) {
                result.data.setAmount(rounded);
            }
        }
        this.numberBuffer.reset();
    }
}
