import json
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

from odoo.tests import new_test_user

from odoo.addons.md_inventory_core.lib.promo_codes import mark
from odoo.addons.md_inventory_core.services import md_audit_trail
from odoo.addons.md_inventory_core.services.md_clock import MdClock

from .promotion_common import PromotionCase, goods, promote

TWIN = Path(__file__).with_name("till_twin.mjs")


@contextmanager
def clock(**before):
    """Deeds in the block are done so long ago."""
    then = datetime.now(UTC) - timedelta(**before)

    class Then(datetime):
        @classmethod
        def now(cls, tz=None):
            return then.astimezone(tz) if tz else then.replace(tzinfo=None)

    own = then.replace(tzinfo=None, microsecond=0)
    with (
        patch.object(md_audit_trail, "datetime", Then),
        patch.object(MdClock, "_now", lambda self: own),
    ):
        yield


class CheckCase(PromotionCase):
    """A till that sells in an offer which began yesterday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["md.promotion"].search([]).active = False
        cls.other = cls.make_thing("Other thing", 10)
        cls.offer = cls.promote(
            "Third for nothing",
            kind="buy_get",
            percent=100,
            overlap=True,
            buy_ids=[goods(cls.thing, "buy", 2)],
            get_ids=[goods(cls.thing, "get")],
        )
        cls.env["pos.order"].search([("md_to_check", "=", True)]).md_to_check = False
        cls.manager = new_test_user(
            cls.env,
            "check manager",
            groups="md_inventory_core.group_manager",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env.cr.flush()  # what the trail has collected so far

    @classmethod
    def promote(cls, name, days=1, **values):
        """A promotion on sale since some days."""
        with clock(days=days):
            made = promote(cls.env, name, **values)
            cls.env.cr.flush()
        return made

    def end(self, promotion, **before):
        """It has been over for so long."""
        with clock(**before):
            self.env["md.promotion.life"]._end(promotion, "test")
            self.env.cr.flush()

    def told(self, *products):
        """What a till keeps of the server's answer."""
        ids = [product.id for product in products]
        return self.config.md_promotions(goods=ids)

    def payload(self, *lines, told=None, at=None, **rest):
        """What an honest till sends: its own code prices [(product, quantity)].

        :param told: what the server said when the till last heard of it
        :param rest: ``manual`` {product: percent}, ``removed``, ``coupons``,
            ``payments`` [(method, amount)], ``customer``, ``prices`` {product: price}
        """
        told = told or self.told(*(line[0] for line in lines))
        at = at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        customer = rest.get("customer")
        data = self.sync(*lines, **({"customer": customer} if customer else {}))
        rows = [line[2] for line in data["lines"]]
        for row in rows:
            row.update(uuid=str(uuid4()), md_promo_at=at)
        self.evaluate(data, rows, told, at, rest)
        total = sum(row["price_subtotal_incl"] for row in rows)
        payments = rest.get("payments") or [(self.bank_pm1, total)]
        data["payment_ids"] = [
            (0, 0, {"name": at, "payment_method_id": method.id, "amount": amount})
            for method, amount in payments
        ]
        stamp = at.replace("T", " ").rstrip("Z")
        return data | {
            "date_order": stamp,
            "amount_total": total,
            "amount_paid": total,
        }

    def evaluate(self, data, rows, told, at, rest):
        """Price lines as the till does."""
        manual = rest.get("manual", {})
        by_hand = {
            row["uuid"]: percent
            for row in rows
            for product, percent in manual.items()
            if product.id == row["product_id"]
        }
        who = rest.get("customer")
        facts = who and self.config.md_promotions(customer=who.id)["customer"]
        payments = rest.get("payments") or [(self.bank_pm1, None)]
        asked = {
            "uuid": data["uuid"],
            "now": at,
            "removed": rest.get("removed", []),
            "manual": by_hand,
            "promotions": told["promotions"],
            "rest": {"name": payments[-1][0].md_tender} if len(payments) > 1 else None,
            "order": {
                "currency": {
                    "code": self.currency.name,
                    "digits": self.currency.decimal_places,
                },
                "place": {**told["place"], "price_list": str(self.pricelist.id)},
                "customer": facts or None,
                "coupons": [
                    mark(text, told["codes"]["salt"])
                    for text in rest.get("coupons", [])
                ],
                "tenders": [
                    {"name": method.md_tender or "other", "amount": amount}
                    for method, amount in payments
                ],
                "lines": [self.as_fact(row, told, at) for row in rows],
            },
        }
        found = self.twin(asked)
        for row in rows:
            own = found["lines"][row["uuid"]]
            net = row["qty"] * row["price_unit"] * (1 - own["discount"] / 100)
            row |= {
                "discount": own["discount"],
                "md_discount_amount": own["amount"],
                "md_promo_shares": own["shares"],
                "md_manual_discount": by_hand.get(row["uuid"], 0),
                "price_subtotal": round(net, 2),
                "price_subtotal_incl": round(net, 2),
            }
        data |= {
            "md_promo_total": sum(row["md_discount_amount"] for row in rows),
            "md_promo_version": found["version"],
            "md_promo_revisions": found["revisions"],
            "md_promo_deals": found["deals"],
            "md_promo_removed": rest.get("removed", []),
            "md_promo_coupons": rest.get("coupons", []),
            "md_promo_customer": facts or None,
        }

    def as_fact(self, row, told, at):
        fact = told["facts"][row["product_id"]]
        return {
            **fact,
            "id": row["uuid"],
            "qty": row["qty"],
            "price": row["price_unit"],
            "at": at,
        }

    def twin(self, asked):
        """What the till's own JavaScript says."""
        done = subprocess.run(
            ["node", TWIN],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    def take(self, *data):
        """Tills send receipts, then they are checked; the differences of them."""
        orders = self.send(*data)
        self.assertEqual(orders.mapped("md_to_check"), [True] * len(data))
        self.check()
        self.assertEqual(orders.mapped("md_to_check"), [False] * len(data))
        return self.differences(orders)

    def check(self):
        self.env["md.promotion.check"]._cron_check()
        self.env["pos.order"].invalidate_model(["md_to_check"])

    def differences(self, orders):
        found = self.env["md.promotion.difference"]
        found.invalidate_model()
        return found.search([("order_id", "in", orders.ids)])
