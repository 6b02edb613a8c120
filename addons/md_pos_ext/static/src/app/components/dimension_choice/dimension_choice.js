import { Component } from "@odoo/owl";

/** One dimension to choose from by touch, whatever its display on the shop. */
export class DimensionChoice extends Component {
    static template = "md_pos_ext.DimensionChoice";
    static props = {
        line: Object,
        values: Array,
        open: Set,
        selected: Number,
        choose: Function,
    };

    classOf(value) {
        return { active: value.id === this.props.selected };
    }

    isClosed(value) {
        return value.id !== this.props.selected && !this.props.open.has(value.id);
    }
}
