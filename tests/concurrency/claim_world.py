"""A small world in which all that can happen to stock happens; run inside Odoo."""

STOCK = 8
RUNNER = {
    "code": "RUNNER",
    "name": "Runner",
    "on_shortage": "refuse",
    "buffer_units": 1,
}
POOLS = {"WALKA": "give_back", "WALKB": "none"}  # code: borrow policy


class World:
    """New products in two warehouses, sold by two channels that draw on two pools."""

    def __init__(self, env):
        self.warehouses = _warehouses(env).ids
        self.channels = _channels(env).ids
        self.pools = ()  # see `claim_walk_pools`
        names = [{"name": f"Walk {n}", "is_storable": True} for n in range(3)]
        self.products = env["product.product"].create(names).ids
        self.first = self.products[0]
        self.name = f"walk {self.first}"
        for product in self.products:
            place = self.place(env, 0)
            env["stock.quant"]._update_available_quantity(
                env["product.product"].browse(product), place, STOCK
            )

    # What deeds work on, by number

    def product(self, env, number):
        """One of the products."""
        return env["product.product"].browse(self.products[number % 3])

    def warehouse(self, env, number):
        """One of the warehouses; the first has the stock to begin with."""
        chosen = self.warehouses[number % 4 == 3]
        return env["stock.warehouse"].browse(chosen)

    def place(self, env, number):
        """Where a warehouse keeps its goods."""
        return self.warehouse(env, number).lot_stock_id

    def channel(self, env, number):
        """One of the channels."""
        return env["md.channel"].browse(self.channels[number % 2])

    def pick(self, env, number, model, *domain):
        """A record of this world that fits, or none."""
        known = {
            "sale.order": ("client_order_ref", "=", self.name),
            "stock.picking": ("move_ids.product_id", "in", self.products),
        }
        mine = known.get(model, ("product_id", "in", self.products))
        found = env[model].search([mine, *domain], order="id desc", limit=12)
        return found[number % len(found)] if found else found


def _warehouses(env):
    found = env["stock.warehouse"].search([("code", "=", "WALK2")])
    found = found or env["stock.warehouse"].create({"name": "Walk 2", "code": "WALK2"})
    first = env["stock.warehouse"].search([("id", "!=", found.id)], limit=1, order="id")
    return first | found


def _channels(env):
    """The back office's, which lets orders wait, and one that refuses them."""
    channels, company = env["md.channel"], _warehouses(env).company_id
    back = channels._of_company(company, "b2b")
    found = channels.search([("code", "=", RUNNER["code"])])
    return back | (found or channels.create({**RUNNER, "all_warehouses": True}))
