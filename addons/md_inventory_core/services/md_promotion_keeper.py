import json

from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..lib.promotion_templates import NEEDS
from ..lib.promotion_terms import Faulty, compile_terms, gift_circle, match
from ..lib.promotions import canonical, evaluate

MOMENT = "2026-01-01T00:00:00Z"


class MdPromotionKeeper(models.AbstractModel):
    """Keeps what promotions say as numbered revisions; refuses what makes no sense."""

    _name = "md.promotion.keeper"
    _description = "Keeper of Promotions"

    def _keep(self, promotions):
        """Add a revision for each promotion that says something new.

        :raises ValidationError: naming the promotion and what is wrong with it
        """
        # sudo: what it says does not depend on what its maker may read
        promotions = promotions.sudo()
        promotions.flush_model()
        contracts = {p: self._contract(p) for p in promotions}
        self._refuse_circles(promotions, contracts)
        last = self._last(promotions)
        for promotion, contract in contracts.items():
            told = last.get(promotion.id)
            said = {k: v for k, v in (told or {}).items() if k != "rev"}
            if canonical(said) != canonical(contract):
                self._add(promotion, contract)

    def _contract(self, promotion):
        """What a promotion says, accepted by the engine; without its revision."""
        words = self.env["md.promotion.words"]
        self._refuse_needy(promotion)
        try:
            contract = compile_terms(promotion._terms())
        except Faulty as error:
            raise ValidationError(words._wrong(promotion, error.faults)) from None
        basket = {
            "currency": {
                "code": promotion.currency_id.name,
                "digits": promotion.currency_id.decimal_places,
            },
            "lines": [],
        }
        try:
            evaluate(basket, [contract], MOMENT)
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "Promotion %(name)s: %(why)s", name=promotion.name, why=str(error)
                )
            ) from None
        return contract

    def _refuse_needy(self, promotion):
        """What began with a template has what the template is about."""
        name = NEEDS.get(promotion.template)
        if name and not promotion[name]:
            label = promotion._fields[name]._description_string(self.env)
            raise ValidationError(
                self.env._(
                    "Promotion %(name)s: fill in “%(field)s”; without it the promotion "
                    "would be for everybody, always.",
                    name=promotion.name,
                    field=label,
                )
            )

    def _last(self, promotions):
        """{id: contract of the last revision}."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (promotion_id) promotion_id, contract "
                "  FROM md_promotion_revision WHERE promotion_id = ANY(%s) "
                " ORDER BY promotion_id, rev DESC",
                promotions.ids,
            )
        )
        return dict(rows)

    def _add(self, promotion, contract):
        rev = promotion.rev + 1
        self.env.cr.execute(
            SQL(
                "INSERT INTO md_promotion_revision "
                "(promotion_id, code, rev, contract, summary, user_id, at) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s)",
                promotion.id,
                promotion.code,
                rev,
                json.dumps({**contract, "rev": str(rev)}, ensure_ascii=False),
                promotion.summary,
                self.env.uid,
                self.env["md.clock"]._now(),
            )
        )
        promotion._set(rev=rev)

    def _refuse_circles(self, promotions, contracts):
        """Gifts that are bought for another gift, which is bought for them."""
        if not any(contract["kind"] == "gift" for contract in contracts.values()):
            return
        others = promotions.search(
            [
                ("kind", "=", "gift"),
                ("state", "!=", "ended"),
                ("id", "not in", promotions.ids),
            ]
        )
        told = self._last(others)
        told.update({p.id: c for p, c in contracts.items() if c["kind"] == "gift"})
        told = {c["id"]: c for c in told.values()}
        gifts = self.env["product.product"].browse(
            {int(contract["sku"]) for contract in told.values()}
        )
        facts = self.env["md.promotion.facts"]._products(gifts)
        goods = {fact["sku"]: set(fact["tags"]) for fact in facts.values()}
        ways = {}
        for code, contract in told.items():
            needs = {
                sku
                for sku, tags in goods.items()
                for entry in contract.get("buy") or ()
                if match(entry["select"], sku, tags)
            }
            ways[code] = (needs, contract["sku"])
        if found := gift_circle(ways):
            names = promotions.search([("code", "in", found)], order="name").mapped(
                "name"
            )
            raise ValidationError(
                self.env._(
                    "Promotions %s give each other's gifts for nothing, round and "
                    "round: what is given by one is bought for the next.",
                    ", ".join(names),
                )
            )
