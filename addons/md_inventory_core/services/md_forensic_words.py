from datetime import timedelta
from decimal import Decimal

from babel.dates import format_timedelta

from odoo import fields, models
from odoo.tools.misc import babel_locale_parse, get_lang

KINDS_OF_TRANSFER = {"incoming": "receipt", "outgoing": "delivery"}


class MdForensicWords(models.AbstractModel):
    """What `md.order.forensics` found, in plain words."""

    _name = "md.forensic.words"
    _description = "Words for Forensics"

    # Verdicts

    def _verdict(self, verdict):
        """One sentence."""
        facts = {name: self._fact(value) for name, value in verdict.facts.items()}
        facts["who"] = facts.get("who") or self.env._("somebody")
        return (self._of_plain() | self._of_missed())[verdict.code] % facts

    def _of_plain(self):
        """What needs nobody who took something."""
        return {
            "till": self.env._(
                "Sold over the counter: %(there)s were there and promised to nobody."
            ),
            "till_beyond": self.env._(
                "Sold over the counter: what a customer has in hand is always sold. "
                "By the books only %(there)s of %(asked)s were there and promised to"
                " nobody."
            ),
            "not_asked": self.env._(
                "The order is not confirmed and holds nothing: nothing was asked of "
                "stock."
            ),
            "outside": self.env._(
                "Nothing was taken from free stock: it is made to order, sent by the"
                " vendor, or was not planned to be delivered."
            ),
            "enough": self.env._(
                "There was enough: %(there)s could be promised, %(asked)s were asked"
                " for and granted."
            ),
            "reality": self.env._(
                "There was enough and %(asked)s were promised, but %(who)s took "
                "%(taken)s afterwards: %(short)s of what is promised are not there "
                "now."
            ),
            "buffer": self.env._(
                "There were goods, but the channel leaves %(buffer)s in the "
                "warehouse: %(there)s of %(asked)s could be promised."
            ),
            "pools": self.env._(
                "There were goods, but pools keep them for other channels: %(there)s"
                " of %(asked)s could be promised."
            ),
            "elsewhere": self.env._(
                "Only %(there)s of %(asked)s were in this warehouse; %(elsewhere)s "
                "more were free in other warehouses of the channel."
            ),
        }

    def _of_missed(self):
        """What was not there, and why the channel did or did not know."""
        return {
            "waiting": self.env._(
                "It was not there, and the channel had been told so: told %(told)s, "
                "asked %(asked)s. The order could be placed without all of it, for "
                "the channel lets orders wait."
            ),
            "between": self.env._(
                "Sold in between: the channel was told %(told)s %(age)s before; then"
                " %(who)s got %(taken)s, and %(there)s of %(asked)s were left."
            ),
            "no_buffer": self.env._(
                "Sold in between, and no buffer: the channel was told %(told)s "
                "%(age)s before; then %(who)s took %(taken)s, and the channel leaves"
                " none for that. %(there)s of %(asked)s were left."
            ),
            "old_taken": self.env._(
                "Old figure: the channel still had %(told)s, though %(who)s got "
                "%(taken)s %(age)s before the order. %(there)s of %(asked)s were "
                "left."
            ),
            "old": self.env._(
                "Old figure: the channel was told %(told)s %(age)s before; %(there)s"
                " of %(asked)s were there. What took the rest is not known."
            ),
            "unknown": self.env._(
                "Not known: what the channel was told then is not kept any more, or "
                "was not kept yet. %(there)s of %(asked)s could be promised."
            ),
        }

    def _fact(self, value):
        if isinstance(value, timedelta):
            return self._age(value)
        return self._quantity(value) if isinstance(value, Decimal) else value

    def _quantity(self, value):
        return f"{value.normalize():f}" if value else "0"

    def _age(self, delta):
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_timedelta(max(delta, timedelta(0)), threshold=2, locale=locale)

    def _when(self, at):
        if not at:
            return ""
        lang = get_lang(self.env)
        local = fields.Datetime.context_timestamp(self, at)
        return local.strftime(f"{lang.date_format} {lang.time_format}")

    # What became of it

    def _fate(self, subject, line):
        """What became of what an order was granted, in a few words."""
        fate, wish = line["fate"], line["wish"]
        gone = max(fate["consume"], wish.delivered)
        parts = []
        if gone:
            parts.append(self.env._("%s delivered", self._quantity(gone)))
        if fate["left"]:
            left = self._quantity(fate["left"])
            known = self.env._("%s promised", left), self.env._("%s held", left)
            parts.append(known[0] if fate["sure"] else known[1])
        for at, change in fate["later"]:
            parts.append(
                self.env._(
                    "%(quantity)s of it came later, at %(when)s",
                    quantity=self._quantity(change),
                    when=self._when(at),
                )
            )
        if fate["release"]:
            parts.append(self.env._("%s released", self._quantity(fate["release"])))
        if fate["lose"]:
            parts.append(self.env._("%s lost", self._quantity(fate["lose"])))
        if fate["expire"]:
            parts.append(
                self.env._("the hold of %s expired", self._quantity(fate["expire"]))
            )
        missing = wish.asked - gone - fate["left"]
        if subject.ended:
            parts.append(self.env._("order cancelled"))
        elif subject.placed and not subject.till and not wish.outside and missing > 0:
            parts.append(self.env._("waits for %s", self._quantity(missing)))
        return ", ".join(parts)

    def _rule(self, subject):
        """What the channel does when not all is there."""
        if subject.till:
            return self.env._("What a customer has in hand is always sold.")
        if subject.order.md_on_shortage == "refuse":
            return self.env._("An order is refused when not all of it is there.")
        return self.env._("An order waits when not all of it is there.")

    def _push(self, at, quantity, words):
        """The last push to a marketplace."""
        return self.env._(
            "pushed %(quantity)s at %(when)s %(words)s",
            quantity=self._quantity(quantity),
            when=self._when(at),
            words=words,
        )

    def _holding(self, holder):
        """What a holder had."""
        words = self.env._("held") if not holder.sure else self.env._("promised")
        return self.env._(
            "%(quantity)s %(sure)s since %(when)s",
            quantity=self._quantity(holder.quantity),
            sure=words,
            when=self._when(holder.at),
        )

    def _pool(self, name, free, part):
        """What a pool had; COMMON has no name and no part."""
        free = self._quantity(free)
        if not part:
            return self.env._(
                "%(pool)s: %(free)s free", pool=name or "COMMON", free=free
            )
        return self.env._(
            "%(pool)s: %(free)s free of %(all)s",
            pool=name,
            free=free,
            all=self._quantity(part.allotted),
        )

    # Events

    def _change(self, event):
        """What an event changed; what was told is no change."""
        text = self._quantity(event.change)
        if event.what in ("told", "pool") or not event.change:
            return text if event.what != "confirm" else ""
        return text if event.change < 0 else f"+{text}"

    def _kinds(self):
        """{kind of event: its name}."""
        return {
            "told": self.env._("Published"),
            "hold": self.env._("Claimed"),
            "adopt": self.env._("Reserved"),
            "confirm": self.env._("Confirmed"),
            "release": self.env._("Released"),
            "expire": self.env._("Hold expired"),
            "lose": self.env._("Lost"),
            "pool": self.env._("Pool move"),
            "count": self.env._("Count"),
            "scrap": self.env._("Scrapped"),
            "receipt": self.env._("Receipt"),
            "delivery": self.env._("Delivery"),
            "return": self.env._("Return"),
            "transfer": self.env._("Transfer"),
        }

    def _kind_of(self, move):
        """The kind of event that goods coming or leaving are."""
        if move.kind in ("count", "scrap", "till"):
            return move.kind
        kind = KINDS_OF_TRANSFER.get(move.kind, "transfer")
        if kind == "delivery" and move.quantity > 0:
            return "return"
        return kind

    def _of_move(self, move):
        """Who took goods, for a sentence."""
        kind = self._kinds().get(self._kind_of(move), "")
        if move.kind == "count":
            return self.env._("a count")
        name = move.document.words if move.document else move.name
        return f"{kind} {name}".strip()
