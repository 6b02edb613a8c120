from odoo import models

CHANNEL = "md_live"


class MdLiveMixin(models.AbstractModel):
    """Tell open screens that what they show has changed.

    A list or form with ``js_class="md_live_list"`` or ``"md_live_form"`` reloads when
    its model is named. The message goes out when the transaction commits, so a screen
    never sees a change that was rolled back, and once per model and transaction.
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
        # sudo: cashiers and shoppers change stock but may not read groups
        self.env.ref(group).sudo()._bus_send(CHANNEL, {"model": model})
