from odoo import models

from ..lib import promo_codes
from ..lib.promotions import evaluate
from ..models.md_promotion_terms_mixin import decimal


class MdPromotionPreview(models.AbstractModel):
    """What promotions do to a sample basket: the same engine as at the till."""

    _name = "md.promotion.preview"
    _description = "Preview of Promotions"

    def _evaluate(self, trial):
        """The engine's result of an `md.promotion.trial`; None without goods."""
        # sudo: who may see the trial may see what it does
        trial = trial.sudo()
        lines = trial.line_ids.filtered(lambda line: line.product_id)
        if not lines:
            return None
        contracts = self._contracts(trial)
        basket = self._basket(trial, lines)
        now = (trial.at or self.env["md.clock"]._now()).strftime("%Y-%m-%dT%H:%M:%SZ")
        return evaluate(basket, contracts, now)

    def _contracts(self, trial):
        """The promotion itself, a draft or not, and those on sale beside it."""
        catalogue = self.env["md.promotion.catalogue"]
        mine = trial.promotion_id._origin or trial.promotion_id
        others = mine.browse()
        if trial.with_others:
            others = catalogue._offered(
                trial.channel_id._origin, mine.company_id, trial.at
            )
        found = catalogue._contract(mine | (others - mine))
        return [{k: v for k, v in c.items() if k != "share"} for c in found]

    def _basket(self, trial, lines):
        facts = self.env["md.promotion.facts"]
        known = facts._products(lines.product_id._origin)
        currency = trial.currency_id
        at = trial.at or self.env["md.clock"]._now()
        place = facts._place(
            trial.channel_id._origin,
            trial.warehouse_id._origin,
            trial.pricelist_id._origin,
        )
        customer = facts._customer(trial.partner_id._origin, at)
        return {
            "currency": {"code": currency.name, "digits": currency.decimal_places},
            **place,
            "customer": customer,
            "coupons": self._coupons(trial),
            "tenders": [{"name": trial.tender_id.code, "amount": None}]
            if trial.tender_id
            else [],
            "lines": [
                self._line(n, line, known[line.product_id._origin.id], currency)
                for n, line in enumerate(lines)
            ],
        }

    def _coupons(self, trial):
        """The code that is tried; who tries a promotion with coupons has one."""
        single = [f"@{trial.promotion_id.code}"] * trial.promotion_id.coupon_single
        return [*promo_codes.normals([trial.coupon]), *single]

    def _line(self, number, line, fact, currency):
        tags = [*fact["tags"], *([f"lot:{line.lot}"] if line.lot else [])]
        qty = decimal(line.qty, 3)
        return {
            **fact,
            "id": f"L{number}",
            "tags": tags,
            "qty": f"{qty:f}",
            "divisible": fact["divisible"] or qty != int(qty),
            "unit_price": f"{line.price:.{currency.decimal_places}f}",
        }

    def _names(self, result):
        """{code: name} of promotions that a result names."""
        codes = [deal["promotion"] for deal in result["deals"]]
        codes += [hint["promotion"] for hint in result["suggestions"]]
        # sudo: names stand on receipts
        found = self.env["md.promotion"].sudo().search([("code", "in", codes)])
        return {promotion.code: promotion.name for promotion in found}

    def _hints(self, result, symbol):
        """Sentences about what is missing for another deal."""
        names = self._names(result)
        return [self._hint(hint, names, symbol) for hint in result["suggestions"]]

    def _hint(self, hint, names, symbol):
        missing = hint["missing"][0]
        name = names.get(hint["promotion"], hint["promotion"])
        more = (
            self.env._(
                "%(symbol)s %(amount)s more", symbol=symbol, amount=missing["amount"]
            )
            if "amount" in missing
            else self.env._("%s more", missing["qty"])
        )
        if hint["gain"] is None:
            return self.env._("%(name)s: %(more)s and you save", name=name, more=more)
        return self.env._(
            "%(name)s: %(more)s and you save %(symbol)s %(gain)s",
            name=name,
            more=more,
            symbol=symbol,
            gain=hint["gain"],
        )
