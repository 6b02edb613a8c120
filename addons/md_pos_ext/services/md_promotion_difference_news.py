from odoo import models

MANAGER = "md_inventory_core.group_manager"
SEE = (
    MANAGER,
    "md_inventory_core.group_auditor",
    "md_inventory_core.group_admin",
)
MOST = 20  # open activities of one person: who has more looks at the list anyway


class MdPromotionDifferenceNews(models.AbstractModel):
    """Tells managers of receipts that differ by more than the company lets pass."""

    _name = "md.promotion.difference.news"
    _description = "News of Differences"
    _inherit = ["md.live.mixin"]

    def _tell(self, differences):
        for group in SEE:
            self._live_changed("md.promotion.difference", group)
        for difference in differences:
            if self._matters(difference):
                self._remind(difference)

    def _matters(self, difference):
        """Whether the amount, in the company's currency, is above what is let pass."""
        company = difference.company_id
        least = company.md_difference_alert
        if not least:
            return False
        amount = difference.currency_id._convert(
            abs(difference.amount),
            company.currency_id,
            company,
            difference.sold_at.date(),
        )
        return amount >= least

    def _remind(self, difference):
        """An activity of each manager of the store."""
        for user in self._managers(difference):
            mine = [
                ("user_id", "=", user.id),
                ("res_model", "=", difference._name),
            ]
            if self.env["mail.activity"].search_count(mine, limit=MOST) >= MOST:
                continue
            # in the words of who is told; no mail for what is on the screen
            speaking = difference.with_context(
                lang=user.lang, mail_activity_quick_update=True
            )
            speaking.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=speaking.env._("Receipt %s differs", speaking.reference),
                note=speaking.explanation,
            )

    def _managers(self, difference):
        """Managers of the store; those of all stores when it has none of its own."""
        group = self.env["ir.model.data"]._xmlid_to_res_id(MANAGER)
        store = difference.warehouse_id
        managers = self.env["res.users"].search(
            [
                ("all_group_ids", "in", group),
                ("company_ids", "in", difference.company_id.ids),
            ],
            order="id",
        )
        near = managers.filtered(lambda user: store and store in user.md_store_ids)
        return near or managers.filtered(lambda user: not user.md_store_ids)
