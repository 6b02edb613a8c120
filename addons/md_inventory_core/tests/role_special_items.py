"""What samples of the item master's models need; see role_special."""

from itertools import count

from .role_special import unique

_number = count(1)


def _dimension(env):
    """Of a client of its own: the company has its twenty."""
    client = env["md.client"].create({"name": unique("Client"), "code": unique("CL")})
    attribute = env["product.attribute"].create({"name": unique("Attribute")})
    return {
        "client_id": client.id,
        "attribute_id": attribute.id,
        "code": unique("dim"),
        "position": 1,
    }


SPECIAL_ITEMS = {
    "md.barcode.range": lambda env: {"prefix": f"28{next(_number):06d}"},
    "md.product.barcode": lambda env: {"kind": "code128"},
    "md.dimension": _dimension,
}
