"""Products that many make at once; run inside Odoo."""

from claim_scenes import DEEDS, committed


def open_range(registry, pattern):
    """A category with a pattern; its id."""

    def make(env):
        values = {"name": "Race", "md_code": "RACE", "md_sku_pattern": pattern}
        return env["product.category"].create(values).id

    return committed(registry, make)


def make_product(env, category):
    """Somebody adds a product."""
    env["product.template"].create({"name": "Race", "categ_id": category})
    return "made"


def make_twin(env, sku):
    """Somebody gives a product a SKU."""
    env["product.template"].create({"name": "Race Twin", "default_code": sku})
    return "made"


DEEDS |= {function.__name__: function for function in (make_product, make_twin)}
