from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..lib.claims.sql import PHASE
from ..lib.codes import is_code
from ..lib.refusals import refused

STATES = [
    ("draft", "Draft"),
    ("active", "Active"),
    ("suspended", "Suspended"),
    ("expired", "Expired"),
]
PHASES = [
    ("open", "Sells now"),
    ("closed", "Keeps its goods"),
    ("over", "At its end"),
]
# A change of it changes what channels may promise.
PROMISED_BY = {"active", "borrow_policy", "priority", "state"}


class MdInventoryPool(models.Model):
    """A number of units that are kept for some channels; nothing moves.

    COMMON is no record: it is what all pools leave. How much a pool has of a product in
    a warehouse is in `md.stock.counter`; `md.pool.mover` changes it.
    """

    _name = "md.inventory.pool"
    _description = "Inventory Pool"
    _inherit = ["mail.thread"]
    _order = "priority, name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        required=True, help="Short name, in files and over the API; never COMMON."
    )
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
        help="An active pool sells; a suspended one keeps its goods and sells none; "
        "one that expired gives back what nobody was promised.",
    )
    phase = fields.Selection(
        PHASES,
        string="Now",
        compute="_compute_phase",
        help="What it does at this moment, by its state and its windows.",
    )
    priority = fields.Integer(
        default=5,
        tracking=True,
        help="1 keeps its goods longer than 9 when more is sold than there is.",
    )
    borrow_policy = fields.Selection(
        [
            ("none", "Nobody borrows from it"),
            ("give_back", "Lends, and gets back what it needs"),
        ],
        required=True,
        default="none",
        tracking=True,
        help="Whether channels that sell common stock may take from it when that is "
        "used up. What they took is given back out of common stock as soon as a "
        "channel of this pool needs it.",
    )
    warehouse_ids = fields.Many2many(
        "stock.warehouse",
        string="Warehouses",
        check_company=True,
        help="Where it may have goods; everywhere when empty.",
    )
    window_ids = fields.One2many("md.inventory.pool.window", "pool_id", copy=False)
    channel_line_ids = fields.One2many(
        "md.channel.pool", "pool_id", string="Channels", copy=False
    )
    note = fields.Text("Purpose")
    held = fields.Float(
        compute="_compute_held",
        digits="Product Unit",
        help="Units it has, promised or not, of all products together.",
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, upper(code))", "Another pool of this company has this code."
    )
    _priority_sane = models.Constraint(
        "CHECK (priority BETWEEN 1 AND 9)", "A priority is from 1 to 9."
    )

    @api.depends("state", "active", "window_ids.start_at", "window_ids.end_at")
    def _compute_phase(self):
        self.flush_recordset()
        self.window_ids.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT p.id, %s FROM md_inventory_pool p WHERE p.id = ANY(%s)",
                SQL(PHASE),
                self.ids,
            )
        )
        phases = dict(self.env.cr.fetchall())
        for pool in self:
            pool.phase = phases.get(pool._origin.id, "closed")

    def _compute_held(self):
        counters = self.env["md.stock.counter"]
        found = counters._read_group(
            [("pool_id", "in", self.ids)], ["pool_id"], ["allotted:sum"]
        )
        held = dict(found)
        for pool in self:
            pool.held = held.get(pool.id, 0)

    @api.constrains("code")
    def _check_code(self):
        for pool in self:
            if not is_code(pool.code) or pool.code.upper() == "COMMON":
                raise ValidationError(
                    self.env._(
                        "Pool %(name)s: the code %(code)s may have letters, digits, - "
                        "and _ only, and is not COMMON.",
                        name=pool.name,
                        code=pool.code,
                    )
                )

    @api.constrains("warehouse_ids")
    def _check_warehouses(self):
        for pool in self.filtered("warehouse_ids"):
            # sudo: goods in stores out of sight count, too
            counters = self.env["md.stock.counter"].sudo()
            counters.invalidate_model()
            counter = counters.search(
                [
                    ("pool_id", "=", pool.id),
                    ("allotted", ">", 0),
                    ("warehouse_id", "not in", pool.warehouse_ids.ids),
                ],
                limit=1,
            )
            if counter:
                raise ValidationError(
                    self.env._(
                        "Pool %(pool)s has %(product)s in %(warehouse)s: give that "
                        "back first.",
                        pool=pool.name,
                        product=counter.product_id.display_name,
                        warehouse=counter.warehouse_id.name,
                    )
                )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for pool in self:
            pool.display_name = f"{pool.name} ({pool.code})"

    # Life

    def action_activate(self):
        """It sells from now on, within its windows if it has some."""
        self._become("active", ("draft", "suspended", "expired"))
        over = self.filtered(lambda pool: pool.active and pool.phase == "over")
        if over:
            raise UserError(
                self.env._(
                    "%(pool)s: all its windows are past. Add one that is to come.",
                    pool=over[0].name,
                )
            )

    def action_moves(self):
        """Pool moves into it and out of it."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_inventory_pool_move_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [
                *("|", ("source_id", "=", self.id), ("target_id", "=", self.id)),
            ],
        }

    def action_suspend(self):
        """It keeps its goods and sells none of them."""
        self._become("suspended", ("active",))

    def action_expire(self):
        """It ends: what nobody was promised goes back to common stock."""
        self._become("expired", ("draft", "active", "suspended"))

    def _become(self, state, before):
        self.check_access("write")
        for pool in self:
            if pool.state not in before:
                names = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "Pool %(pool)s is %(state)s.",
                        pool=pool.name,
                        state=names[pool.state].lower(),
                    )
                )
        self.write({"state": state})

    def _changed(self):
        """Channels may promise something else; goods of ended pools go back."""
        self.env.cr.execute(
            "SELECT DISTINCT product_id, warehouse_id FROM md_stock_counter "
            " WHERE pool_id > 0 AND pool_id = ANY(%s) AND (allotted > 0 OR lent > 0)",
            [self.ids],
        )
        self.env["md.availability.feed"]._touched(self.env.cr.fetchall())
        self.env["md.pool.watch"]._soon()

    def _check_own_stores(self):
        """Who is limited to some stores changes pools of these stores only.

        :raises AccessError: naming the pool
        """
        stores = not self.env.su and self.env.user.md_store_ids
        for pool in self if stores else ():
            # sudo: where a pool has goods is no secret to who changes it
            places = pool.sudo().warehouse_ids
            if not places or places - stores:
                message = self.env._("Pool %s is of other stores, too.", pool.name)
                raise refused(AccessError(message), self._name, "write")

    def _check_moves_company(self):
        # sudo: goods and channels out of sight count, too
        for pool in self.sudo():
            mine = [("pool_id", "=", pool.id)]
            used = pool.env["md.stock.counter"].search_count(mine, limit=1)
            if used or pool.channel_line_ids:
                raise UserError(
                    self.env._(
                        "Pool %(pool)s has goods or channels: its company stays.",
                        pool=pool.name,
                    )
                )

    def write(self, vals):
        self._check_own_stores()
        if any(vals.get("company_id", c.id) != c.id for c in self.company_id):
            self._check_moves_company()
        result = super().write(vals)
        self._check_own_stores()
        if PROMISED_BY & vals.keys():
            self._changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # who moves goods has the row until he is done; then what he moved is there
        self.env.cr.execute(
            "SELECT FROM md_inventory_pool WHERE id = ANY(%s) FOR UPDATE", [self.ids]
        )
        with self.env["md.own.transaction"]._begin() as cr:
            cr.execute(
                "SELECT DISTINCT pool_id FROM md_stock_counter "
                " WHERE pool_id > 0 AND pool_id = ANY(%s)",
                [self.ids],
            )
            used = {row[0] for row in cr.fetchall()}
        for pool in self.filtered(lambda pool: pool.id in used):
            # sudo: whoever deletes it must not lose promises out of sight
            counters = self.env["md.stock.counter"].sudo()
            counters.invalidate_model()  # claims are written beside the ORM
            mine = counters.search([("pool_id", "=", pool.id)])
            claimed = sum(mine.mapped("claimed"))
            if claimed:
                raise UserError(
                    self.env._(
                        "Pool %(pool)s cannot be deleted: %(quantity)s units of it are "
                        "promised. End it instead.",
                        pool=pool.name,
                        quantity=f"{claimed:g}",
                    )
                )
            raise UserError(
                self.env._(
                    "Pool %(pool)s cannot be deleted, for it has had goods: archive "
                    "it.",
                    pool=pool.name,
                )
            )
