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
    "price_from": "min_qty",
    "moq": "md_moq",
    "case_pack": "md_case_pack",
    "lead_time": "delay",
}
FURTHER = "further_barcodes"
CATEGORY = ("group", "category", "sub_category")
# Columns of a further row of a variant: what another supplier, or quantity, brings.
SUPPLY = {"sku", "barcode", "supplier", *SELLER_FIELDS}
REFERENCES = (*CATEGORY, "brand", "taxes", "purchase_taxes", "uom")
