import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** A PIN: hidden digits, typed on a keyboard or tapped on big keys. Never saved. */
export class PinField extends CharField {
    static template = "md_inventory_core.PinField";
    static props = { ...CharField.props, hasKeys: { type: Boolean, optional: true } };
    static defaultProps = { ...CharField.defaultProps, isPassword: true };

    setup() {
        super.setup();
        this.keys = KEYS;
    }

    tap(digit) {
        return this.change(`${this.input.el.value}${digit}`);
    }

    back() {
        return this.change(this.input.el.value.slice(0, -1));
    }

    change(value) {
        this.input.el.value = value;
        return this.props.record.update({ [this.props.name]: value });
    }
}

export const pinField = {
    ...charField,
    component: PinField,
    extractProps: (info) => ({
        ...charField.extractProps(info),
        hasKeys: Boolean(info.options.keys),
    }),
};

registry.category("fields").add("md_pin", pinField);
