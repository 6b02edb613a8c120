import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";

/** A dialog whose secrets go to a button's method in its context and are never saved. */
export class SecretFormController extends formView.Controller {
    beforeExecuteActionButton(clickParams) {
        if (clickParams.special === "cancel") {
            return super.beforeExecuteActionButton(clickParams);
        }
        return this.model.root.checkValidity({ displayNotification: true });
    }
}

registry.category("views").add("md_secret_form", { ...formView, Controller: SecretFormController });
