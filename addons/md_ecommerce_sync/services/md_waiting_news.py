from collections import defaultdict
from decimal import Decimal

from odoo import SUPERUSER_ID, models

NOTHING = Decimal(0)


class MdWaitingNews(models.AbstractModel):
    """Who hears that a paid order waits: its owner and its customer, at once.

    A hold ends before a slow payment comes in; then somebody else may have the goods.
    The order is confirmed all the same and is served in its turn. Said in the
    transaction that confirms: undone with it, and never said twice.
    """

    _name = "md.waiting.news"
    _description = "News of Waiting Orders"

    def _tell(self, order):
        """Tell what of a paid and confirmed order is not there; nothing if all is."""
        missing = self._missing(order)
        if missing:
            # said by the system, whoever's call brings the payment
            order = order.with_user(SUPERUSER_ID)
            self._tell_owner(order, missing)
            self._tell_customer(order, missing)

    def _missing(self, order):
        """{ordered product: how many are missing}, of those that were to be there."""
        key, missing = order._md_claim_key(), defaultdict(Decimal)
        if order.md_on_shortage != "refuse":
            return missing
        claims = self.env["md.claim.moves"]
        needed, _reserved = claims._demand(key)
        held = self._held(key)
        for slot, part in needed.items():
            product = self.env["product.product"].browse(slot.product_id)
            if part > held[slot] and order._md_in_stock_only(product):
                missing[product] += part - held[slot]
        return missing

    def _held(self, key):
        """{`Slot`: Decimal} that a key holds; our own snapshot does not see it."""
        held = defaultdict(Decimal)
        with self.env["md.own.transaction"]._begin() as cr:
            for claim in self.env["md.claim.settler"]._live(cr, [key]):
                held[claim.slot] += claim.left
        return held

    def _tell_owner(self, order, missing):
        """An activity for the salesperson, else for managers; else a note."""
        summary = self.env._("Paid, but not all of it is there")
        note = self.env._(
            "%(order)s is paid and confirmed, but the goods were sold while the "
            "customer paid. Missing: %(missing)s. The order waits and is served in its "
            "turn: paid first, served first. Bring the goods in, or offer the customer "
            "something else.",
            order=order.name,
            missing=self._list(missing),
        )
        owners = self._owners(order)
        for owner in owners:
            order.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=summary,
                note=note,
                user_id=owner.id,
            )
        if not owners:
            order.message_post(body=note)

    def _owners(self, order):
        owner = order.user_id or order.website_id.salesperson_id
        if owner:
            return owner
        managers = order.env.ref("md_inventory_core.group_manager").all_user_ids
        return managers.filtered(
            lambda user: (
                user.active
                and order.company_id in user.company_ids
                and order.with_user(user).has_access("read")
            )
        )

    def _tell_customer(self, order, missing):
        """A message in the customer's language, on the order's page and by mail."""
        here = self.with_context(lang=order.partner_id.lang)
        body = here.env._(
            "Thank you for your payment. Not all of your order is left, for others "
            "bought it while you paid. Missing: %(missing)s. Your order %(order)s is "
            "confirmed and waits for new goods. They are given out by one rule: paid "
            "first, served first. If you would rather not wait, answer this message.",
            order=order.name,
            missing=here._list(missing),
        )
        order.message_post(
            body=body,
            author_id=order.company_id.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=order.partner_id.ids,
        )

    def _list(self, missing):
        """For example: 2 × Chair, 1 × Table."""
        # sudo: a name
        products = self.env["product.product"].sudo()
        names = products.with_context(display_default_code=False)
        return ", ".join(
            f"{part.normalize():f} × {names.browse(product.id).display_name}"
            for product, part in missing.items()
        )
