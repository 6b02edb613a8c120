import { registry } from "@web/core/registry";
import { useBus } from "@web/core/utils/hooks";
import { formView } from "@web/views/form/form_view";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { listView } from "@web/views/list/list_view";
import { useLiveReload } from "./use_live_reload";

export class LiveListController extends listView.Controller {
    setup() {
        super.setup();
        useLiveReload(
            this.props.resModel,
            () => this.model.root.load(),
            () => Boolean(this.model.root.editedRecord || this.model.root.selection.length)
        );
    }
}

export class LiveKanbanController extends kanbanView.Controller {
    setup() {
        super.setup();
        useLiveReload(
            this.props.resModel,
            () => this.model.root.load(),
            () => this.model.root.selection.length > 0
        );
    }
}

export class LiveFormController extends formView.Controller {
    setup() {
        super.setup();
        // A record is dirty only when a field is left; this tells while the user types.
        let isTyping = false;
        useBus(this.model.bus, "FIELD_IS_DIRTY", ({ detail }) => (isTyping = detail));
        useLiveReload(
            this.props.resModel,
            () => this.model.root.load(),
            () => this.model.root.isNew || this.model.root.dirty || isTyping
        );
    }
}

registry
    .category("views")
    .add("md_live_list", { ...listView, Controller: LiveListController })
    .add("md_live_kanban", { ...kanbanView, Controller: LiveKanbanController })
    .add("md_live_form", { ...formView, Controller: LiveFormController });
