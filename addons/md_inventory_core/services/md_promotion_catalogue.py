from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import promo_codes
from ..models.md_promotion_life_mixin import SOLD

AHEAD = timedelta(days=14)


class MdPromotionCatalogue(models.AbstractModel):
    """Gives sellers the promotions that they evaluate."""

    _name = "md.promotion.catalogue"
    _description = "Catalogue of Promotions"

    def _contract(self, promotions):
        """Contracts of the present revisions, in the order of ``promotions``."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (promotion_id) promotion_id, contract "
                "  FROM md_promotion_revision WHERE promotion_id = ANY(%s) "
                " ORDER BY promotion_id, rev DESC",
                promotions.ids,
            )
        )
        found = {number: promo_codes.opened(said) for number, said in rows}
        return [found[number] for number in promotions.ids if number in found]

    def _offered(self, channel, company, at=None):
        """Promotions that a seller of a channel may need now or in the next 14 days.

        :param channel: an `md.channel`, or an empty one: those of no channel in
            particular
        """
        now = at or self.env["md.clock"]._now()
        # sudo: who sells need not read promotions, nor what they have cost
        promotions = self.env["md.promotion"].sudo()
        domain = [
            ("company_id", "=", company.id),
            ("state", "in", SOLD),
            *("|", ("date_to", "=", False), ("date_to", ">", now)),
            *("|", ("date_from", "=", False), ("date_from", "<=", now + AHEAD)),
            *("|", ("channel_ids", "=", False), ("channel_ids", "in", channel.ids)),
        ]
        # of each only what is looked at: there may be hundreds
        names = ["code", "rev", "budget", "most_uses"]
        found = promotions.search_fetch(domain, names, order="layer, priority, code")
        spent = self.env["md.promotion.usage"]._exhausted(found)
        return (found - spent).with_env(self.env)

    def _pinned(self, pairs):
        """Contracts of exactly these revisions, in the given order.

        :param pairs: [[id, rev], ...] as an order names them
        :raises UserError: naming those that there are not
        """
        wanted = [(str(code), str(rev)) for code, rev in pairs]
        rows = self.env.execute_query(
            SQL(
                "SELECT v.code, v.rev::text, v.contract FROM md_promotion_revision v "
                "  JOIN unnest(%s::text[], %s::text[]) AS w (code, rev) "
                "    ON w.code = v.code AND w.rev = v.rev::text",
                [code for code, _rev in wanted],
                [rev for _code, rev in wanted],
            )
        )
        known = {
            (code, rev): promo_codes.opened(contract) for code, rev, contract in rows
        }
        if missing := [pair for pair in wanted if pair not in known]:
            raise UserError(
                self.env._(
                    "There is no revision %s of a promotion.",
                    ", ".join(f"{code} {rev}" for code, rev in missing),
                )
            )
        return [known[pair] for pair in wanted]
