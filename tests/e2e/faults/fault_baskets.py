"""Real baskets of five stores, and what a till needs to sell them."""

import importlib.util
import sys
from importlib import import_module
from pathlib import Path

LIB = Path(__file__).resolve().parents[3] / "addons" / "md_inventory_core" / "lib"
CENTS = 100


def _dataset():
    """The real data; their reader is imported alone, without Odoo."""
    spec = importlib.util.spec_from_file_location(
        "md_lib", LIB / "__init__.py", submodule_search_locations=[str(LIB)]
    )
    sys.modules.setdefault("md_lib", importlib.util.module_from_spec(spec))
    return import_module("md_lib.retail_dataset").open_dataset()


def real_baskets(stores, items, days, most):
    """(goods, {till number: baskets}) of the first ``most`` baskets with a price.

    A basket is {"key", "lines": [[code, qty, unit price, discount]], "cents"}: what its
    customer paid, to the cent. Goods are (code, name, price, barcode).
    """
    chosen = _dataset().slice(stores, items, days)
    numbers = {store.ref: number for number, store in enumerate(chosen.stores)}
    paid = [basket for basket in chosen.baskets if basket.amount_cents > 0]
    paid = sorted(paid, key=lambda one: (one.timestamp, one.ref))[:most]
    tills = {number: [] for number in numbers.values()}
    for basket in paid:
        tills[numbers[basket.store_ref]].append(
            {
                "key": str(basket.ref),
                "cents": basket.amount_cents,
                "lines": [
                    [
                        f"FT-{line.item_ref}",
                        line.quantity,
                        line.unit_price,
                        line.discount_percent,
                    ]
                    for line in basket.lines
                ],
            }
        )
    sold = {line[0] for own in tills.values() for one in own for line in one["lines"]}
    goods = [
        (f"FT-{item.ref}", item.name, chosen.prices[item.ref] / CENTS, False)
        for item in chosen.items
        if f"FT-{item.ref}" in sold
    ]
    return goods, tills
