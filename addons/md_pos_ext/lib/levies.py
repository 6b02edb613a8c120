"""Supplementary duty and VAT of one line, in whole units of the smallest currency.

Bangladesh, VAT and SD Act 2012: duty is on the price after discount (s. 57), VAT on the
price with the duty (s. 32); what is included in a price is taken out from the outside
in, and what rounding leaves stays in the net value, so that the parts always add up.
"""

from dataclasses import dataclass

WHOLE = 10_000  # a rate is in hundredths of a percent: 7.5 % is 750


@dataclass(frozen=True, slots=True)
class Parts:
    """``base``, ``sd``, ``vat``: smallest units of a currency; refunds are below 0."""

    base: int
    sd: int
    vat: int

    @property
    def total(self):
        """Return what the customer pays."""
        return self.base + self.sd + self.vat


def added(price, sd_rate, vat_rate):
    """Return the parts of a price without taxes.

    :param price: net amount of the line in smallest units
    :param sd_rate: duty in hundredths of a percent, 0 for none
    :param vat_rate: VAT in hundredths of a percent, 0 for none
    """
    sd = half_up(price * sd_rate, WHOLE)
    return Parts(price, sd, half_up((price + sd) * vat_rate, WHOLE))


def contained(price, sd_rate, vat_rate):
    """Return the parts of a price with taxes; they add up to it."""
    vat = half_up(price * vat_rate, WHOLE + vat_rate)
    rest = price - vat
    sd = half_up(rest * sd_rate, WHOLE + sd_rate)
    return Parts(rest - sd, sd, vat)


def half_up(number, divisor):
    """Divide by a positive number; halves go away from zero, as Odoo rounds money."""
    size = (2 * abs(number) + divisor) // (2 * divisor)
    return -size if number < 0 else size
