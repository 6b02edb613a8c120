import { NumericInput } from "@point_of_sale/app/components/inputs/numeric_input/numeric_input";
import { Component } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** How many there are of each note and coin, and what that makes. */
export class Pieces extends Component {
    static template = "md_pos_ext.Pieces";
    static components = { NumericInput };
    static props = { values: Array, pieces: Object };

    setup() {
        this.ui = useService("ui");
    }

    get total() {
        return total(this.rows);
    }

    get rows() {
        return rowsOf(this.props.values, this.props.pieces);
    }
}

/** [[value, pieces]] as the server wants them; what is empty is none. */
export function rowsOf(values, pieces) {
    return values.map((value) => [value, Math.trunc(Number(pieces[value]) || 0)]);
}

export function total(rows) {
    return rows.reduce((sum, [value, pieces]) => sum + value * pieces, 0);
}
