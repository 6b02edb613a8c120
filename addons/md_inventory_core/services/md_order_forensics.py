from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo import fields, models

from ..lib.claims import SOLD, Ground
from ..lib.forensics import Evidence, Take, Told, verdict
from .md_forensic_facts import Asked

NOTHING = Decimal(0)
BEGINNINGS = ("hold", "adopt")
# So long after it was placed an order's first claims may come: many were confirmed
# together. What comes later came with goods.
PLACING = timedelta(seconds=30)
BEFORE, AFTER = timedelta(hours=24), timedelta(hours=1)
BARE = Ground(*[NOTHING] * 4)


class Wish(NamedTuple):
    """What an order wants of a stocked product in a warehouse; in its own unit."""

    product: object
    warehouse: object
    asked: Decimal
    delivered: Decimal = NOTHING
    outside: bool = False  # made to order, dropped by the vendor


class Subject(NamedTuple):
    """An order as it is asked about, of whatever kind.

    ``keys`` are all that it ever claimed under, the one that counts last; ``at`` is
    when it says that it was placed, ``made`` when it reached this database.
    """

    order: object
    channel: object
    wishes: list
    keys: tuple
    at: object
    made: object
    moves: tuple = ()
    till: bool = False
    placed: bool = True
    ended: bool = False


class MdOrderForensics(models.AbstractModel):
    """For any order: what its channel was told before, what was there, who had it.

    Reads only. A refused attempt leaves no order, so there is nothing to ask about.
    """

    _name = "md.order.forensics"
    _description = "Order Forensics"

    def _answer(self, order):
        """All that is known of an order's goods at the moment when it was placed.

        :return: {subject, at, known, lines, events}; lines as `_line` makes them, of
            own stores only
        :raises AccessError: when the user may not read the order
        """
        order.check_access("read")
        # sudo: who may read the order learns what its goods were promised for
        system = self.sudo()
        subject = system._subject(order.with_env(system.env))
        facts = system.env["md.forensic.facts"]
        facts._flush()
        entries = facts._own(subject.keys)
        asked = system._asked(subject, entries)
        lines = system._lines(subject, asked, entries)
        stores = self.env.user.md_store_ids
        lines = [
            line for line in lines if not stores or line["wish"].warehouse in stores
        ]
        events = system.env["md.forensic.timeline"]._events(
            asked._replace(
                products=tuple({line["wish"].product.id for line in lines}),
                warehouses=tuple({line["wish"].warehouse.id for line in lines}),
            ),
            asked.at - BEFORE,
            asked.at + AFTER,
        )
        return {
            "subject": subject,
            "at": asked.at,
            "known": self.env["md.availability.history"]._since() <= asked.at,
            "lines": lines,
            "events": events,
        }

    # What is asked

    def _subject(self, order):
        """The `Subject` that an order is; addons add their kinds."""
        key = order._md_claim_key().rpartition(":")[0]
        keys = tuple(f"{key}:{number}" for number in range(order.md_claim_round + 1))
        moves = order.order_line.move_ids
        return Subject(
            order,
            order.md_channel_id,
            self._wishes(order),
            keys,
            order.date_order,
            max(order.date_order, order.create_date),
            tuple(moves.ids),
            placed=order.state == "sale",
            ended=order.state == "cancel",
        )

    def _wishes(self, order):
        """[`Wish`] of an order: kits by component, alike ones added up."""
        found = {}
        for line in order.order_line:
            if line.display_type or line.product_id.type != "consu":
                continue
            unit, own = line.product_uom_id, line.product_id.uom_id
            asked = unit._compute_quantity(line.product_uom_qty, own, round=False)
            gone = unit._compute_quantity(line.qty_delivered, own, round=False)
            leaving = line.move_ids.filtered(
                lambda move: move.location_id.usage == "internal"
            )
            confirmed = order.state == "sale"
            options = line.product_no_variant_attribute_value_ids
            company = order.company_id
            for part, each in self._parts(line.product_id, options, company):
                moves = leaving.filtered(lambda m, part=part: m.product_id == part)
                keyed = any(moves.mapped("md_claim_key"))
                stores = moves.location_id.warehouse_id[:1]
                wish = Wish(
                    part,
                    stores or line.warehouse_id or order.warehouse_id,
                    self._decimal(asked * each),
                    self._decimal(gone * each),
                    confirmed and not keyed,
                )
                self._add(found, wish)
        return [wish for wish in found.values() if wish.asked > NOTHING]

    def _parts(self, product, options, company):
        """(stocked product, how many of its unit are in one) of what is sold.

        :param options: chosen values; what they take from stock is there, too
        """
        rows = [(product, 1.0), *options._md_parts().items()]
        return [
            (part, quantity)
            for parts in self.env["md.kit"]._all_parts(rows, company)
            for part, quantity in parts.items()
            if part.is_storable
        ]

    def _add(self, found, wish):
        place = wish.product.id, wish.warehouse.id
        if before := found.get(place):
            wish = wish._replace(
                asked=wish.asked + before.asked,
                delivered=wish.delivered + before.delivered,
                outside=wish.outside and before.outside,
            )
        found[place] = wish

    def _decimal(self, quantity):
        return self.env["md.channel.promise"]._decimal(quantity)

    def _asked(self, subject, entries):
        """Of what, where and when facts are asked."""
        limit = subject.made + PLACING
        begun = {}
        for entry in entries:
            if entry["kind"] in BEGINNINGS:
                begun.setdefault(entry["key"], entry["at"])
        # the last under which something was claimed: it may have been cancelled since
        key = next((key for key in reversed(subject.keys) if key in begun), "")
        first = begun.get(key)
        if first and (first <= limit or not subject.placed):
            at = first
            limit = max(limit, first)
        else:
            at = subject.at
        owner, warehouses = 0, ()
        if subject.channel:
            _terms, owner, warehouses = subject.channel._known()
        own = {wish.warehouse.id for wish in subject.wishes if wish.warehouse}
        return Asked(
            at,
            tuple(sorted({wish.product.id for wish in subject.wishes})),
            tuple(sorted({*warehouses, *own})),
            owner,
            subject.channel.id or 0,
            key,
            subject.keys,
            subject.moves,
            limit,
        )

    # What is answered

    def _lines(self, subject, asked, entries):
        facts = self.env["md.forensic.facts"]
        pools = subject.channel._terms().pools if subject.channel else ()
        told = facts._told(asked)
        grounds, holders, names = facts._grounds(asked, subject.order, pools)
        known = {
            "told": told,
            "grounds": grounds,
            "holders": holders,
            "pools": names,
            "entries": entries,
            "since": self.env["md.availability.history"]._since(),
        }
        lines = [self._line(subject, asked, wish, known) for wish in subject.wishes]
        self._add_takes(asked, lines)
        for line in lines:
            line["verdict"] = verdict(line.pop("evidence"))
        return lines

    def _line(self, subject, asked, wish, known):
        """What is known of one wish; ``evidence`` is for its verdict."""
        place = wish.product.id, wish.warehouse.id
        ground = known["grounds"].get(place, BARE)
        told = known["told"].get(wish.product.id)
        terms = self._terms(subject.channel, told)
        fate = self._fate(known["entries"], place, asked)
        elsewhere = sum(
            (
                other.free(terms)
                for (product, warehouse), other in known["grounds"].items()
                if product == wish.product.id
                and warehouse != wish.warehouse.id
                and warehouse in asked.warehouses
            ),
            NOTHING,
        )
        if told:
            heard = Told(told.available, told.at)
        else:  # never told of any, if the history reaches so far back
            heard = Told() if known["since"] <= asked.at else None
        evidence = Evidence(
            asked.at,
            wish.asked,
            fate["granted"],
            till=subject.till,
            placed=subject.placed,
            outside=wish.outside,
            told=heard,
            unpromised=ground.unpromised,
            free=ground.free(terms),
            elsewhere=elsewhere,
            buffer=terms.buffer(ground.on_hand),
            left=fate["left"],
            lost=max(fate["lose"] - sum(part for _at, part in fate["later"]), NOTHING),
        )
        shares = ground.shares()
        return {
            "wish": wish,
            "told": told,
            "ground": ground,
            "evidence": evidence,
            "buffer": evidence.buffer,
            "free": evidence.free,
            "elsewhere": elsewhere,
            "claimed": sum((h.quantity for h in known["holders"][place]), NOTHING),
            "holders": known["holders"][place],
            "pools": [
                (known["pools"].get(pool), shares.get(pool, NOTHING), part)
                for pool, part in self._drawn(terms, ground)
            ],
            "fate": fate,
            "push": self.env["md.forensic.facts"]._last_push(
                subject.channel, wish.product, asked.at
            ),
        }

    def _terms(self, channel, told):
        """On what terms the channel drew: the buffer as it was when it was told."""
        terms = channel._terms()
        if not told or told.units is None:
            return terms
        return replace(terms, units=told.units, percent=told.percent)

    def _drawn(self, terms, ground):
        """(pool id, its `Part` or None) of pools that are there or drawn on; COMMON,
        too, where any are.
        """
        parts = {part.pool_id: part for part in ground.parts}
        pools = [*terms.pools, *(pool for pool in parts if pool not in terms.pools)]
        return [(pool, parts.get(pool)) for pool in pools] if len(pools) > 1 else []

    def _fate(self, entries, place, asked):
        """What the order got in a place, when, and what became of it."""
        sums, granted, later = defaultdict(Decimal), NOTHING, []
        sure = False
        for entry in entries:
            if entry["key"] != asked.key:
                continue
            if (entry["product_id"], entry["warehouse_id"]) != place:
                continue
            change = Decimal(entry["change"])
            if entry["kind"] not in BEGINNINGS:
                sums[entry["kind"]] -= change
                sure |= entry["kind"] == "confirm"
            elif entry["at"] <= asked.limit:
                granted += change
            else:
                later.append((entry["at"], change))
        total = granted + sum((change for _at, change in later), NOTHING)
        ends = ("consume", "release", "expire", "lose")
        return {
            "granted": granted,
            "later": later,
            "total": total,
            **{kind: sums[kind] for kind in ends},
            "left": total - sum((sums[kind] for kind in ends), NOTHING),
            "sure": sure,
        }

    def _add_takes(self, asked, lines):
        """Who took goods between publication and order, or from a promise since."""
        facts, names = self.env["md.forensic.facts"], self.env["md.forensic.names"]
        missed = [line for line in lines if self._wants_between(line["evidence"])]
        start = min((line["told"].at for line in missed), default=asked.at)
        before = facts._crossed(asked, start, asked.at) if missed else []
        named = names._of_keys({h.key for line in missed for h in line["holders"]})
        for line in missed:
            since = line["told"].at
            takes = [
                Take(holder.at, holder.quantity, named[holder.key].words)
                for holder in line["holders"]
                if since < holder.at <= asked.at
            ]
            takes += self._real(asked, line, before, since, asked.at)
            line["evidence"] = replace(line["evidence"], between=takes)
        self._add_shortages(asked, lines)

    def _wants_between(self, case):
        told = case.told and case.told.at and case.told.quantity >= case.asked
        return told and case.granted < case.asked and not case.till

    def _add_shortages(self, asked, lines):
        facts = self.env["md.forensic.facts"]
        held = [
            line for line in lines if line["evidence"].left or line["evidence"].lost
        ]
        if not held:
            return
        grounds = self.env["md.availability"]._grounds(
            self.env["product.product"].browse(asked.products),
            self.env["stock.warehouse"].browse(asked.warehouses),
            owner=asked.owner,
        )
        for line in held:
            place, left = self._place(line), line["evidence"].left
            # not there at all: what is promised of nothing is short
            short = -grounds[place].unpromised if place in grounds else left
            if short > NOTHING or line["evidence"].lost:
                now = fields.Datetime.now() + timedelta(seconds=1)
                crossed = facts._crossed(asked, asked.at, now)
                takes = self._real(asked, line, crossed, asked.at, now)
                line["evidence"] = replace(line["evidence"], short=short, after=takes)

    def _place(self, line):
        return line["wish"].product.id, line["wish"].warehouse.id

    def _real(self, asked, line, crossed, start, end):
        """[`Take`] of goods that left without having been promised, in a span."""
        place = self._place(line)
        return [
            Take(move.at, -move.quantity, self._who(move), real=True)
            for move in crossed
            if (move.product_id, move.warehouse_id) == place
            and move.quantity < NOTHING
            and move.move_id not in asked.moves
            and start <= move.at <= end
            and (not move.key or move.key.startswith(SOLD))
        ]

    def _who(self, move):
        return self.env["md.forensic.words"]._of_move(move)
