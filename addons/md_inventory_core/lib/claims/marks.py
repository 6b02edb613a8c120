"""Marks of goods that need no claim; in a context out of reach from outside."""

# Value of md_goods_are_gone in the context. An object, for a context also comes over
# RPC, and nobody outside may say that goods need no claim.
GOODS_ARE_GONE = object()

# Keys of moves that a till sold begin so. They claim nothing: `md.pending.sale` says
# what is gone until they are done, and with a key no reservation of theirs counts too.
SOLD = "pos:"


class ToReserve(dict):
    """{(key, `Slot`): Decimal still to be reserved}; a class for the same reason.

    ``versions``: {(product id, warehouse id): which versions of quants were seen when
    it was claimed}.
    """

    def __init__(self, *args):
        super().__init__(*args)
        self.versions = {}

    def add(self, other):
        """Take in what is to be reserved under another key."""
        self.update(other)
        self.versions.update(other.versions)
