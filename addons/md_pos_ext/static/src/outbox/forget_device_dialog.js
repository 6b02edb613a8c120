/** A manager removes the browser before which he stands. */
import { summary } from "@md_pos_ext/outbox/queue";
import { useAsyncLockedMethod } from "@point_of_sale/app/hooks/hooks";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { Navbar } from "@point_of_sale/app/components/navbar/navbar";
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useAutofocus } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

export class ForgetDeviceDialog extends Component {
    static template = "md_pos_ext.ForgetDeviceDialog";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.pos = usePos();
        this.outbox = useState(this.pos.mdOutbox.state);
        this.state = useState({ reason: "", problem: "", going: false });
        this.confirm = useAsyncLockedMethod(this.confirm);
        useAutofocus({ refName: "reason" });
    }

    /** How many receipts are only here. */
    get waiting() {
        return summary(this.outbox.entries).count;
    }

    /** Whether customers' goods are in baskets that are lost. */
    get baskets() {
        return this.pos.models["pos.order"].filter(
            (order) => !order.finalized && order.lines.length
        ).length;
    }

    get ready() {
        return Boolean(this.state.reason.trim()) && !this.state.going;
    }

    async confirm() {
        if (!this.ready) {
            return;
        }
        Object.assign(this.state, { problem: "", going: true });
        try {
            await this.pos.mdForgetDevice(this.state.reason.trim());
        } catch (error) {
            const away = error instanceof ConnectionLostError;
            const said = error.data?.message || error.message || "";
            this.state.problem = away
                ? _t("There is no connection to the server, which must know of it.")
                : said;
            this.state.going = false;
        }
    }
}

patch(Navbar.prototype, {
    get mdMayForget() {
        return this.pos.getCashier()?._role === "manager" && Boolean(this.pos.mdWatch);
    },

    mdForgetDevice() {
        this.dialog.add(ForgetDeviceDialog, {});
    },
});
