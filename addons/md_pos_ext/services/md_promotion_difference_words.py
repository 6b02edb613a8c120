from markupsafe import Markup

from odoo import models

SHOWN = 5  # sentences of a kind


class MdPromotionDifferenceWords(models.AbstractModel):
    """Says in plain sentences what the check of a receipt found."""

    _name = "md.promotion.difference.words"
    _description = "Words for Differences of Receipts"

    def _sentences(self, reasons):
        """One sentence for each reason; of a kind a few."""
        told = self._told()
        counts, found = {}, []
        for reason in reasons:
            code = reason["code"]
            counts[code] = counts.get(code, 0) + 1
            if counts[code] <= SHOWN:
                found.append(self._sentence(told, reason))
        more = sum(max(count - SHOWN, 0) for count in counts.values())
        if more:
            found.append(self.env._("And %s more of the same kind.", more))
        return found

    def _sentence(self, told, reason):
        code = reason["code"]
        if code == "clock" and reason.get("ahead"):
            code = "ahead"
        if code == "discount" and "given" not in reason:
            code = "other"
        facts = {**reason, "items": ", ".join(reason.get("items", ()))}
        return told.get(code, code) % facts

    def _told(self):
        return {
            "price": self.env._(
                "%(item)s was sold at %(charged)s; the price list says %(listed)s."
            ),
            "discount": self.env._(
                "The till took %(given)s off; the promotions that it names give "
                "%(found)s."
            ),
            "other": self.env._("Another discount than the server finds was given."),
            "optimal": self.env._(
                "The till took %(given)s off, the server finds %(found)s; the search "
                "ended at its limit before it was sure of the best deal."
            ),
            "facts": self.env._(
                "The till did not know yet in which groups these goods are: it took "
                "%(given)s off instead of %(found)s."
            ),
            "unknown": self.env._(
                "The receipt names promotion %(promotion)s in revision %(rev)s, which "
                "there is not."
            ),
            "ended": self.env._(
                "Promotion %(promotion)s was not on sale when it was used: it had "
                "ended, was paused, or had not begun."
            ),
            "revision": self.env._(
                "Promotion %(promotion)s was used as it was in revision %(rev)s; at "
                "that time another one held."
            ),
            "missed": self.env._(
                "Promotion %(promotion)s was on sale; the till did not know it."
            ),
            "customer": self.env._(
                "What the till knew of the customer (groups, earlier uses) was not so."
            ),
            "clock": self.env._(
                "The till's clock was in doubt, and promotions by the hour were on "
                "sale: they may not have been those of the moment."
            ),
            "ahead": self.env._(
                "Goods were scanned at a time that had not come yet: the till's clock "
                "was ahead, or somebody changed it."
            ),
            "refund": self.env._(
                "%(paid)s was given back; what was paid for these goods is %(found)s."
            ),
            "refund_over": self.env._(
                "More came back than was sold with receipt %(order)s."
            ),
            "total": self.env._(
                "The receipt's total is %(paid)s; its lines make %(made)s."
            ),
            "changed": self.env._(
                "Changed since the sale, so they may have been in other groups or "
                "cost something else then: %(items)s."
            ),
            "failed": self.env._("It could not be checked: %(why)s"),
        }

    def _comparison(self, details):
        """Line by line: as it was sold, and as the server finds it."""
        head = (
            *(self.env._("Item"), self.env._("Quantity"), self.env._("Price")),
            *(self.env._("Price List"), self.env._("Promotions given")),
            *(self.env._("Promotions found"), self.env._("By Hand")),
            *(self.env._("Charged"), self.env._("Server finds")),
            self.env._("Difference"),
        )
        rows = [Markup("<tr>%s</tr>") % _cells("<th class='%s'>%s</th>", head)]
        rows += [self._row(row, details["digits"]) for row in details["lines"]]
        return Markup("<table class='table table-sm md-difference'>%s</table>") % (
            Markup("").join(rows)
        )

    def _row(self, row, digits):
        manual = float(row["manual"])
        less = float(row["less"])
        cells = (
            *(row["item"], f"{float(row['qty']):g}"),
            *(_money(row["price"], digits), _money(row["listed"], digits)),
            self._promo(row["promo"], row["by"], digits),
            self._promo(row["found_promo"], row["found_by"], digits),
            f"{manual:g} %" if manual else "",
            *(_money(row["charged"], digits), _money(row["found"], digits)),
            f"{less:+.{digits}f}" if less else "",
        )
        mark = "table-danger" if less < 0 else "table-warning" if less else ""
        body = _cells("<td class='%s'>%s</td>", cells)
        return Markup("<tr class='%s'>%s</tr>") % (mark, body)

    def _promo(self, amount, names, digits):
        if not float(amount):
            return ""
        names = ", ".join(dict.fromkeys(names))
        return Markup("%s<div class='text-muted small'>%s</div>") % (
            _money(amount, digits),
            names,
        )


def _cells(pattern, texts):
    """Cells of a row; numbers stand at the right."""
    sides = ("text-end" if n else "" for n in range(len(texts)))
    pairs = zip(sides, texts, strict=True)
    return Markup("").join(Markup(pattern) % pair for pair in pairs)


def _money(amount, digits):
    return f"{float(amount):,.{digits}f}"
