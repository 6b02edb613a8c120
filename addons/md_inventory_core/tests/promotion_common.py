"""Promotions, and baskets whose totals were worked out by hand."""

from datetime import UTC, datetime

from odoo import Command

from odoo.addons.md_inventory_core.lib.promotions import evaluate

from .approval_common import ApprovalCase

NOON = "2026-11-24T06:00:00Z"  # a Tuesday, 12:00 in Dhaka


def at(*parts):
    """A moment in UTC, as fields hold it."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


class PromotionCase(ApprovalCase):
    """A company with digits 2, drinks and food, and a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["md.promotion"].search([]).active = False
        categories = cls.env["product.category"]
        cls.goods = categories.create({"name": "Shop"})
        cls.drinks = categories.create({"name": "Drinks", "parent_id": cls.goods.id})
        cls.food = categories.create({"name": "Food", "parent_id": cls.goods.id})
        cls.brand = cls.env["md.brand"].create({"name": "Northwind", "code": "NW9"})
        cls.cola = cls.new_product("Cola", 60, cls.drinks)
        cls.tea = cls.new_product("Tea", 100, cls.drinks, md_brand_id=cls.brand.id)
        cls.burger = cls.new_product("Burger", 150, cls.food)
        cls.fries = cls.new_product("Fries", 80, cls.food)
        cls.life = cls.env["md.promotion.life"]
        cls.catalogue = cls.env["md.promotion.catalogue"]
        cls.facts = cls.env["md.promotion.facts"]
        cls.env.cr.flush()
        cls.start = cls.events.search([], limit=1).id or 0

    @classmethod
    def new_product(cls, name, price, category, **vals):
        return cls.env["product.product"].create(
            {"name": name, "list_price": price, "categ_id": category.id, **vals}
        )

    def make(self, kind="unit", goods=None, **vals):
        """A promotion; ``goods`` {role: records or None for all}, or just those."""
        chosen = goods if isinstance(goods, dict) else {"goods": goods}
        fields_ = self.env["md.promotion"]._fields
        for role, what in chosen.items():
            name = "slot_ids" if role == "slots" else f"{role}_ids"
            assert name in fields_
            rows = what if isinstance(what, list) else [(what, 1)]
            vals[name] = [Command.create(self.row(role, *row)) for row in rows]
        vals = {"name": "Promotion", "tz": "Asia/Dhaka", "kind": kind, **vals}
        return self.env["md.promotion"].create(vals)

    def row(self, role, what, qty=1):
        row = {"role": role, "qty": qty}
        if what is None:
            return {**row, "all_goods": True}
        name = {
            "product.product": "product_ids",
            "product.category": "category_ids",
            "md.brand": "brand_ids",
        }[what._name]
        return {**row, name: [Command.set(what.ids)]}

    def on_sale(self, promotions):
        self.life._approved(promotions, self.env.user)
        return promotions

    def evaluate(self, promotions, lines, at=NOON, partner=None, **basket):
        """What the engine says to [(product, quantity)] and kept promotions."""
        products = self.env["product.product"].union(*(line[0] for line in lines))
        known = self.facts._products(products)
        moment = (
            self.env["md.promotion"]
            ._fields["date_from"]
            .convert_to_cache(at[:-1].replace("T", " "), self.env["md.promotion"])
        )
        basket = {
            "currency": {"code": "BDT", "digits": 2},
            "customer": self.facts._customer(partner, moment) if partner else None,
            "lines": [
                {
                    **known[product.id],
                    "id": f"L{n}",
                    "qty": str(qty),
                    "unit_price": f"{product.list_price:.2f}",
                }
                for n, (product, qty) in enumerate(lines)
            ],
            **basket,
        }
        return evaluate(basket, self.catalogue._contract(promotions), at)

    def total(self, *args, **basket):
        return self.evaluate(*args, **basket)["total"]["net"]
