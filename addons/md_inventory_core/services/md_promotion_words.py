from odoo import models

from ..models.md_promotion_reach_mixin import DAYS


class MdPromotionWords(models.AbstractModel):
    """What a promotion does, and what is wrong with it, in the user's words."""

    _name = "md.promotion.words"
    _description = "Promotion Words"

    # What is wrong

    def _wrong(self, promotion, faults):
        """One sentence for each fault, each naming the promotion."""
        lines = []
        for fault in faults:
            details = {key: self._named(key, v) for key, v in fault.details.items()}
            why = self._why(fault.why) % details
            line = self.env._(
                "Promotion %(name)s: %(why)s", name=promotion.name, why=why
            )
            if line not in lines:
                lines.append(line)
        return "\n".join(lines)

    def _named(self, key, value):
        """A word of the form that a fault names."""
        if key not in ("field", "where"):
            return value
        return {
            "goods": self.env._("For these goods"),
            "reward": self.env._("Cheaper are"),
            "buy": self.env._("Buy so many of"),
            "get": self.env._("Get so many of"),
            "slots": self.env._("The set is made of"),
            "percent": self.env._("the percentage"),
            "amount": self.env._("the amount"),
            "price": self.env._("the price"),
            "price_min": self.env._("Price From"),
            "price_max": self.env._("Price To"),
            "min_amount": self.env._("the amount to spend"),
            "spend": self.env._("the amount to spend"),
            "surcharge": self.env._("the surcharge"),
            "max_discount": self.env._("At Most per Basket"),
            "qty": self.env._("the number of pieces"),
            "gift_qty": self.env._("the number of gifts"),
            "every": self.env._("Of Every"),
            "free": self.env._("Cheaper Ones"),
            "per_basket": self.env._("Times per Basket"),
            "per_customer": self.env._("Times per Customer"),
            "layer": self.env._("Layer"),
            "priority": self.env._("Priority"),
        }.get(value, value)

    def _why(self, why):
        return {**self._why_when(), **self._why_goods(), **self._why_what()}[why]

    def _why_when(self):
        return {
            "ends_first": self.env._("it ends before it starts."),
            "never": self.env._(
                "between its start and its end there is no day on which it holds."
            ),
            "window_clock": self.env._("hours %(window)s are from 00:00 to 24:00."),
            "window_empty": self.env._(
                "hours %(window)s leave nothing out or leave nothing: an end is not "
                "the start, and the whole day needs no hours."
            ),
            "windows_meet": self.env._("hours %(window)s and %(other)s overlap."),
            "code": self.env._(
                "code “%(code)s” has letters, digits and . _ : - only, at least one."
            ),
            "below_zero": self.env._("%(field)s is not below 0."),
            "share": self.env._(
                "a share is above 0 and below 100; 100 means everybody."
            ),
        }

    def _why_goods(self):
        return {
            "no_goods": self.env._("choose goods under “%(where)s”."),
            "one_row": self.env._("“%(where)s” has one row."),
            "all_and_some": self.env._(
                "under “%(where)s” choose all goods or some, not both; exceptions may "
                "be named."
            ),
            "in_and_out": self.env._(
                "under “%(where)s” the same goods are chosen and left out."
            ),
            "both_of_many": self.env._(
                "under “%(where)s” all must fit: then only one of products, "
                "categories, brands, tags and values may have several."
            ),
            "price_range": self.env._(
                "under “%(where)s” the lowest price is above the highest one."
            ),
        }

    def _why_what(self):
        return {
            "amount": self.env._("%(field)s is above 0, not %(value)s."),
            "amount_large": self.env._("%(field)s %(value)s is too large."),
            "too_fine": self.env._(
                "%(field)s %(value)s: this currency has %(digits)s decimals."
            ),
            "percent": self.env._(
                "%(field)s is above 0 and at most 100, not %(value)s."
            ),
            "percent_fine": self.env._(
                "%(field)s %(value)s has more than two decimals."
            ),
            "no_benefit": self.env._("say what customers get: %%, an amount, a price."),
            "no_percent": self.env._("say how much cheaper, in %%."),
            "number": self.env._("%(field)s is at least %(least)s, not %(value)s."),
            "no_tiers": self.env._("enter at least one tier."),
            "tiers_rise": self.env._(
                "tiers rise: %(least)s does not come after %(before)s."
            ),
            "tier_least": self.env._("a tier begins above 0, not at %(value)s."),
            "free": self.env._(
                "of %(every)s pieces %(free)s cannot be the cheaper ones."
            ),
            "surcharge_price": self.env._("surcharges are for a set that has a price."),
            "more_than_spent": self.env._(
                "%(amount)s off for %(least)s spent is more than was spent."
            ),
            "no_tender": self.env._("choose how it is paid."),
            "tender_all": self.env._("100 %% off leaves nothing to be paid this way."),
            "no_gift": self.env._("choose the gift."),
            "gift_buys_itself": self.env._(
                "the gift is among what is bought for it; use “Buy some, get some "
                "cheaper” for goods that come with themselves."
            ),
            "points": self.env._(
                "points are more than 1 time, or more than 0 added: %(value)s is not."
            ),
        }

    # What it does

    def _summary(self, promotion):
        """One sentence, as receipts, hints and lists show it."""
        if not promotion.kind:
            return ""
        words = getattr(self, f"_of_{promotion.kind}")(promotion)
        extra = [self._hours(promotion), self._code(promotion)]
        return ", ".join(filter(None, [words, *extra]))

    def _code(self, promotion):
        if promotion.coupon_single:
            return self.env._("with a coupon")
        # sudo: that there is a code is no secret
        return promotion.sudo().coupon and self.env._("with a code")

    def _hours(self, promotion):
        return ", ".join(
            f"{_clock(window.hour_from)}-{_clock(window.hour_to)}"
            for window in promotion.window_ids
        )

    def _when(self, promotion):
        """Dates, weekdays and hours in a few words; "" when it always holds."""
        parts = []
        if moment := promotion._wall(promotion.date_from):
            parts.append(self.env._("from %s", moment.replace("T", " ")))
        if moment := promotion._wall(promotion.date_to):
            parts.append(self.env._("until %s", moment.replace("T", " ")))
        days = [
            promotion._fields[day]._description_string(self.env)
            for day in DAYS
            if promotion[day]
        ]
        parts += [", ".join(days), self._hours(promotion)]
        return ", ".join(filter(None, parts))

    def _names(self, rows):
        """Goods of a field's rows."""
        return ", ".join(filter(None, rows.mapped("display_name"))) or "…"

    def _pieces(self, rows):
        """Goods of rows with how many of each."""
        return (
            " + ".join(f"{row.qty} × {row.display_name or '…'}" for row in rows) or "…"
        )

    def _money(self, promotion, amount):
        symbol = promotion.currency_id.symbol or ""
        return f"{symbol} {amount:g}" if symbol else f"{amount:g}"

    def _benefit(self, promotion, how=None, percent=None, amount=None):
        how = how or promotion.how
        percent = promotion.percent if percent is None else percent
        amount = promotion.amount if amount is None else amount
        if how == "percent" and percent == 100:
            return self.env._("free")
        if how == "percent":
            return self.env._("%s %% off", f"{percent:g}")
        money = self._money(promotion, amount)
        return (
            self.env._("%s off", money)
            if how == "amount"
            else self.env._("for %s", money)
        )

    def _of_unit(self, promotion):
        return self.env._(
            "%(goods)s: %(benefit)s",
            goods=self._names(promotion.goods_ids),
            benefit=self._benefit(promotion),
        )

    def _of_buy_get(self, promotion):
        return self.env._(
            "Buy %(buy)s, get %(get)s %(benefit)s",
            buy=self._pieces(promotion.buy_ids),
            get=self._pieces(promotion.get_ids),
            benefit=self._benefit(promotion),
        )

    def _of_nth(self, promotion):
        goods = self._names(promotion.goods_ids)
        if promotion.percent == 100:
            return self.env._(
                "%(every)s for %(paid)s: %(goods)s",
                every=promotion.every,
                paid=promotion.every - promotion.free,
                goods=goods,
            )
        return self.env._(
            "Of every %(every)s, %(free)s %(benefit)s: %(goods)s",
            every=promotion.every,
            free=promotion.free,
            benefit=self._benefit(promotion, "percent"),
            goods=goods,
        )

    def _of_tiers(self, promotion):
        return self.env._(
            "%(goods)s: %(tiers)s",
            goods=self._names(promotion.goods_ids),
            tiers=self._tiers(promotion),
        )

    def _tiers(self, promotion, money=False):
        return "; ".join(
            self.env._(
                "from %(least)s on %(benefit)s",
                least=self._money(promotion, tier.least)
                if money
                else f"{tier.least:g}",
                benefit=self._benefit(promotion, tier.how, tier.value, tier.value),
            )
            for tier in promotion.tier_ids.sorted("least")
        )

    def _of_bundle(self, promotion):
        return self.env._(
            "%(set)s together %(benefit)s",
            set=self._pieces(promotion.slot_ids),
            benefit=self._benefit(promotion),
        )

    def _of_threshold(self, promotion):
        tiers = self._tiers(promotion, money=True)
        if promotion.per_multiple:
            tiers = self.env._("%s, each time", tiers)
        words = self.env._(
            "Spend on %(goods)s: %(tiers)s",
            goods=self._names(promotion.goods_ids),
            tiers=tiers,
        )
        if promotion.reward_ids:
            reward = self._names(promotion.reward_ids)
            words = self.env._("%(words)s of %(reward)s", words=words, reward=reward)
        return words

    def _of_gift(self, promotion):
        gift = f"{promotion.gift_qty} × {promotion.gift_id.display_name or '…'}"
        if promotion.gift_with == "buy":
            what = self._pieces(promotion.buy_ids)
            return self.env._("Buy %(what)s, get %(gift)s free", what=what, gift=gift)
        return self.env._(
            "Spend %(amount)s on %(goods)s, get %(gift)s free",
            amount=self._money(promotion, promotion.spend),
            goods=self._names(promotion.goods_ids),
            gift=gift,
        )

    def _of_tender(self, promotion):
        return self.env._(
            "%(goods)s: %(benefit)s when paid by %(tender)s",
            goods=self._names(promotion.goods_ids),
            benefit=self._benefit(promotion, "percent"),
            tender=promotion.tender_id.name or "…",
        )

    def _of_points(self, promotion):
        goods = self._names(promotion.goods_ids)
        value = f"{promotion.points_value:g}"
        if promotion.points_how == "add":
            return self.env._(
                "%(value)s points more: %(goods)s", value=value, goods=goods
            )
        return self.env._(
            "%(value)s times the points: %(goods)s", value=value, goods=goods
        )


def _clock(hours):
    """17.5 as 17:30."""
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
