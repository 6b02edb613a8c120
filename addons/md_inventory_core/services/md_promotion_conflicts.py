from odoo import models
from odoo.fields import Domain

from ..models.md_promotion_reach_mixin import DAYS
from ..models.md_promotion_terms_mixin import ROLE_FIELDS

NAMED = 3  # goods that a warning names
PLACES = (
    *("channel_ids", "warehouse_ids", "pricelist_ids", "partner_tag_ids", "class_ids"),
)
DAY = 24 * 60


class MdPromotionConflicts(models.AbstractModel):
    """Promotions that hold for the same goods at the same time and place."""

    _name = "md.promotion.conflicts"
    _description = "Conflicts of Promotions"

    def _of(self, promotion):
        """[(other promotion, same layer, products)] of those that meet a promotion."""
        if not promotion.id:
            return []
        mine = self._goods(promotion)
        products, found = self.env["product.product"], []
        for other in promotion.search(
            [
                ("company_id", "=", promotion.company_id.id),
                ("state", "!=", "ended"),
                ("id", "!=", promotion.id),
            ]
        ):
            if not self._meet(promotion, other):
                continue
            both = Domain("sale_ok", "=", True) & mine & self._goods(other)
            if goods := products.search(both, limit=NAMED + 1):
                found.append((other, other.layer == promotion.layer, goods))
        return found

    def _goods(self, promotion):
        """Goods that count or get cheaper, as a domain of products."""
        domain = Domain.FALSE
        for name in ROLE_FIELDS.values():
            for row in promotion[name]:
                domain |= row._domain()
        if promotion.kind == "gift" and promotion.gift_id:
            domain |= Domain("id", "=", promotion.gift_id.id)
        return domain

    def _meet(self, one, two):
        """Whether both may hold at a time and place."""
        for first, second in ((one, two), (two, one)):
            ends, starts = first.date_to, second.date_from
            if ends and starts and ends <= starts:
                return False
        for name in PLACES:
            if one[name] and two[name] and not one[name] & two[name]:
                return False
        # sudo: whether codes differ, not what they are
        one, two = one.sudo(), two.sudo()
        if one.coupon and two.coupon and one.coupon != two.coupon:
            return True  # both codes may be entered
        return bool(self._minutes(one) & self._minutes(two))

    def _minutes(self, promotion):
        """Fives of minutes of a week in which it holds: hours are rarely finer."""
        days = [n for n, day in enumerate(DAYS) if promotion[day]] or range(7)
        windows = [w._minutes() for w in promotion.window_ids] or [(0, DAY)]
        found = set()
        for day in days:
            for begin, end in windows:
                till = end if end > begin else end + DAY
                found |= {
                    (day * DAY + minute) % (7 * DAY) // 5
                    for minute in range(begin, till, 5)
                }
        return found

    def _words(self, promotion):
        """What a form says about it: a line for each promotion that it meets."""
        lines = []
        for other, same, goods in self._of(promotion):
            names = ", ".join(goods[:NAMED].mapped("display_name"))
            if len(goods) > NAMED:
                names = self.env._("%s and more", names)
            told = {"other": other.name, "code": other.code, "goods": names}
            if same:
                line = self.env._(
                    "%(other)s (%(code)s) holds for %(goods)s, too. Both are of the "
                    "same layer: each piece gets one of them, whichever saves the "
                    "customer more.",
                    **told,
                )
            elif promotion.ends_here or other.ends_here:
                line = self.env._(
                    "%(other)s (%(code)s) holds for %(goods)s, too. Who gets the one "
                    "of the earlier layer does not get the other.",
                    **told,
                )
            else:
                line = self.env._(
                    "%(other)s (%(code)s) holds for %(goods)s, too. It is of another "
                    "layer: customers get both, one on top of the other.",
                    **told,
                )
            lines.append(line)
        return "\n".join(lines)
