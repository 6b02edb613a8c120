from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from odoo.addons.base.models.res_partner import _tz_get

from ..lib.claims import COMMON, Goods, Reach, Rule, excess
from ..lib.claims.pool_rules import PERCENT, RECEIPT, TOP_UP
from ..lib.refusals import refused
from ..lib.schedule import next_moment

# A change of it makes another rule of it: what was looked at before is not done.
DECIDES = {
    *("active", "applies_to", "category_ids", "percent", "pool_id", "product_ids"),
    *("source_id", "units", "warehouse_ids", "what", "whole_units"),
}
DUE = {"active", "hour", "schedule", "tz", "what"}
# Written by runs only.
OURS = {"last_at", "last_moved", "last_result", "last_turn", "next_at", "turn"}
SHOWN = 200  # results on the form


class MdPoolRule(models.Model):
    """Moves goods into a pool: a share of what is free, up to a number, or of receipts.

    Applied by `md.pool.rules`, each turn once.
    """

    _name = "md.pool.rule"
    _description = "Rule of Pools"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="Of rules for the same receipt the first one takes first."
    )
    pool_id = fields.Many2one(
        "md.inventory.pool",
        "To",
        required=True,
        ondelete="cascade",
        index=True,
        help="The pool that gets the goods.",
    )
    source_id = fields.Many2one(
        "md.inventory.pool",
        "From",
        ondelete="cascade",
        check_company=True,
        help="Common stock when empty.",
    )
    company_id = fields.Many2one(related="pool_id.company_id", store=True, index=True)
    what = fields.Selection(
        [
            (PERCENT, "A share of what is free"),
            (TOP_UP, "Up to so many units"),
            (RECEIPT, "A share of each receipt"),
        ],
        "Moves",
        required=True,
        default=PERCENT,
        help="Receipts are what suppliers and own production bring into a warehouse; "
        "counts, returns and transfers between warehouses are none.",
    )
    percent = fields.Float(
        digits=(5, 2),
        help="Of what is free in the source, or of what a receipt brings.",
    )
    units = fields.Float(
        digits="Product Unit",
        help="The pool is to have so many of each product in each warehouse, promised "
        "ones included.",
    )
    whole_units = fields.Boolean(
        default=True,
        help="Moves whole units only, rounded down; otherwise what the unit of measure "
        "can be divided into.",
    )
    warehouse_ids = fields.Many2many(
        "stock.warehouse",
        string="Warehouses",
        check_company=True,
        help="Everywhere where the pool may have goods when empty.",
    )
    applies_to = fields.Selection(
        [
            ("all", "All products"),
            ("category", "Categories"),
            ("product", "Chosen products"),
        ],
        "Products",
        required=True,
        default="all",
    )
    category_ids = fields.Many2many("product.category", string="Categories")
    product_ids = fields.Many2many(
        "product.product",
        string="Chosen Products",
        check_company=True,
        domain=[("is_storable", "=", True)],
    )
    schedule = fields.Selection(
        [("none", "By hand only"), ("hourly", "Every hour"), ("daily", "Every day")],
        "Runs",
        required=True,
        default="none",
    )
    hour = fields.Integer("At Hour", default=6)
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
    )
    next_at = fields.Datetime("Next Run", readonly=True, copy=False, index=True)
    # the number of the run that comes next; pool moves are named by it
    turn = fields.Integer(default=1, readonly=True, copy=False)
    last_turn = fields.Integer(readonly=True, copy=False)
    last_at = fields.Datetime("Last Run", readonly=True, copy=False)
    last_moved = fields.Float(
        "Moved Last", digits="Product Unit", readonly=True, copy=False
    )
    last_result = fields.Char(readonly=True, copy=False)
    amount = fields.Char(compute="_compute_told")
    from_name = fields.Char("From Pool", compute="_compute_told")
    runs = fields.Char(compute="_compute_told")
    result_ids = fields.Many2many(
        "md.pool.rule.result", string="Last Results", compute="_compute_result_ids"
    )

    @api.depends(
        *("hour", "percent", "schedule", "source_id", "tz", "units", "what"),
    )
    def _compute_told(self):
        """In a few words what it does, and when."""
        words = dict(self._fields["schedule"]._description_selection(self.env))
        for rule in self:
            of_units = rule.what == TOP_UP
            rule.amount = f"{rule.units:g}" if of_units else f"{rule.percent:g} %"
            rule.from_name = rule.source_id.name or "COMMON"
            rule.runs = words.get(rule.schedule)
            if rule.what == RECEIPT:
                rule.runs = self.env._("On receipt")
            elif rule.schedule == "daily":
                rule.runs = f"{rule.runs}, {rule.hour}:00 {rule.tz}"

    @api.depends("last_turn", "what")
    def _compute_result_ids(self):
        results = self.env["md.pool.rule.result"]
        for rule in self:
            mine = [("rule_id", "=", rule._origin.id or 0)]
            if rule.what != RECEIPT:
                mine.append(("turn", "=", rule.last_turn))
            rule.result_ids = results.search(mine, order="id desc", limit=SHOWN)

    # What makes no sense

    def _wrong(self, words, **details):
        """A refusal that names the rule."""
        sentence = words % {"rule": self.name, **details}
        return ValidationError(sentence)

    @api.constrains("what", "percent", "units", "hour")
    def _check_amounts(self):
        for rule in self:
            name, most = ("units", None) if rule.what == TOP_UP else ("percent", 100)
            amount, words = rule[name], None
            if most and not 0 < amount <= most:
                words = self.env._(
                    "Rule %(rule)s: %(field)s is %(value)s; it must be above 0 and at "
                    "most 100."
                )
            elif amount <= 0:
                words = self.env._(
                    "Rule %(rule)s: %(field)s is %(value)s; it must be above 0."
                )
            elif not 0 <= rule.hour <= 23:
                name, amount = "hour", rule.hour
                words = self.env._(
                    "Rule %(rule)s: %(field)s is %(value)s; it must be from 0 to 23."
                )
            if words:
                field = self._fields[name]._description_string(self.env)
                raise rule._wrong(words, field=field, value=f"{amount:g}")

    @api.constrains("applies_to", "category_ids", "product_ids")
    def _check_products(self):
        for rule in self:
            if rule.applies_to == "category" and not rule.category_ids:
                words = self.env._("Rule %(rule)s: choose categories.")
            elif rule.applies_to == "product" and not rule.product_ids:
                words = self.env._("Rule %(rule)s: choose products.")
            else:
                continue
            raise rule._wrong(words)

    @api.constrains("pool_id", "source_id", "what", "warehouse_ids")
    def _check_pools(self):
        for rule in self:
            if rule.pool_id == rule.source_id:
                raise rule._wrong(self.env._("Rule %(rule)s: choose two pools."))
            if rule.what == RECEIPT and rule.source_id:
                words = self.env._(
                    "Rule %(rule)s: what arrives is common stock; leave From empty."
                )
                raise rule._wrong(words)
            for pool in rule.pool_id | rule.source_id:
                # sudo: as far as the pool is seen, so is where it may have goods
                places = pool.sudo().warehouse_ids
                if places and (others := rule.warehouse_ids - places):
                    words = self.env._(
                        "Rule %(rule)s: pool %(pool)s has no goods in %(warehouse)s."
                    )
                    raise rule._wrong(words, pool=pool.name, warehouse=others[0].name)

    @api.constrains(*DECIDES - {"source_id", "units", "whole_units"})
    def _check_receipts(self):
        for company in self.filtered(lambda rule: rule.what == RECEIPT).company_id:
            # two who save rules at once: the second one runs again and sees the first
            self.env.cr.execute(
                "UPDATE res_company SET write_date = write_date WHERE id = %s",
                [company.id],
            )
            # sudo: rules of stores out of sight take their share, too
            rules = self.sudo().search(
                [("company_id", "=", company.id), ("what", "=", RECEIPT)]
            )
            categories = rules._below()
            kinds = [Goods(), *(Goods(None, number) for number in categories.ids)]
            kinds += [Goods(p.id, p.categ_id.id) for p in rules.product_ids]
            if found := excess([rule._reach() for rule in rules], kinds):
                raise ValidationError(rules._too_much(found))

    def _too_much(self, found):
        rules, goods = self.browse(found.rules), found.goods
        product = self.env["product.product"].browse(goods.product or [])
        category = self.env["product.category"].browse(goods.category or [])
        return self.env._(
            "Rules %(rules)s give away %(percent)s %% of what arrives of %(goods)s in "
            "%(warehouse)s: 100 %% is all there is.",
            rules=", ".join(f"{rule.name} ({rule.percent:g} %)" for rule in rules),
            percent=f"{found.percent.normalize():f}",
            goods=product.display_name or category.display_name or self.env._("all"),
            warehouse=self.env["stock.warehouse"].browse(found.warehouse).name,
        )

    def _reach(self):
        """Which receipts it shares in: `Reach`."""
        own = self.applies_to
        return Reach(
            self.id,
            Decimal(str(self.percent)),
            frozenset(self._warehouses().ids),
            own == "all",
            frozenset(self._below().ids if own == "category" else ()),
            frozenset(self.product_ids.ids if own == "product" else ()),
        )

    def _below(self):
        """Its categories and all below them."""
        chosen = self.filtered(lambda r: r.applies_to == "category").category_ids
        return chosen.search([("id", "child_of", chosen.ids)]) if chosen else chosen

    # What it is about

    def _warehouses(self):
        """Where it works: its own, as far as both pools may have goods there."""
        rule = self.sudo()  # sudo: it works in stores out of sight of who looks
        stores = rule.env["stock.warehouse"]
        found = rule.warehouse_ids or stores.search(
            [("company_id", "=", rule.company_id.id)]
        )
        for pool in rule.pool_id | rule.source_id:
            found &= pool.warehouse_ids or found
        return found

    def _product_domain(self):
        """Products it is for."""
        domain = [
            ("is_storable", "=", True),
            ("company_id", "in", (False, self.company_id.id)),
        ]
        if self.applies_to == "category":
            domain.append(("categ_id", "child_of", self.category_ids.ids))
        elif self.applies_to == "product":
            domain.append(("id", "in", self.product_ids.ids))
        return domain

    def _terms(self):
        """What it does in each place: `Rule`."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        amount = self.units if self.what == TOP_UP else self.percent
        step = Decimal(1) if self.whole_units else Decimal(1).scaleb(-digits)
        return Rule(
            self.id,
            self.what,
            Decimal(str(amount)),
            self.pool_id.id,
            self.source_id.id or COMMON,
            step,
        )

    # Changes

    def _check_own_stores(self):
        """Who is limited to some stores has rules for these stores only.

        :raises AccessError: naming the rule
        """
        stores = not self.env.su and self.env.user.md_store_ids
        for rule in self if stores else ():
            if rule._warehouses() - stores.sudo():  # sudo: to be compared
                message = self.env._("Rule %s is of other stores, too.", rule.name)
                raise refused(AccessError(message), self._name, "write")

    def _check_ours(self, vals_list):
        if not self.env.su and any(OURS & vals.keys() for vals in vals_list):
            message = self.env._("What a rule did is written down by its runs only.")
            raise refused(AccessError(message), self._name, "write")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_ours(vals_list)
        rules = super().create(vals_list)
        rules._check_own_stores()
        rules._plan()
        return rules

    def write(self, vals):
        self._check_ours([vals])
        self._check_own_stores()
        if DECIDES & vals.keys():
            self.flush_recordset()
            self.env.cr.execute(
                SQL(
                    "UPDATE md_pool_rule SET turn = turn + 1 WHERE id = ANY(%s)",
                    self.ids,
                )
            )
            self.invalidate_recordset(["turn"])
        result = super().write(vals)
        self._check_own_stores()
        if DUE & vals.keys():
            self._plan()
        return result

    def unlink(self):
        self._check_own_stores()
        return super().unlink()

    def _plan(self):
        """When each runs next: not before the next full hour, or its own."""
        for rule in self.sudo():  # sudo: when it runs is the system's
            due = rule.active and rule.schedule != "none" and rule.what != RECEIPT
            now = self.env.cr.now()
            rule.next_at = due and next_moment(rule.schedule, now, rule.hour, rule.tz)

    # Buttons

    def action_what_if(self):
        """Show what it would do now, and what channels would see then."""
        self.ensure_one().check_access("write")
        return self.env["md.pool.what.if"]._of_rule(self)

    def action_moves(self):
        """Pool moves that it made."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_inventory_pool_move_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("rule_id", "=", self.id)],
        }

    def action_results(self):
        """What became of each product, run by run."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_pool_rule_result_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("rule_id", "=", self.id)],
        }
