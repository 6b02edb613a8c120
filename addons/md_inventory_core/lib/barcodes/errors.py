class BarcodeError(ValueError):
    """What is wrong with a barcode: ``why``, a short name, and with what.

    ``why`` is one of: empty, shortened, blanks, not_digits (place, character), length
    (digits, needed), zeros, check_digit (digit, expected), not_printable (place,
    character), too_long (length, most), not_gs1, prefix (prefix), item (digits),
    value (digits), price_check (digit, expected), used_up.
    """

    def __init__(self, why: str, **details):
        super().__init__(f"{why} {details}")
        self.why, self.details = why, details
