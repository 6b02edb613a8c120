"""What samples of the product master need; see role_special."""

from itertools import count

_number = count(1)

PRODUCTS = {
    "md.barcode.range": lambda env: {"prefix": f"28{next(_number):06d}"},
    "md.product.barcode": lambda env: {"kind": "code128"},
}
