from odoo import models

CHANNEL = "MD_PRODUCTS"
PROMOTIONS = "MD_PROMOTIONS"
COLLECTED = "md_till_products"
COLLECTED_PROMOTIONS = "md_till_promotions"
AT_ONCE = 500  # products in one message
# What a till shows or sells by.
SHOWN = {
    *("name", "list_price", "taxes_id", "uom_id", "active", "sale_ok", "categ_id"),
    *("available_in_pos", "default_code", "barcode", "md_life", "price_extra"),
}


class MdTillNews(models.AbstractModel):
    """Tells open tills which products changed, when the change is committed.

    A till that has the product reads it anew; lines of open baskets keep their price.
    """

    _name = "md.till.news"
    _description = "News for Open Tills"

    def _changed(self, templates, names):
        """Some fields of products were written; tills hear of it once."""
        if SHOWN.isdisjoint(names) or not templates:
            return
        data = self.env.cr.precommit.data
        if COLLECTED not in data:
            data[COLLECTED] = set()
            self.env.cr.precommit.add(self._tell)
        data[COLLECTED].update(templates.ids)

    def _promotions_changed(self, companies):
        """Tills of these companies ask anew for promotions, once per transaction."""
        data = self.env.cr.precommit.data
        if COLLECTED_PROMOTIONS not in data:
            data[COLLECTED_PROMOTIONS] = set()
            self.env.cr.precommit.add(self._tell_promotions)
        data[COLLECTED_PROMOTIONS].update(companies.ids)

    def _tell_promotions(self):
        companies = self.env.cr.precommit.data.pop(COLLECTED_PROMOTIONS, ())
        for till in self._open_tills():
            if till.company_id.id in companies:
                till._notify(PROMOTIONS, {})

    def _open_tills(self):
        # sudo: who changes what tills show need not read tills
        sessions = self.env["pos.session"].sudo()
        return sessions.search([("state", "=", "opened")]).config_id

    def _tell(self):
        """One message, or as few as it takes, to each open till."""
        ids = sorted(self.env.cr.precommit.data.pop(COLLECTED, ()))
        for till in self._open_tills():
            for start in range(0, len(ids), AT_ONCE):
                till._notify(CHANNEL, {"ids": ids[start : start + AT_ONCE]})
