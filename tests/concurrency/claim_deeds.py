"""All that can happen to stock in a `World`; run inside Odoo.

Each deed finds what it works on among what is committed, by number, so that the same
deeds in another world of the same size do the same: a walk that failed can be replayed
with steps left out.
"""

from claim_walk_pools import DEEDS as POOL_DEEDS
from claim_world import STOCK

from odoo.exceptions import UserError

from odoo.addons.md_inventory_core.lib.claims import GOODS_ARE_GONE

OPEN_STATES = ("confirmed", "waiting", "assigned")

# Orders


def draft(world, env, a, b, c):
    """Somebody fills a cart: one or two products."""
    wants = [(b, 1 + c % 5)] + [(b + 1, 1 + c % 3)] * (c % 4 == 0)
    return env["sale.order"].create(
        {
            "partner_id": env.ref("base.partner_admin").id,
            "client_order_ref": world.name,
            "warehouse_id": world.warehouse(env, a // 2).id,
            "md_channel_id": world.channel(env, a).id,
            "order_line": [
                (
                    0,
                    0,
                    {
                        "product_id": world.product(env, n).id,
                        "product_uom_qty": quantity,
                    },
                )
                for n, quantity in wants
            ],
        }
    )


def order(world, env, a, b, c):
    """An order is placed and confirmed at once."""
    draft(world, env, a, b, c).action_confirm()


def confirm(world, env, a, _b, _c):
    """What was only a cart, held or not, is confirmed."""
    world.pick(env, a, "sale.order", ("state", "=", "draft")).action_confirm()


def hold(world, env, a, _b, _c):
    """Somebody goes to pay."""
    found = world.pick(env, a, "sale.order", ("state", "=", "draft"))
    if found:
        found._md_hold()


def cancel(world, env, a, _b, _c):
    """An order is cancelled, confirmed or not."""
    states = ("state", "in", ("draft", "sale"))
    world.pick(env, a, "sale.order", states)._action_cancel()


def reopen(world, env, a, _b, _c):
    """A cancelled order is a cart again."""
    world.pick(env, a, "sale.order", ("state", "=", "cancel")).action_draft()


def increase(world, env, a, b, _c):
    """A confirmed order wants one more."""
    found = world.pick(env, a, "sale.order", ("state", "=", "sale")).order_line[:1]
    if found:
        found.product_uom_qty += 1 + b % 3


def decrease(world, env, a, _b, _c):
    """One less is to be sent off."""
    found = world.pick(
        env,
        a,
        "stock.move",
        ("state", "in", (*OPEN_STATES, "partially_available")),
        ("product_uom_qty", ">", 1),
        ("location_id.usage", "=", "internal"),
    )
    if found:
        found.product_uom_qty -= 1


def claim(world, env, a, b, c):
    """Another system holds goods under a key of its own, for different quantities."""
    product, warehouse = world.product(env, b), world.warehouse(env, a // 2)
    rows = [(product, warehouse, 1 + c % 6, product.uom_id)] * (1 + c % 2)
    env["md.channel.promise"]._hold(
        world.channel(env, a), f"{world.name}:{a % 3}", rows, whole=bool(b % 2)
    )


def let_go(world, env, a, _b, _c):
    """The other system wants its goods no more."""
    env["md.claim.folder"]._let_go_keys([f"{world.name}:{a % 3}"])


# Transfers


def deliver(world, env, a, b, _c):
    """What is reserved leaves, all or all but one; the rest becomes a backorder."""
    found = world.pick(env, a, "stock.picking", ("state", "in", OPEN_STATES))
    moves = found.move_ids.filtered("quantity")
    if moves and b % 3 == 0 and moves[0].quantity > 1:
        moves[0].quantity -= 1
    if moves:
        moves.picked = True
        found._action_done()


def force(world, env, a, _b, _c):
    """Somebody has the goods in hand and sends them, reserved or not."""
    found = world.pick(
        env, a, "stock.picking", ("state", "in", OPEN_STATES), ("return_id", "=", False)
    )
    for move in found.move_ids.filtered(lambda m: m.state not in ("done", "cancel")):
        move.quantity = move.product_uom_qty
        move.picked = True
    found._action_done()


def unreserve(world, env, a, _b, _c):
    """Somebody frees what is reserved for a transfer."""
    world.pick(env, a, "stock.picking", ("state", "in", OPEN_STATES)).do_unreserve()


def assign(world, env, a, _b, _c):
    """Somebody looks whether goods are there now."""
    found = world.pick(env, a, "stock.picking", ("state", "in", OPEN_STATES))
    if found:
        found.action_assign()


def back(world, env, a, _b, _c):
    """A customer brings all of a delivery back."""
    found = world.pick(
        env,
        a,
        "stock.picking",
        ("state", "=", "done"),
        ("picking_type_code", "=", "outgoing"),
        ("return_ids", "=", False),
    )
    if found:
        wizard = env["stock.return.picking"].create({"picking_id": found.id})
        action = wizard.action_create_returns_all()
        returned = env["stock.picking"].browse(action["res_id"])
        returned.move_ids.picked = True
        returned._action_done()


def transfer(world, env, a, b, c):
    """Goods are to go from one warehouse to the other."""
    product, source = world.product(env, b), world.warehouse(env, a)
    ends = {
        "location_id": source.lot_stock_id.id,
        "location_dest_id": world.place(env, 0 if a % 4 == 3 else 3).id,
    }
    line = {**ends, "product_id": product.id, "product_uom_qty": 1 + c % 4}
    env["stock.picking"].create(
        {**ends, "picking_type_id": source.int_type_id.id, "move_ids": [(0, 0, line)]}
    ).action_confirm()


# Reality


def count(world, env, a, b, c):
    """Somebody counts a shelf: more or less than was thought."""
    slot = {
        "product_id": world.product(env, b).id,
        "location_id": world.place(env, a).id,
    }
    quants = env["stock.quant"].with_context(inventory_mode=True)
    found = quants.search([(name, "=", value) for name, value in slot.items()])
    found = found[:1] or quants.create(slot)
    found.inventory_quantity = c % (2 * STOCK)
    found._apply_inventory()


def sell(world, env, a, b, c):
    """A till sells what a customer has in hand; the moves are posted later."""
    pair = (world.product(env, b).id, world.warehouse(env, a).id)
    env.cr.execute(
        "INSERT INTO md_pending_sale (source, product_id, warehouse_id, owner_id, "
        "quantity) SELECT 'till:' || count(*), %s, %s, 0, %s FROM md_pending_sale "
        "ON CONFLICT DO NOTHING",
        [*pair, 1 + c % 3],
    )
    env["md.availability.feed"]._touched([pair])


def post(world, env, a, _b, _c):
    """The moves of a till's sale are posted: the row goes with the goods."""
    env.cr.execute(
        "DELETE FROM md_pending_sale WHERE id = (SELECT id FROM md_pending_sale "
        "WHERE product_id = ANY(%s) ORDER BY id LIMIT 1) "
        "RETURNING product_id, warehouse_id, quantity",
        [world.products],
    )
    for product, warehouse, quantity in env.cr.fetchall():
        place = env["stock.warehouse"].browse(warehouse).lot_stock_id
        move = env["stock.move"].create(
            {
                "product_id": product,
                "product_uom_qty": quantity,
                "quantity": quantity,
                "picked": True,
                "location_id": place.id,
                "location_dest_id": env.ref("stock.stock_location_customers").id,
            }
        )
        move.with_context(md_goods_are_gone=GOODS_ARE_GONE)._action_done()


# Time


def expire(world, env, a, _b, _c):
    """The time of a hold is over."""
    env.cr.execute(
        "UPDATE md_stock_claim SET expires_at = now() AT TIME ZONE 'UTC' "
        "- interval '1 second' WHERE state = 'held' AND product_id = ANY(%s) "
        "AND id %% 2 = %s",
        [world.products, a % 2],
    )


def sweep(_world, env, _a, _b, _c):
    """The job of each minute."""
    env["md.claim.folder"]._cron_fold()


def allocate(_world, env, _a, _b, _c):
    """The job of each minute that reserves."""
    env["md.claim.allocator"]._cron_reserve()


def schedule(world, env, _a, _b, _c):
    """Core's scheduler, for what is of this world."""
    domain = env["stock.rule"]._get_moves_to_assign_domain(False)
    mine = [("product_id", "in", world.products)]
    env["stock.move"].search([*mine, *domain], order="id")._action_assign()


# How often; what is cheap more often than an order.
OFTEN = {
    16: (claim,),
    10: (expire, sweep),
    9: (sell,),
    6: (hold, let_go),
    4: (cancel, deliver, post),
    3: (order, confirm, draft, reopen, count, unreserve, assign),
    2: (back, transfer, allocate),
    1: (increase, decrease, schedule, force),
}
for often, deeds in POOL_DEEDS.items():
    OFTEN[often] = (*OFTEN.get(often, ()), *deeds)
WEIGHTS = {deed.__name__: n for n, deeds in OFTEN.items() for deed in deeds}
DEEDS = {deed.__name__: deed for deeds in OFTEN.values() for deed in deeds}
REFUSALS = (UserError,)
