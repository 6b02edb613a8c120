import logging
from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

from psycopg2 import errors

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.claims import Outcome, Slot, Transfer, Wish, outcomes
from ..lib.claims.pool_rules import RECEIPT
from ..lib.schedule import next_moment
from .rule_sql import (
    ACTIVE_SQL,
    CLAIM_DUE_SQL,
    COMMON_PLACES_SQL,
    DUE_SQL,
    KEEP_POOLS_SQL,
    POOL_PLACES_SQL,
    RUN_SQL,
    TAKE_RECEIPT_SQL,
    TELL_SQL,
    TOLD_SQL,
)

_logger = logging.getLogger(__name__)
NOTHING = Decimal(0)
AT_ONCE = 100  # places that are locked together
OVER = "over"


class Run(NamedTuple):
    """A turn of one rule; or a receipt, the stock move ``receipt``, shared by several.

    ``row`` is the receipt that is waiting, ``received`` what it brought.
    """

    rules: Any
    turn: int = 0
    user: int | None = None
    row: int = 0
    receipt: int = 0
    received: Decimal = NOTHING

    def name(self, outcome: Outcome) -> str:
        """The name under which the pool move is made once."""
        where = outcome.wish.place[:3]
        parts = ("rule", outcome.rule_id, self.turn, self.receipt, *where)
        return ":".join(map(str, parts))


class MdPoolRules(models.AbstractModel):
    """Applies rules of pools: each turn of a rule once, in pieces.

    A piece is one short transaction with the pool moves and their results, decided
    while the places are locked. Killed or run again before the turn was over, it goes
    on where it stopped.
    """

    _name = "md.pool.rules"
    _description = "Application of Rules of Pools"

    # What would be

    def _outcomes(self, rule):
        """[`Outcome`] where a rule wants something, by what is so at the moment."""
        if rule.what == RECEIPT or self._why_not(rule):
            return []
        products, places = self._places(rule)
        warehouses = self.env["stock.warehouse"].browse({w for _p, w in places})
        grounds = self.env["md.pool.preview"]._grounds(
            products, warehouses, rule.pool_id | rule.source_id
        )
        terms, found = rule._terms(), []
        for product, warehouse in places:
            if ground := grounds.get((product, warehouse)):
                found += outcomes([terms], Slot(product, warehouse), ground)[0]
        return found

    def _places(self, rule):
        """(products, sorted [(product id, warehouse id)]) where the source has some."""
        # sudo: it works for the company, whoever looks
        products = self.env["product.product"].sudo().search(rule._product_domain())
        self.env["stock.quant"].flush_model()
        self.env.cr.execute(
            SQL(
                POOL_PLACES_SQL if rule.source_id else COMMON_PLACES_SQL,
                products=products.ids,
                warehouses=rule._warehouses().ids,
                source=rule.source_id.id,
            )
        )
        places = sorted(self.env.cr.fetchall())
        return products.browse(sorted({p for p, _w in places})), places

    def _why_not(self, rule):
        """Why a rule does nothing at all now, or None."""
        pool = rule.pool_id
        if not rule.active:
            return self.env._("The rule is archived.")
        if not pool.active:
            return self.env._("Pool %s is archived: nothing is moved.", pool.name)
        if pool.state != "active" or pool.phase == OVER:
            words = self.env._("Pool %(pool)s is %(state)s: nothing is moved.")
            states = dict(pool._fields["state"]._description_selection(self.env))
            state = "expired" if pool.phase == OVER else pool.state
            return words % {"pool": pool.name, "state": states[state].lower()}
        return None

    # A turn

    def _apply_by_hand(self, rule, turn):
        """Do what was looked at: the rule's turn ``turn``.

        :raises UserError: when it was applied or changed since
        """
        # one at a time: who comes second begins again and finds it done
        self.env.cr.execute(
            "UPDATE md_pool_rule SET turn = turn WHERE id = %s", [rule.id]
        )
        rule.invalidate_recordset(["turn"])
        if rule.turn != turn:
            raise UserError(
                self.env._(
                    "Rule %s was applied or changed since you looked: look again.",
                    rule.name,
                )
            )
        self._apply(rule, self.env.uid)

    def _apply(self, rule, user=None):
        """Do the rule's turn, or the rest of it; write down what came of it."""
        why_not = self._why_not(rule)
        if not why_not:
            run = Run(rule, rule.turn, user)
            places = [outcome.wish.place for outcome in self._outcomes(rule)]
            for start in range(0, len(places), AT_ONCE):
                self._patiently(run, places[start : start + AT_ONCE])
        with self.env["md.own.transaction"]._begin(sees=()) as cr:
            cr.execute(SQL(RUN_SQL, rule=rule.id, turn=rule.turn))
            products, places, moved, short = cr.fetchone()
        told = self.env._(
            "Units moved: %(moved)s (products: %(products)s, places: %(places)s).",
            moved=f"{Decimal(moved).normalize():f}",
            products=products,
            places=places,
        )
        if short:
            told += " " + self.env._("Places with less than was wanted: %s.", short)
        # sudo: what a rule did is the system's
        rule.sudo().write(
            {
                "last_at": self.env.cr.now(),
                "last_moved": float(moved),
                "last_result": why_not or told,
                "last_turn": rule.turn,
                "turn": rule.turn + 1,
            }
        )

    def _patiently(self, run, places):
        """`_apply_some`, one by one where some are in use; who still is, says so."""
        try:
            self._apply_some(run, places)
            return
        except errors.LockNotAvailable:
            if len(places) == 1:
                self._busy(run, places[0])
                return
        for place in places:
            self._patiently(run, [place])

    def _busy(self, run, place):
        why = self.env._("In use by others just now; the next run takes it.")
        nothing = Outcome(run.rules.id, NOTHING, Wish(place, 0, 0, NOTHING))
        with self.env["md.own.transaction"]._begin(sees=()) as cr:
            self._tell(cr, run, [(nothing, why, None)])

    def _apply_some(self, run, places):
        """Rules do their run in some places, all of it or nothing.

        :return: {id of the rule: Decimal that changed its pool}
        """
        settler, mover = self.env["md.claim.settler"], self.env["md.pool.mover"]
        terms = [rule._terms() for rule in run.rules]
        pools = {*run.rules.pool_id.ids, *run.rules.source_id.ids}

        def apply(cr, locked):
            if run.row and not self._take(cr, run.row):
                return {}
            able, told = self._able(cr, terms, pools), self._told(cr, run)
            grounds = mover._leveled(cr, locked, set(places), pools)
            found = []
            for place in sorted(places):
                mine = [t for t in able if (t.rule_id, *place[:2]) not in told]
                found += outcomes(mine, place, grounds[place], run.received)[0]
            return self._move(cr, run, found)

        return settler._locked((), set(places), apply)

    def _take(self, cr, row):
        """Whether a receipt is ours to share; it is over with our commit."""
        cr.execute(SQL(TAKE_RECEIPT_SQL, id=row))
        return bool(cr.rowcount)

    def _able(self, cr, terms, pools):
        """Those whose pool gets goods now; nobody deletes the pools meanwhile."""
        cr.execute(SQL(KEEP_POOLS_SQL, pools=sorted(pools)))
        cr.execute(SQL(ACTIVE_SQL, pools=sorted(pools)))
        active = {row[0] for row in cr.fetchall()}
        return [rule for rule in terms if rule.target in active]

    def _told(self, cr, run):
        """{(rule, product, warehouse) that the run has a result of}."""
        rules = run.rules.ids
        cr.execute(SQL(TOLD_SQL, rules=rules, turn=run.turn, receipt=run.receipt))
        return set(cr.fetchall())

    def _move(self, cr, run, found):
        """Pool moves of `Outcome` and their results."""
        moved = [outcome for outcome in found if outcome.given > NOTHING]
        names = {rule.id: rule.name for rule in run.rules}
        kind = "receipt" if run.row else "rule"
        ids = self.env["md.claim.settler"]._transfer(
            cr,
            [Transfer(*outcome.wish, kind) for outcome in moved],
            [names[outcome.rule_id] for outcome in moved],
            user=run.user,
            batches=[run.name(outcome) for outcome in moved],
            rules=[outcome.rule_id for outcome in moved],
        )
        made = dict(zip(map(id, moved), ids, strict=True))
        self._tell(cr, run, [(o, self._short(o), made.get(id(o))) for o in found])
        units = defaultdict(Decimal)
        for outcome in moved:
            units[outcome.rule_id] += outcome.given
        return units

    def _short(self, outcome):
        """Why it is not all that was wanted, or None."""
        if outcome.given >= outcome.wanted:
            return None
        source = self.env["md.inventory.pool"].browse(outcome.wish.source or [])
        return self.env._(
            "%(wanted)s wanted, %(pool)s had %(given)s.",
            wanted=f"{outcome.wanted.normalize():f}",
            pool=source.name or "COMMON",
            given=f"{outcome.given.normalize():f}",
        )

    def _tell(self, cr, run, rows):
        """Write results: [(`Outcome`, why not more, id of the pool move)]."""
        if not rows:
            return
        found, why_not, moves = zip(*rows, strict=True)
        cr.execute(
            SQL(
                TELL_SQL,
                turn=run.turn,
                receipt=run.receipt,
                rules=[outcome.rule_id for outcome in found],
                products=[outcome.wish.place.product_id for outcome in found],
                warehouses=[outcome.wish.place.warehouse_id for outcome in found],
                wanted=[outcome.wanted for outcome in found],
                moved=[outcome.given for outcome in found],
                why_not=list(why_not),
                moves=list(moves),
            )
        )

    # By the clock

    def _cron_apply(self):
        """Each minute: rules that are due, and receipts that are left."""
        self.env["md.pool.rule"].flush_model()
        self.env.cr.execute(SQL(DUE_SQL))
        for [number] in self.env.cr.fetchall():
            try:
                self._apply_due(number)
            except errors.SerializationFailure:
                _logger.info("rule %s is being applied by another", number)
            except Exception:
                _logger.exception("rule %s cannot be applied", number)
        self.env["md.pool.receipts"]._work()

    def _apply_due(self, number):
        """A rule does its turn, unless somebody else is at it or has done it."""
        with self.env["md.own.transaction"]._begin_work() as env:
            env.cr.execute(SQL(CLAIM_DUE_SQL, rule=number))
            if not env.cr.rowcount:
                return
            rule = env["md.pool.rule"].browse(number)
            env[self._name]._apply(rule)
            now = env.cr.now()
            rule.next_at = next_moment(rule.schedule, now, rule.hour, rule.tz)
