"""From rows of products.parquet to items."""

from collections.abc import Iterable

from .names import UNCLASSIFIED, item_barcode, item_name, item_sku, squeeze, title
from .records import Item
from .rules import is_measured, is_stocked


def known_item(row: dict) -> Item:
    """Item of one catalogue row; category and type may be missing in it."""
    ref, department = row["product_id"], row["department"]
    category, product_type = row["product_category"], row["product_type"]
    package_size = squeeze(row["package_size"])
    # Brands are not named in the data; the manufacturer is what tells them apart.
    brand = f"{row['brand']} {row['manufacturer_id']}"
    return Item(
        ref=ref,
        name=item_name(department, category, product_type, package_size, brand),
        group=title(department),
        category=title(category),
        sub_category=title(product_type),
        brand=brand,
        package_size=package_size,
        measured=is_measured(department, product_type),
        stocked=is_stocked(department, category, product_type),
        barcode=item_barcode(ref),
        sku=item_sku(ref),
    )


def unknown_item(ref: int) -> Item:
    """Item for a product that was sold but is missing in the catalogue."""
    return Item(
        ref=ref,
        name=f"{UNCLASSIFIED} Product {ref}",
        group=UNCLASSIFIED,
        category=UNCLASSIFIED,
        sub_category=UNCLASSIFIED,
        brand="",
        package_size="",
        measured=False,
        stocked=False,
        barcode=item_barcode(ref),
        sku=item_sku(ref),
    )


def build_items(rows: Iterable[dict], sold: Iterable[int]) -> dict[int, Item]:
    """All items by product number, ascending: the catalogue and whatever was sold."""
    items = {row["product_id"]: known_item(row) for row in rows}
    for ref in set(sold) - items.keys():
        items[ref] = unknown_item(ref)
    return dict(sorted(items.items()))
