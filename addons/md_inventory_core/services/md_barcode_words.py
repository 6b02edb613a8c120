from odoo import models


class MdBarcodeWords(models.AbstractModel):
    """What is wrong with a barcode, in the user's words; see `lib.barcodes.errors`."""

    _name = "md.barcode.words"
    _description = "Barcode Words"

    def _wrong(self, code, error):
        """One sentence that names the code and what is wrong with it."""
        return self.env._(
            "Barcode %(code)s: %(why)s",
            code=code.strip() or "?",
            why=self._why(error.why) % error.details,
        )

    def _why(self, why):
        return {
            "empty": self.env._("it is empty."),
            "shortened": self.env._(
                "this is a number as Excel shortens it, its last digits are lost. "
                "Format the column as text and copy the barcode again."
            ),
            "not_digits": self.env._(
                "character %(place)s (%(character)s) is no digit 0-9."
            ),
            "length": self.env._("it has %(digits)s digits, not %(needed)s."),
            "zeros": self.env._("all digits are zero."),
            "check_digit": self.env._(
                "the check digit is %(digit)s, but should be %(expected)s."
            ),
            "not_printable": self.env._(
                "character %(place)s (%(character)s) cannot be printed as Code 128."
            ),
            "too_long": self.env._(
                "it has %(length)s characters; %(most)s can be scanned."
            ),
            "not_gs1": self.env._(
                "these are no GS1 element strings with an article number, such as "
                "(01)09501101530003(10)AB."
            ),
            "prefix": self.env._(
                "%(prefix)s is no prefix for use in the store: 20 to 29."
            ),
            "item": self.env._("the article number does not fit."),
            "value": self.env._("the value does not fit into %(digits)s digits."),
            "price_check": self.env._(
                "the check digit of the price is %(digit)s, but should be %(expected)s."
            ),
            "used_up": self.env._("no numbers are left behind this prefix."),
        }[why]
