"""Barcodes that many give and take at once; run inside Odoo."""

from claim_scenes import DEEDS, committed

from odoo.exceptions import UserError


def open_numbers(registry, prefix, number):
    """A range for new products, and products without a barcode: (range, their ids)."""

    def make(env):
        values = {"name": f"Race {prefix}", "prefix": prefix}
        place = env["md.barcode.range"].create(values)
        names = [{"name": f"Bare {prefix} {n}"} for n in range(number)]
        products = env["product.product"].create(names)
        place.for_new = True
        return place.id, products.ids

    return committed(registry, make)


def close_numbers(registry, place):
    """New products get no numbers any more."""

    def close(env):
        env["md.barcode.range"].browse(place).for_new = False

    committed(registry, close)


def open_things(registry, number):
    """So many products and a packaging for each: their ids."""

    def make(env):
        names = [{"name": f"Wants {n}"} for n in range(number)]
        return env["product.product"].create(names).ids

    return committed(registry, make)


def give_number(env, place, product):
    """Somebody gives a product a barcode."""
    env["md.barcode.range"].browse(place)._give(_bare(env, product))
    return "given"


def make_numbered(env, name):
    """Somebody makes a product, which gets a barcode by itself."""
    product = env["product.template"].create({"name": name, "type": "consu"})
    return product.barcode


def give_and_fail(env, place, product):
    """What the number was for fails afterwards."""
    env["md.barcode.range"].browse(place)._give(_bare(env, product))
    env.flush_all()
    raise UserError("what it was for has failed")


def _bare(env, product):
    found = env["product.product"].browse(product)
    found.invalidate_recordset()
    return found.filtered(lambda one: not one.barcode)


def want_main(env, product, code):
    """A product takes a code as its own."""
    env["product.product"].browse(product).barcode = code
    return "taken"


def want_packaging(env, product, code):
    """A packaging of it takes the code."""
    unit = env.ref("uom.product_uom_dozen").id
    values = {"product_id": product, "uom_id": unit, "barcode": code}
    env["product.uom"].create(values)
    return "taken"


def want_further(env, product, code):
    """A product takes it as a further one."""
    env["md.product.barcode"].create({"product_id": product, "code": code})
    return "taken"


def leave(env, product):
    """A product gives up all its codes."""
    found = env["product.product"].browse(product)
    found.barcode = False
    found.product_uom_ids.unlink()
    found.md_barcode_ids.unlink()
    return "left"


ALL = (give_number, make_numbered, give_and_fail)
ALL += (want_main, want_packaging, want_further, leave)
DEEDS |= {function.__name__: function for function in ALL}
