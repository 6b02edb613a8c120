/** On every screen of the till: how many receipts wait, and since when. */
import { OutboxDialog } from "@md_pos_ext/outbox/outbox_dialog";
import { age } from "@md_pos_ext/outbox/outbox_words";
import { summary } from "@md_pos_ext/outbox/queue";
import { Navbar } from "@point_of_sale/app/components/navbar/navbar";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Component, onWillUnmount, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";

const MINUTE = 60000;

export class OutboxStatus extends Component {
    static template = "md_pos_ext.OutboxStatus";
    static props = {};

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.outbox = useState(this.pos.mdOutbox.state);
        this.numbers = useState(this.pos.mdOutbox.numbers.state);
        this.time = useState({ now: Date.now() });
        const timer = setInterval(() => {
            this.time.now = Date.now();
        }, MINUTE);
        onWillUnmount(() => clearInterval(timer));
    }

    get found() {
        return summary(this.outbox.entries);
    }

    get age() {
        return age(Math.max(this.time.now, Date.now()) - this.found.oldest);
    }

    /** Few receipt numbers are left, or none. */
    get numbersLow() {
        return this.numbers.known && this.numbers.low;
    }

    /** Red: somebody must look; yellow: they wait; grey: all are on the server. */
    get color() {
        const { broken, room } = this.outbox;
        if (broken || room.low || this.found.stuck) {
            return "text-danger";
        }
        return this.found.count || this.numbersLow ? "text-warning" : "text-muted";
    }

    get hint() {
        const { broken, room } = this.outbox;
        if (broken) {
            return _t("Receipts cannot be kept on this device: %s", broken);
        }
        if (room.low) {
            return _t("This device has almost no room left for receipts.");
        }
        const { count, error } = this.found;
        if (!count && this.numbersLow) {
            return _t("%s receipt numbers are left at this till.", this.numbers.left);
        }
        if (!count) {
            return _t("All receipts are on the server.");
        }
        const told = { count, age: this.age, error };
        return error
            ? _t("%(count)s receipts wait, the oldest for %(age)s. Last error: %(error)s", told)
            : _t("%(count)s receipts wait, the oldest for %(age)s.", told);
    }

    open() {
        this.dialog.add(OutboxDialog, {});
    }
}

Navbar.components = { ...Navbar.components, OutboxStatus };
