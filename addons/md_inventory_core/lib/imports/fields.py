"""Which columns of a file are which fields of products."""

# {column: field} of the whole product, of each variant, of a supplier's terms.
STYLE_FIELDS = {
    "name": "name",
    "style_code": "md_style_code",
    "price": "list_price",
}
VARIANT_FIELDS = {
    "sku": "default_code",
    "barcode": "barcode",
    "cost": "standard_price",
    "weight": "weight",
    "active": "active",
}
SELLER_FIELDS = {
    "supplier_sku": "product_code",
    "supplier_price": "price",
    "moq": "min_qty",
    "lead_time": "delay",
}
CATEGORY = ("group", "category", "sub_category")
REFERENCES = (*CATEGORY, "brand", "taxes", "purchase_taxes", "uom")
