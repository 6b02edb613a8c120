from odoo import models

CHANNEL = "md_live"


class MdLiveMixin(models.AbstractModel):
    """Tell open screens that what they show has changed.

    A list or form with ``js_class="md_live_list"`` or ``"md_live_form"`` reloads when
    its model is named. The message goes out when the transaction commits, so a screen
    never sees a change that was rolled back. However many records change, a model is
    named once per transaction, or once per savepoint where core opens some: what was
    written before a savepoint must not be lost when the savepoint is rolled back.
    """

    _name = "md.live.mixin"
    _description = "Live Screens"

    def _live_changed(self, model, group):
        """Announce that records of ``model`` changed to the members of ``group``.

        :param model: name of the model whose screens reload.
        :param group: XML id of the group that may see such screens; the message names
            only the model, so nothing leaks to members without access to a record.
        """
        told = self.env.cr.precommit.data.setdefault("md_live", set())
        if (model, group) in told:
            return
        told.add((model, group))
        # By its cached id: env.ref would ask the database again for each sale.
        _model, group_id = self.env["ir.model.data"]._xmlid_to_res_model_res_id(
            group, raise_if_not_found=True
        )
        # sudo: cashiers and shoppers change stock but may not read groups
        self.env["res.groups"].sudo().browse(group_id)._bus_send(
            CHANNEL, {"model": model}
        )
