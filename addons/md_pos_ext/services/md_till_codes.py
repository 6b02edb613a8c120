from datetime import UTC, timedelta

from odoo import models

from odoo.addons.md_inventory_core.lib import promo_codes
from odoo.addons.md_inventory_core.models.md_promotion_life_mixin import SOLD

REMEMBERED = timedelta(days=60)  # so long a till says of a code that it has ended


class MdTillCodes(models.AbstractModel):
    """Codes of promotions for tills: marks, from which nobody reads a code."""

    _name = "md.till.codes"
    _description = "Promotion Codes at Tills"

    def _salt(self):
        return self.env["md.coupons"]._secret("salt").hex()[:32]

    def _sealed(self, contracts):
        """Contracts with marks instead of codes."""
        salt = self._salt()
        return [promo_codes.sealed(contract, salt) for contract in contracts]

    def _known(self, till):
        """What a till needs to say why a code opens nothing.

        :return: {"salt", "rows": [{"mark", "id", "name", "state", "from", "to",
            "here"}]}; times in milliseconds, ``state`` "" while it sells
        """
        now = self.env["md.clock"]._now()
        salt = self._salt()
        # sudo: who sells reads no codes, and a till gets marks of them
        found = self.env["md.promotion"].sudo()
        found = found.search(
            [
                ("company_id", "=", till.company_id.id),
                ("coupon", "!=", False),
                ("coupon_single", "=", False),
                ("state", "not in", ("draft", "asked")),
                *("|", ("date_to", "=", False), ("date_to", ">", now - REMEMBERED)),
                *("|", ("ended_at", "=", False), ("ended_at", ">", now - REMEMBERED)),
            ],
            order="id",
        )
        spent = self.env["md.promotion.usage"]._exhausted(found)
        # sudo: who sells need not read channels
        channel = till.sudo().md_channel_id
        return {
            "salt": salt,
            "rows": [
                {
                    "mark": promo_codes.mark(one.coupon, salt),
                    "id": one.code,
                    "name": one.name,
                    "state": self._state(one, spent),
                    "from": _milliseconds(one.date_from),
                    "to": _milliseconds(one.date_to),
                    "here": not one.channel_ids or channel in one.channel_ids,
                }
                for one in found
            ],
        }

    def _state(self, promotion, spent):
        if promotion in spent:
            return "spent"
        return "" if promotion.state in SOLD else promotion.state


def _milliseconds(moment):
    return moment and moment.replace(tzinfo=UTC).timestamp() * 1000 or None
