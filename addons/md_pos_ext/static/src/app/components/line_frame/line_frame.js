/**
 * One line of the basket on the screen, drawn when it changes and not with every other.
 *
 * Core draws what is in the slot of the order's display for all lines whenever one of
 * them, or the total, changes.
 */
import { OrderDisplay } from "@point_of_sale/app/components/order_display/order_display";
import { patch } from "@web/core/utils/patch";
import { Component } from "@odoo/owl";

export class LineFrame extends Component {
    static template = "md_pos_ext.LineFrame";
    static props = { line: Object, slots: Object };
}

patch(OrderDisplay, { components: { ...OrderDisplay.components, LineFrame } });
