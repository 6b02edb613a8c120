from odoo import Command, models
from odoo.exceptions import UserError


class MdVariantMaker(models.AbstractModel):
    """Makes variants of a product for combinations of dimension values.

    Only what is asked for is made; nothing is multiplied. What is archived comes back.
    """

    _name = "md.variant.maker"
    _description = "Variant Maker"

    def _ensure(self, template, wishes, rest=None):
        """The variants of combinations, in their order; made where they are missing.

        :param wishes: [{attribute id: value id}], each of all dimensions of the product
            that make variants
        :param rest: {attribute id: value id}: what variants that are there already have
            in dimensions that are new to the product
        :raises UserError: a combination lacks a dimension, or is there twice, or the
            variants that are there lack a new one
        """
        template.ensure_one()
        self._open_lines(template, wishes, rest or {})
        # {(attribute, value): template's own value}
        active = template.attribute_line_ids.product_template_value_ids._only_active()
        own = {
            (one.attribute_id.id, one.product_attribute_value_id.id): one.id
            for one in active
        }
        known = {
            frozenset(variant.product_template_attribute_value_ids.ids): variant
            for variant in self._all(template)
        }
        keys = [
            frozenset(own[pair] for pair in self._making(template, wish).items())
            for wish in wishes
        ]
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        made = self.env["md.variant.bulk"]._create(
            [{"product_tmpl_id": template.id, "values": key} for key in missing]
        )
        made = made.with_env(self.env)
        self.env["md.sku.maker"]._make(made)
        known.update(zip(missing, made, strict=True))
        found = self.env["product.product"].concat(*(known[key] for key in keys))
        archived = found.filtered(lambda variant: not variant.active)
        if archived:
            archived.action_unarchive()
        if len(keys) and made:
            template.invalidate_recordset(["product_variant_ids"])
        return found

    def _all(self, template):
        variants = template.with_context(active_test=False).product_variant_ids
        # an archived one of the same combination counts only where no active one is
        return variants.sorted(lambda variant: variant.active)

    def _making(self, template, wish):
        """The part of a combination that makes the variant.

        :raises UserError: a dimension of the product has no value in it
        """
        lines = template.valid_product_template_attribute_line_ids
        making = lines._without_no_variant_attributes().attribute_id
        lacks = making.filtered(lambda attribute: not wish.get(attribute.id))
        if lacks:
            raise UserError(
                self.env._(
                    "%(product)s: each variant needs %(dimensions)s, too.",
                    product=template.name,
                    dimensions=", ".join(lacks.mapped("name")),
                )
            )
        return {attribute.id: wish[attribute.id] for attribute in making}

    def _open_lines(self, template, wishes, rest):
        """Give the product all dimensions and values that combinations name."""
        named = {}
        for wish in [*wishes, rest]:
            for attribute, value in wish.items():
                named.setdefault(attribute, {})[value] = True
        lines = {line.attribute_id.id: line for line in template.attribute_line_ids}
        new = [attribute for attribute in named if attribute not in lines]
        old = self._all(template) if new else template.browse()
        # a product just made has one variant without any value: not a real one
        plain = len(old) == 1 and not old.product_template_attribute_value_ids
        if old and not plain and (lacks := [one for one in new if one not in rest]):
            making = self.env["product.attribute"].browse(lacks)
            making = making.filtered(lambda a: a.create_variant != "no_variant")
            if making:
                raise UserError(
                    self.env._(
                        "%(product)s has %(count)s variants without %(dimensions)s: "
                        "say which of it they have.",
                        product=template.name,
                        count=len(old),
                        dimensions=", ".join(making.mapped("name")),
                    )
                )
        later = template.with_context(md_variants_later=True)
        changes = []
        for attribute, values in named.items():
            line = lines.get(attribute)
            there = line.value_ids.ids if line else []
            more = [value for value in values if value not in there]
            if not more:
                continue
            links = [Command.link(value) for value in more]
            changes.append(
                Command.update(line.id, {"value_ids": links})
                if line
                else Command.create({"attribute_id": attribute, "value_ids": links})
            )
        if changes:
            later.write({"attribute_line_ids": changes})
        if old and new:
            self._give_rest(template, old, wishes, rest, plain)

    def _give_rest(self, template, old, wishes, rest, plain):
        """What is there gets its value of the new dimensions."""
        if plain:
            rest = wishes[0] if wishes else rest
        making = template.valid_product_template_attribute_line_ids
        making = making._without_no_variant_attributes()
        active = making.product_template_value_ids._only_active()
        for variant in old:
            has = variant.product_template_attribute_value_ids
            missing = (making - has.attribute_line_id).attribute_id
            more = active.filtered(
                lambda v, m=missing: (
                    v.attribute_id in m
                    and rest.get(v.attribute_id.id) == v.product_attribute_value_id.id
                )
            )
            variant.product_template_attribute_value_ids = has | more
        if plain:
            self.env["md.sku.maker"]._make_again(old)
