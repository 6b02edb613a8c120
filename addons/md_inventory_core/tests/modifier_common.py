class ModifierMixin:
    """An option "Gift" that takes two sheets of paper for each piece, for 5 more."""

    @classmethod
    def make_option(cls, product, paper, quantity=2.0):
        """Give a product the option; (plain, gift) are its own values."""
        attribute = cls.env["product.attribute"].create(
            {
                "name": "Wrap",
                "create_variant": "no_variant",
                "display_type": "pills",
                "value_ids": [
                    (0, 0, {"name": "Plain"}),
                    (
                        0,
                        0,
                        {
                            "name": "Gift",
                            "default_extra_price": 5,
                            "md_part_id": paper.id,
                            "md_part_quantity": quantity,
                        },
                    ),
                ],
            }
        )
        line = cls.env["product.template.attribute.line"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "attribute_id": attribute.id,
                "value_ids": [(6, 0, attribute.value_ids.ids)],
            }
        )
        plain, gift = line.product_template_value_ids
        return plain, gift
