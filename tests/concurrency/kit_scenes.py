"""What is done with kits in a race, by processes of their own."""

from claim_scenes import DEEDS, channels, committed, goods


def open_kits(registry, stock, kits, kind="parts"):
    """Parts with stock, and kits of so many of each; the ids of both."""

    def make(env):
        channels(env)
        parts = goods(env, *stock)
        made = env["product.product"]
        for number, each in enumerate(kits):
            lines = [
                (0, 0, {"product_id": part.id, "product_qty": quantity})
                for part, quantity in zip(parts, each, strict=True)
                if quantity
            ]
            values = {"name": f"Kit {number}", "is_storable": True, "md_kit": kind}
            template = env["product.template"].create(
                {**values, "md_kit_line_ids": lines}
            )
            made |= template.product_variant_id
        return parts.ids, made.ids

    return committed(registry, make)


def assemble(env, product, quantity):
    """Somebody puts kits together."""
    warehouse = env["stock.warehouse"].search([], limit=1)
    kit = env["product.product"].browse(product)
    env["md.kit.assembler"]._assemble(kit, warehouse, quantity)
    return "assembled"


def take_apart(env, product, quantity):
    """Somebody takes kits apart."""
    warehouse = env["stock.warehouse"].search([], limit=1)
    kit = env["product.product"].browse(product)
    env["md.kit.assembler"]._take_apart(kit, warehouse, quantity)
    return "taken apart"


def put_into(env, kit, part):
    """Somebody adds a component to a kit."""
    kit, part = env["product.product"].browse([kit, part])
    line = {"product_id": part.id, "product_qty": 1}
    kit.product_tmpl_id.md_kit_line_ids = [(0, 0, line)]
    return "put into"


DEEDS |= {each.__name__: each for each in (assemble, take_apart, put_into)}
