from decimal import Decimal

from odoo import models

NOTHING = Decimal(0)
SHOWN_HOLDERS = 5
LOOKS = {
    "told": "text-bg-info",
    "till": "text-bg-warning",
    "count": "text-bg-warning",
    "scrap": "text-bg-warning",
}


class MdForensicReport(models.AbstractModel):
    """What `md.order.forensics` answers, as the user's screen shows it."""

    _name = "md.forensic.report"
    _description = "Report of Order Forensics"

    def _render(self, order):
        """The answer about an order as HTML."""
        answer = self.env["md.order.forensics"]._answer(order)
        return self.env["ir.qweb"]._render(
            "md_inventory_core.order_forensics", self._values(answer)
        )

    def _values(self, answer):
        words, subject = self.env["md.forensic.words"], answer["subject"]
        keys = {
            holder.key
            for line in answer["lines"]
            for holder in line["holders"][:SHOWN_HOLDERS]
        }
        named = self.env["md.forensic.names"]._of_keys(keys)
        channel = subject.channel
        return {
            "at": words._when(answer["at"]),
            "channel": channel.name,
            "rule": channel and words._rule(subject),
            "known": answer["known"],
            "lines": [
                self._line(subject, answer["at"], line, named)
                for line in answer["lines"]
            ],
            "events": self._events(answer),
        }

    def _line(self, subject, at, line, named):
        words, told = self.env["md.forensic.words"], line["told"]
        number, ground = words._quantity, line["ground"]
        shown = line["holders"][:SHOWN_HOLDERS]
        return {
            "product": line["wish"].product.display_name,
            "warehouse": line["wish"].warehouse.name or "",
            "good": line["verdict"].good,
            "code": line["verdict"].code,
            "verdict": words._verdict(line["verdict"]),
            "told": number(told.available) if told else "",
            "told_at": words._when(told.at) if told else "",
            "told_age": words._age(at - told.at) if told else "",
            "version": told.version if told else 0,
            "push": line["push"] and words._push(*line["push"]),
            "buffer": number(line["buffer"]),
            "on_hand": number(ground.on_hand),
            "pending": number(ground.pending),
            "claimed": number(line["claimed"]),
            "free": number(line["free"]),
            "elsewhere": line["elsewhere"] and number(line["elsewhere"]),
            "asked": number(line["wish"].asked),
            "granted": "–" if subject.till else number(line["fate"]["granted"]),
            "fate": words._fate(subject, line),
            "holders": [
                {
                    "document": named[holder.key].words,
                    "href": named[holder.key].href,
                    "words": words._holding(holder),
                }
                for holder in shown
            ],
            "more": len(line["holders"]) - len(shown),
            "pools": [words._pool(*pool) for pool in line["pools"]],
        }

    def _events(self, answer):
        words = self.env["md.forensic.words"]
        kinds, at = words._kinds(), answer["at"]
        products = {
            line["wish"].product.id: line["wish"].product.display_name
            for line in answer["lines"]
        }
        stores = {
            line["wish"].warehouse.id: line["wish"].warehouse.name
            for line in answer["lines"]
        }
        before = next((event for event in answer["events"] if event.at < at), None)
        return [
            {
                "at": words._when(event.at),
                "first_before": event is before,
                "what": kinds.get(event.what, event.what),
                "look": LOOKS.get(event.what, "text-bg-light"),
                "product": products.get(event.product_id, ""),
                "warehouse": stores.get(event.warehouse_id, ""),
                "change": words._change(event),
                "document": event.document.words,
                "href": event.document.href,
                "words": event.words,
                "user": event.user,
                "own": event.own,
            }
            for event in answer["events"]
        ]
