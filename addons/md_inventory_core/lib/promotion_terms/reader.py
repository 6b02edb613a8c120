"""Reads single values of terms and collects what is wrong with them."""

from decimal import Decimal

from . import goods
from .faults import Fault

LARGEST = Decimal(10) ** 9


class Reader:
    """``faults`` grows while values are read; what is wrong is read as "0"."""

    def __init__(self, terms):
        """Read ``terms``."""
        self.terms = terms
        self.faults = []

    def fault(self, why, **details):
        """Note a fault."""
        self.faults.append(Fault(why, details))

    def money(self, value, field, least=None):
        """An amount above 0, or from ``least`` on, with the currency's decimals."""
        told = {"field": field, "value": f"{value or 0:f}"}
        value = value or Decimal(0)
        if (value < least) if least is not None else (value <= 0):
            self.fault("amount", **told)
        elif value >= LARGEST:
            self.fault("amount_large", **told)
        elif value != value.quantize(Decimal(1).scaleb(-self.terms.digits)):
            self.fault("too_fine", digits=self.terms.digits, **told)
        return f"{value:.{self.terms.digits}f}"

    def percent(self, value, field="percent"):
        """A percentage above 0 and at most 100, two decimals."""
        value = value or Decimal(0)
        if not 0 < value <= 100:
            self.fault("percent", field=field, value=f"{value:f}")
        elif value != value.quantize(Decimal("0.01")):
            self.fault("percent_fine", field=field, value=f"{value:f}")
        return plain(value)

    def benefit(self, benefit, words=("percent", "amount", "price")):
        """{word: value} of a benefit, one of ``words``."""
        if benefit is None or benefit.how not in words:
            self.fault("no_benefit")
            return {}
        if benefit.how == "percent":
            return {"percent": self.percent(benefit.value)}
        least = Decimal(0) if benefit.how == "price" else None
        return {benefit.how: self.money(benefit.value, benefit.how, least)}

    def number(self, value, field, least=1):
        """A whole number."""
        if not value or value < least:
            self.fault("number", field=field, value=value or 0, least=least)
        return value

    def select(self, chosen, where):
        """The engine's selector of `goods.Goods`."""
        found = goods.look(chosen, where)
        for name in ("price_min", "price_max"):
            value = getattr(chosen, name)
            if value is not None:
                self.money(value, name, Decimal(0))
        self.faults += found
        return {} if found else goods.select(chosen, self._exact)

    def one(self, entries, where):
        """The selector of the only row at ``where``."""
        if len(entries) != 1:
            self.fault("one_row" if entries else "no_goods", where=where)
            return {}
        return self.select(entries[0].goods, where)

    def rows(self, entries, where):
        """[{select, qty}] of at least one row."""
        if not entries:
            self.fault("no_goods", where=where)
        return [
            {
                "select": self.select(entry.goods, where),
                "qty": self.number(entry.qty, "qty"),
            }
            for entry in entries
        ]

    def _exact(self, value):
        return f"{value:.{self.terms.digits}f}"


def plain(value):
    """A Decimal as text without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
