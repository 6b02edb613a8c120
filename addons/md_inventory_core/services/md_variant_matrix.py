from odoo import models
from odoo.exceptions import UserError

from ..lib.products import counterparts

MOST_CELLS = 2000


class MdVariantMatrix(models.AbstractModel):
    """What the matrix editor shows of a product, and what it saves."""

    _name = "md.variant.matrix"
    _description = "Variant Matrix"

    def _data(self, template):
        """All that the editor needs, without anything multiplied.

        {name, can_edit, dimensions: [{id, name, used, values: [[id, name]]}], variants:
        [{id, sku, barcode, active, values: {dimension id: value id}}]}
        """
        template.ensure_one()
        maker = self.env["md.variant.maker"]
        variants = maker._all(template)
        lines = template.attribute_line_ids._without_no_variant_attributes()
        used = {line.attribute_id for line in lines}
        offered = self.env["md.dimension"]._of_product(template).attribute_id
        offered = offered.filtered(lambda a: a.create_variant == "dynamic")
        attributes = (offered | lines.attribute_id).filtered(
            lambda attribute: attribute in used or attribute in offered
        )
        return {
            "name": template.display_name,
            "dimensions": [
                {
                    "id": attribute.id,
                    "name": attribute.name,
                    "used": attribute in used,
                    "values": [[v.id, v.name] for v in attribute.value_ids],
                }
                for attribute in attributes
            ],
            "variants": [
                {
                    "id": variant.id,
                    "sku": variant.default_code or "",
                    "barcode": variant.barcode or "",
                    "active": variant.active,
                    "values": {
                        value.attribute_id.id: value.product_attribute_value_id.id
                        for value in variant.product_template_attribute_value_ids
                    },
                }
                for variant in variants
            ],
            "can_edit": self.env["product.product"].has_access("create"),
        }

    def _save(self, template, make, end, rest):
        """Make combinations and end variants; what the editor shows then.

        :param make: [{attribute id: value id}]
        :param end: ids of variants that are archived, or deleted where nothing hangs on
            them
        :param rest: see `md.variant.maker._ensure`
        """
        variants = self.env["product.product"]
        variants.check_access("create")
        variants.check_access("unlink")
        if len(make) > MOST_CELLS:
            raise UserError(
                self.env._(
                    "%(count)s variants at once: make at most %(most)s, or import a "
                    "file.",
                    count=len(make),
                    most=MOST_CELLS,
                )
            )
        if make:
            wishes = [{int(key): value for key, value in one.items()} for one in make]
            rest = {int(key): value for key, value in (rest or {}).items()}
            self.env["md.variant.maker"]._ensure(template, wishes, rest)
        chosen = set(end or ())
        every = template.with_context(active_test=False).product_variant_ids
        ended = every.filtered(lambda variant: variant.id in chosen)
        ended._unlink_or_archive()
        template.invalidate_recordset(["product_variant_ids"])
        return self._data(template)

    def _copy_range(self, template, attribute, origin, values):
        """Make each variant that has ``origin`` in ``values``, too; the new ones.

        "This style in twelve sizes": the other dimensions stay as they are.
        """
        combinations = [
            {
                value.attribute_id.id: value.product_attribute_value_id.id
                for value in variant.product_template_attribute_value_ids
            }
            for variant in template.product_variant_ids
        ]
        wishes = counterparts(combinations, attribute.id, origin.id, values.ids)
        if len(wishes) > MOST_CELLS:
            raise UserError(
                self.env._(
                    "That would be %(count)s variants; make at most %(most)s at once.",
                    count=len(wishes),
                    most=MOST_CELLS,
                )
            )
        return self.env["md.variant.maker"]._ensure(template, wishes)
