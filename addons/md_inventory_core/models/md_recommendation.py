import logging
import time
from datetime import timedelta

from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..lib.baskets import Terms
from ..lib.refusals import refused

_logger = logging.getLogger(__name__)
STATES = [("idle", "At Rest"), ("running", "At Work"), ("failed", "Failed")]
# What a setting may be: {field: (least, most)}
RANGES = {
    "window": (7, 3650),
    "half_life": (7, 3650),
    "least": (2, 1000),
    "habit_least": (2, 100),
    "top": (1, 50),
}
SETTINGS = {*RANGES, "enabled"}
GROUPS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
NIGHT = timedelta(hours=20)  # who has run since then is not due


class MdRecommendation(models.Model):
    """Recommendations of a company: settings, and how far they are computed.

    The work is done in pieces, each committed with how far it came, so that a crash or
    a restart never loses or repeats a piece: first what was sold is read
    (``md.basket.reader``), then pairs and habits are counted (``md.basket.counter``).
    """

    _name = "md.recommendation"
    _inherit = ["md.live.mixin", "md.piecework.mixin"]
    _description = "Recommendations"
    _order = "company_id"
    _rec_name = "company_id"
    _lock_space = 0x6D72

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    enabled = fields.Boolean(
        "In Use",
        default=True,
        help="When off, nothing is computed or shown; what was computed is deleted.",
    )
    window = fields.Integer(
        "Days That Count",
        default=Terms().window,
        help="Counted back from the newest sale; older baskets are forgotten.",
    )
    half_life = fields.Integer(
        "Half as Much After (days)",
        default=Terms().half_life,
        help="A basket that is so old counts half as much as one of today.",
    )
    least = fields.Integer(
        "Least Baskets",
        default=Terms().least,
        help="Two products are recommended for each other when at least so many "
        "baskets have both, and more than chance would bring together.",
    )
    habit_least = fields.Integer(
        "Least Purchases",
        default=3,
        help="A customer usually buys what was bought on at least so many days.",
    )
    top = fields.Integer(
        "Kept of Each",
        default=Terms().top,
        help="So many companions of each product, and products of each customer.",
    )
    state = fields.Selection(STATES, required=True, default="idle", readonly=True)
    step = fields.Selection(
        [
            ("read", "Reading what was sold"),
            ("pairs", "Counting what is bought together"),
            ("habits", "Counting what customers usually buy"),
        ],
        "Now Doing",
        readonly=True,
    )
    # how far: documents read; the last product or customer counted
    position = fields.Integer(readonly=True)
    done = fields.Integer(readonly=True)
    marks = fields.Json(readonly=True, help="How far each source is read.")
    started_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime("Last Run", readonly=True)
    seconds = fields.Integer("It Took (seconds)", readonly=True)
    last_result = fields.Char(readonly=True)
    message = fields.Text(readonly=True)

    _company_unique = models.UniqueIndex(
        "(company_id)", "This company has its recommendations already."
    )

    @api.constrains(*RANGES)
    def _check_ranges(self):
        for record in self:
            for name, (least, most) in RANGES.items():
                if not least <= record[name] <= most:
                    raise ValidationError(
                        self.env._(
                            "Recommendations of %(company)s: %(field)s is %(value)s; "
                            "it must be from %(least)s to %(most)s.",
                            company=record.company_id.name,
                            field=self._fields[name]._description_string(self.env),
                            value=record[name],
                            least=least,
                            most=most,
                        )
                    )

    @api.model
    def _make_for_companies(self, companies=None):
        """Each company has recommendations from the start."""
        # sudo: whoever makes a company, or installs; settings are the manager's then
        every = self.sudo()
        companies = companies or every.env["res.company"].search(
            [("active", "=", True)]
        )
        have = every.search([("company_id", "in", companies.ids)]).company_id
        every.create([{"company_id": company.id} for company in companies - have])

    @api.model
    def _shown(self, company):
        """Whether tills and shops of a company show recommendations."""
        # sudo: a fact that who buys or sells need not read
        mine = self.sudo().search([("company_id", "=", company.id)], limit=1)
        return mine.enabled

    def write(self, vals):
        if not self.env.su and vals.keys() - SETTINGS:
            message = self.env._("What was computed is written down by the job only.")
            raise refused(AccessError(message), self._name, "write")
        grows = [one for one in self if vals.get("window", 0) > one.window]
        result = super().write(vals)
        for one in grows:  # what is older is read, too
            # sudo: marks are the job's
            one.sudo().marks = False
        if vals.get("enabled") is False:
            self._delete_computed()
        return result

    def _delete_computed(self):
        """Switched off: nothing is kept, the baskets neither."""
        # sudo: written by the job only
        system = self.sudo()
        for name in ("md.product.companion", "md.customer.habit", "md.basket"):
            mine = [("company_id", "in", system.company_id.ids)]
            system.env[name].search(mine).unlink()
        system.write(
            {"state": "idle", "step": False, "marks": False, "last_result": False}
        )

    # Buttons

    def action_compute(self):
        """Compute now, in the background; the form shows how far it is."""
        self.ensure_one().check_access("write")
        if not self.enabled:
            message = self.env._("Recommendations of %s are switched off.")
            raise UserError(message % self.company_id.name)
        self._begin()
        # sudo: whoever may set it up may have it run
        self.env.ref("md_inventory_core.ir_cron_recommend").sudo()._trigger()

    def action_companions(self):
        """The list of what is often bought together."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_product_companion_action"
        return self.env["ir.actions.act_window"]._for_xml_id(name)

    def _begin(self):
        """Set to work, unless it is: what failed begins anew."""
        for one in self.filtered(lambda record: record.state != "running"):
            marks = self.env["md.basket.reader"]._rewind(one.marks)
            # sudo: states are the job's
            one.sudo().write(
                {
                    "state": "running",
                    "step": "read",
                    "position": 0,
                    "done": 0,
                    "marks": marks,
                    "message": False,
                    "started_at": fields.Datetime.now(),
                }
            )

    # Driven by the cron

    @api.model
    def _cron_compute(self):
        """Each night, on request, and after a kill: what is due or at work."""
        self._make_for_companies()
        before = fields.Datetime.now() - NIGHT
        every = self.search([("enabled", "=", True)])
        every.filtered(
            lambda one: one.state != "running" and (one.started_at or before) <= before
        )._begin()
        for one in every.filtered(lambda record: record.state == "running"):
            with one._sole_driver() as alone:
                one._drive(alone)

    def _drive(self, alone=True):
        """Work to the end, or until the cron's time is over."""
        self.env["md.basket.counter"]._drop()
        known = {}
        while alone and self.state == "running" and self._advance(known):
            continue
        self.env["md.basket.counter"]._drop()

    def _advance(self, known):
        """Do and commit one piece; return the seconds that the driver may go on."""
        try:
            self._piece(known)
            left = int(self.state == "running")
            return self.env["ir.cron"]._commit_progress(1, remaining=left)
        except SerializationFailure:
            # a setting or a product was written at this very moment: nothing was done
            self.env.cr.rollback()
            known.clear()
            return 1

    def _piece(self, known):
        """Do the next piece and note how far it came; the caller commits.

        :param known: what the pieces of one drive share, filled here
        """
        if not self.try_lock_for_update() or self.state != "running":
            return
        began = time.monotonic()
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_step_{self.step}")(known)
        except OperationalError:
            raise  # the database is busy or gone: nothing that a user could mend
        except Exception as error:
            _logger.exception("Recommendations of %s failed", self.company_id.name)
            self.write({"state": "failed", "message": repr(error)})
        spent = time.monotonic() - began
        _logger.info("recommendations: %s, %.1f s", self.step or "done", spent)
        for group in GROUPS:
            self._live_changed(self._name, group)

    def _step_read(self, known):
        reader = self.env["md.basket.reader"]
        sources, marks = list(reader._sources()), dict(self.marks or {})
        source = sources[self.position]
        for name in ("sale.order", "sale.order.line", "res.partner"):
            self.env[name].flush_model()
        mark, count = reader._read(self.company_id, source, marks.get(source))
        self.write({"marks": marks | {source: mark}, "done": self.done + count})
        if count:
            return
        if self.position + 1 < len(sources):
            self.position += 1
            return
        if newest := reader._newest(self.company_id):
            oldest = self.env["md.basket.counter"]._oldest(newest, self._terms())
            reader._forget(self.company_id, oldest)
        self.write({"step": "pairs", "position": 0, "done": 0})

    def _step_pairs(self, known):
        counter = self._prepared(known)
        upto, count = counter._pairs(
            self.company_id, self.position, known["total"], self._terms()
        )
        self.write({"position": upto, "done": self.done + count})
        if not count:
            self.write({"step": "habits", "position": 0, "done": 0})

    def _step_habits(self, known):
        counter = self._prepared(known)
        upto, count = counter._habits(
            self.company_id,
            self.position,
            known["newest"],
            self._terms(),
            self.habit_least,
        )
        self.write({"position": upto, "done": self.done + count})
        if upto == (2**31 - 1):
            self._finish(counter, known)

    def _prepared(self, known):
        """The counter, with what all of its pieces need."""
        counter = self.env["md.basket.counter"]
        if "total" not in known or not counter._ready():
            newest = self.env["md.basket.reader"]._newest(self.company_id)
            known["newest"] = newest or fields.Date.today()
            known["count"], known["total"] = counter._prepare(
                self.company_id, known["newest"], self._terms()
            )
        return counter

    def _finish(self, counter, known):
        pairs, products, habits, customers = counter._result(self.company_id)
        now = fields.Datetime.now()
        self.write(
            {
                "state": "idle",
                "step": False,
                "finished_at": now,
                "seconds": (now - self.started_at).total_seconds(),
                "last_result": self.env._(
                    "Baskets: %(baskets)s. Pairs: %(pairs)s, of products: "
                    "%(products)s. Habits: %(habits)s, of customers: %(customers)s.",
                    baskets=known["count"],
                    pairs=pairs,
                    products=products,
                    habits=habits,
                    customers=customers,
                ),
            }
        )
        for name in ("md.product.companion", "md.customer.habit"):
            self.env[name].invalidate_model()
            for group in GROUPS:
                self._live_changed(name, group)

    def _terms(self):
        """Its settings, as ``lib.baskets`` has them."""
        return Terms(self.window, self.half_life, self.least, self.top)
