"""What is wrong with a label, in a form that the service puts into words."""


class LabelError(Exception):
    """``why`` a label cannot be made, and ``details`` for the message.

    "too_wide" (code, needed, given: mm), "too_low" (code, needed, given: mm),
    "crowded" (needed, given: mm),
    "no_room" (field, text), "bad_code" (code), "bad_lot" (lot), "bad_grid" (what,
    most), "bad_size" (what, least, most), "no_font" (folders).
    """

    def __init__(self, why: str, **details):
        super().__init__(f"{why} {details}")
        self.why, self.details = why, details
