/** The drawer of a till: who has it, what is counted, what goes to the safe, reports. */
import { CashCountDialog } from "@md_pos_ext/app/components/cash/cash_count_dialog";
import { SafeDropDialog } from "@md_pos_ext/app/components/cash/safe_drop_dialog";
import { DropSlip, TillReportDialog } from "@md_pos_ext/app/components/cash/till_report";
import { ask, makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { uuidv4 } from "@point_of_sale/utils";
import { formatCurrency } from "@web/core/currency";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";
import { Reactive } from "@web/core/utils/reactive";

export class CashDesk extends Reactive {
    constructor(pos) {
        super();
        this.pos = pos;
        this.holder = null; // [id, name] of who has the drawer
        this.free = false; // it was handed over and nobody has it
        this.known = false; // the server has said so
        this.offered = false; // to take it over, since the till was started
    }

    get counted() {
        return Boolean(this.pos.config.cash_control && this.pos.session?.state === "opened");
    }

    get blind() {
        return Boolean(this.pos.config.md_blind_count && this.pos.config.cash_control);
    }

    get seesReport() {
        return this.manages || !this.blind;
    }

    get manages() {
        return this.pos.getCashier()?._role === "manager";
    }

    get mine() {
        return this.holder?.[0] === this.pos.user.id;
    }

    money(amount) {
        return formatCurrency(amount, this.pos.currency.id);
    }

    // The server

    /** Calls the session; says what is wrong, and answers null then. */
    async call(method, args = []) {
        try {
            return await this.pos.data.call("pos.session", method, [
                [this.pos.session.id],
                ...args,
            ]);
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.say(_t("No Server"), _t("This needs the server. Try again in a moment."));
            } else if (error instanceof RPCError) {
                this.say(_t("Not possible"), error.data?.message || error.message);
            } else {
                throw error;
            }
            return null;
        }
    }

    say(title, body) {
        this.pos.dialog.add(AlertDialog, { title, body });
    }

    /** Learns who has the drawer; quiet without a server. */
    async learn() {
        if (!this.counted) {
            return;
        }
        try {
            const said = await this.pos.data.call("pos.session", "md_drawer", [
                [this.pos.session.id],
            ]);
            Object.assign(this, { holder: said.holder, free: said.free, known: true });
        } catch (error) {
            if (!(error instanceof ConnectionLostError || error instanceof RPCError)) {
                throw error;
            }
        }
    }

    /** Offers a drawer that nobody has, once. */
    async offer() {
        await this.learn();
        if (this.free && !this.offered) {
            this.offered = true;
            await this.takeOver();
        }
    }

    /** Counts on the server, after what was sold here is there. */
    async count(kind, rows, reason) {
        if (!(await this.pos.pushOrdersWithClosingPopup())) {
            return null;
        }
        return this.call("md_count_cash", [kind, rows, reason, uuidv4()]);
    }

    drop(amount, bag, key) {
        return this.call("md_safe_drop", [amount, bag, key]);
    }

    // What a cashier does

    open(title, text, kind) {
        this.pos.hardwareProxy.openCashbox(title);
        return makeAwaitable(this.pos.dialog, CashCountDialog, { title, text, kind });
    }

    async handOver() {
        const text = _t("Count what you hand over. The next cashier counts it, too.");
        if (await this.open(_t("Hand Over the Drawer"), text, "hand_over")) {
            Object.assign(this, { holder: null, free: true, known: true });
            this.pos.notification.add(_t("The drawer is handed over."), { type: "success" });
        }
    }

    async takeOver() {
        const text = this.holder
            ? _t("%s has the drawer. Count it to take it over.", this.holder[1])
            : _t("Nobody has the drawer. Count it to take it over.");
        const counted = await this.open(_t("Take Over the Drawer"), text, "take_over");
        if (counted) {
            const { id, name } = this.pos.user;
            Object.assign(this, { holder: [id, name], free: false, known: true });
        }
        return Boolean(counted);
    }

    async spotCheck() {
        const answer = await this.open(_t("Count the Drawer"), "", "spot");
        if (answer) {
            const amount = this.money(answer.difference ?? 0);
            this.say(_t("Recorded"), _t("The drawer differs by %s.", amount));
        }
    }

    async safeDrop() {
        this.pos.hardwareProxy.openCashbox(_t("Safe Drop"));
        const drop = await makeAwaitable(this.pos.dialog, SafeDropDialog);
        if (!drop) {
            return;
        }
        const text = this.money(drop.amount);
        const slip = {
            ...drop,
            text,
            company: this.pos.company.name,
            till: this.pos.config.name,
            cashier: this.pos.user.name,
            at: formatDateTime(deserializeDateTime(drop.at)),
        };
        await this.pos.printer.print(DropSlip, { drop: slip });
        const done = _t("%(amount)s are in the safe, bag %(bag)s.", {
            amount: text,
            bag: drop.bag,
        });
        this.pos.notification.add(done, { type: "success" });
    }

    /** Whether this cashier may take cash: who has not counted the drawer takes it over. */
    async mayTakeCash() {
        if (!this.pos.config.md_drawer_by_user || !this.counted || this.mine) {
            return true;
        }
        await this.learn();
        if (this.mine) {
            return true;
        }
        if (this.pos.data.network.offline || !this.known) {
            return ask(this.pos.dialog, {
                title: _t("The drawer is not yours"),
                body: _t("Without the server it cannot be taken over. Take the cash anyway?"),
            });
        }
        return this.takeOver();
    }

    // Reports

    async xReport() {
        if (!(await this.pos.pushOrdersWithClosingPopup())) {
            return;
        }
        const page = await this.call("md_x_report");
        if (page) {
            const again = () => this.call("md_x_report");
            this.pos.dialog.add(TillReportDialog, { page, again });
        }
    }

    /** Shows the Z report of the session that was just closed, until it is dismissed. */
    async zReport() {
        const page = await this.call("md_z_report");
        if (page) {
            const again = () => this.call("md_z_report");
            await makeAwaitable(this.pos.dialog, TillReportDialog, { page, again });
        }
    }

    print(component, props) {
        return this.pos.printer.print(component, props, { webPrintFallback: true });
    }
}
