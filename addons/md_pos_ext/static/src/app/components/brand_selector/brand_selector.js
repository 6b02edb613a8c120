import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";

/** Chips of the brands that the till sells; one may be chosen. */
export class BrandSelector extends Component {
    static template = "md_pos_ext.BrandSelector";
    static props = {};

    setup() {
        this.pos = usePos();
    }
}
