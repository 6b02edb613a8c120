from uuid import uuid4

from odoo.fields import Command

from .till_common import TillCase


def goods(products, role="goods", qty=1):
    """A row of goods of a promotion."""
    templates = products.product_tmpl_id
    row = {"role": role, "qty": qty, "product_tmpl_ids": [Command.set(templates.ids)]}
    return Command.create(row)


def promote(env, name, **values):
    """A promotion on sale."""
    promotion = env["md.promotion"].create(
        {"name": name, "tz": "Asia/Dhaka", "company_id": env.company.id, **values}
    )
    env["md.promotion.life"]._approved(promotion, env.user)
    return promotion


class PromotionCase(TillCase):
    """A till with a thing at 10.00, of which the third is free."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = promote(
            cls.env,
            "Buy 2 get 1",
            kind="buy_get",
            percent=100,
            overlap=True,
            buy_ids=[goods(cls.thing, "buy", 2)],
            get_ids=[goods(cls.thing, "get")],
        )

    def promoted(self, **rest):
        """What a till sends of three things in the offer."""
        data = self.sync((self.thing, 3))
        line = data["lines"][0][2]
        code, rev = self.offer.code, str(self.offer.rev)
        share = {"promotion": code, "rev": rev, "name": self.offer.name}
        line |= {
            "uuid": str(uuid4()),
            "discount": 33.3333333333,
            "price_subtotal": 20.0,
            "price_subtotal_incl": 20.0,
            "md_discount_amount": 10.0,
            "md_promo_shares": [{**share, "deal": 1, "qty": "3", "amount": "10.00"}],
            "md_promo_at": "2026-11-22T16:30:00Z",
        }
        units = [
            {"line": line["uuid"], "qty": "2", "role": "buy"},
            {"line": line["uuid"], "qty": "1", "role": "get"},
        ]
        deal = {"n": 1, "promotion": code, "amount": "10.00", "units": units}
        data["payment_ids"][0][2]["amount"] = 20.0
        return data | {
            "amount_total": 20.0,
            "amount_paid": 20.0,
            "md_promo_total": 10.0,
            "md_promo_version": "v",
            "md_promo_revisions": [[code, rev]],
            "md_promo_deals": [deal],
            **rest,
        }

    def uses(self):
        """[(uses, amount)] of the offer."""
        rows = self.env["md.promotion.use"].search(
            [("promotion_id", "=", self.offer.id)]
        )
        return [(row.uses, row.amount) for row in rows]
