import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { useAsyncLockedMethod } from "@point_of_sale/app/hooks/hooks";
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** An X or Z report as a slip: what `md.till.report.words` says. */
export class TillReport extends Component {
    static template = "md_pos_ext.TillReport";
    static props = { page: Object };
}

/** The slip of a safe drop; it goes into the bag. */
export class DropSlip extends Component {
    static template = "md_pos_ext.DropSlip";
    static props = { drop: Object };
}

/** Shows a report and prints it; each print of a Z report after the first is a copy. */
export class TillReportDialog extends Component {
    static template = "md_pos_ext.TillReportDialog";
    static components = { Dialog, TillReport };
    static props = {
        page: Object,
        again: { type: Function, optional: true },
        getPayload: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.pos = usePos();
        this.state = useState({ page: this.props.page, printed: false });
        this.print = useAsyncLockedMethod(this.print);
    }

    async print() {
        if (this.state.printed && this.props.again) {
            const page = await this.props.again();
            if (!page) {
                return;
            }
            this.state.page = page;
        }
        this.state.printed = true;
        await this.pos.mdCash.print(TillReport, { page: this.state.page });
    }

    done() {
        this.props.getPayload?.(true);
        this.props.close();
    }
}
