"""The same small shop on both sides, made through Odoo's own models only."""

import random
from contextlib import contextmanager
from uuid import UUID

LOGIN = "bench"
CODE = "BENCH"  # short name of the warehouse
GROUPS = (
    "base.group_user",
    "base.group_partner_manager",
    "point_of_sale.group_pos_manager",
    "product.group_product_manager",
    "sales_team.group_sale_manager",
    "stock.group_stock_manager",
)
PRODUCTS = 200
PLENTY = 1_000_000
SEED = 19


@contextmanager
def request(env):
    """An environment with a transaction and cache of its own, as a request has one.

    Committed at the end.
    """
    with env.registry.cursor() as cr:
        yield env(cr=cr)


class World:
    """What the shop has, seen by the user of ``env``; chosen alike on both sides."""

    def __init__(self, env):
        self.random = random.Random(SEED)
        self.warehouse = env["stock.warehouse"].search([("code", "=", CODE)])
        self.partner = env["res.partner"].search([("ref", "=", CODE)])
        self.till = env["pos.config"].search([("name", "=", CODE)])
        self.products = env["product.product"].search(
            [("default_code", "=like", f"{CODE}-%")], order="default_code"
        )

    def some_products(self, count):
        """``count`` different products."""
        chosen = sorted(self.random.sample(range(len(self.products)), count))
        return self.products.browse(self.products[place].id for place in chosen)

    def uuid(self):
        """A new key, the same on both sides."""
        return str(UUID(int=self.random.getrandbits(128), version=4))


def user(env):
    """The user who does the cases: not a superuser, so access rights are checked."""
    return env["res.users"].search([("login", "=", LOGIN)])


def ensure(env):
    """Make the shop once."""
    if user(env):
        return
    groups = [(6, 0, [env.ref(name).id for name in GROUPS])]
    env["res.users"].with_context(no_reset_password=True).create(
        {"login": LOGIN, "name": "Bench", "group_ids": groups, "tz": "Asia/Dhaka"}
    )
    country, company = env.ref("base.bd"), env.company
    currency = env.ref("base.BDT")
    if company.currency_id != currency:
        company.currency_id = currency
    # explicit, whatever an addon makes of the default: posted at once, order by order
    company.point_of_sale_update_stock_quantities = "real"
    if "md_strict_barcodes" in company._fields:
        company.md_strict_barcodes = False  # barcodes here are any twelve digits
    warehouse = env["stock.warehouse"].create({"name": "Bench", "code": CODE})
    env["res.partner"].create(
        {"name": "Bench customer", "ref": CODE, "country_id": country.id}
    )
    _make_till(env, warehouse)
    _make_products(env, warehouse)


def _make_till(env, warehouse):
    configs = env["pos.config"]
    cash = configs._create_cash_payment_method({"name": CODE})
    configs.create(
        {
            "name": CODE,
            "picking_type_id": warehouse.pos_type_id.id,
            "payment_method_ids": [(6, 0, cash.ids)],
        }
    )


def _make_products(env, warehouse):
    chance = random.Random(SEED)
    products = env["product.product"].create(
        [
            {
                "name": f"Bench product {number}",
                "default_code": f"{CODE}-{number:04d}",
                "barcode": f"27{number:010d}",
                "is_storable": True,
                "available_in_pos": True,
                "list_price": chance.randrange(10, 1000),
                "standard_price": chance.randrange(5, 500),
            }
            for number in range(PRODUCTS)
        ]
    )
    quants = env["stock.quant"].with_context(inventory_mode=True)
    quants.create(
        [
            {
                "product_id": product.id,
                "location_id": warehouse.lot_stock_id.id,
                "inventory_quantity": PLENTY,
            }
            for product in products
        ]
    ).action_apply_inventory()
