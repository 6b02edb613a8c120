from odoo import models

LAST = 1000  # position of attributes that are no dimension: after all others


class MdVariantChoice(models.AbstractModel):
    """What shops, tills and orders offer of a product: by dimension, what exists.

    See static/src/choice/sparse_choice.js, which chooses among it.
    """

    _name = "md.variant.choice"
    _description = "Choice of Variants"

    def _lines(self, template):
        """The product's attribute lines in the order in which they are asked: by the
        positions of dimensions, then the others as core has them.
        """
        lines = template.valid_product_template_attribute_line_ids
        if not template.md_sparse:
            return lines
        places = {
            dimension.attribute_id: dimension.position
            for dimension in self.env["md.dimension"]._of_product(template)
        }
        return lines.sorted(lambda line: places.get(line.attribute_id, LAST))

    def _data(self, template, flag=None):
        """What there is to choose of a sparse product; nothing of any other.

        :param flag: the flag of a dimension that says whether it is asked; else all are
        :return: {"dims": [{"id", "asked", "values"}], "combos": [[index of a value]]}:
            attribute lines with the own values that variants have, and of each variant
            its value in each of them
        """
        if not template.md_sparse:
            return {}
        lines = self._lines(template)._without_no_variant_attributes()
        owners = {
            value: number
            for number, line in enumerate(lines)
            for value in line.product_template_value_ids._only_active().ids
        }
        rows = self._rows(template, owners, len(lines))
        columns = [self._used(line, column) for line, column in _columns(lines, rows)]
        places = [
            {value: index for index, value in enumerate(values)} for values in columns
        ]
        return {
            "dims": [
                {"id": line.id, "asked": asked, "values": values}
                for line, values, asked in zip(
                    lines, columns, self._asked(template, lines, flag), strict=True
                )
            ],
            "combos": [
                [place[value] for place, value in zip(places, row, strict=True)]
                for row in rows
            ],
        }

    def _rows(self, template, owners, width):
        """Of each variant on sale its values in the order of the lines.

        A variant that lacks one is half made: nobody can choose it.
        """
        # sudo: a variant exists, whoever asks; what is shown of it is checked later
        variants = self.env["product.product"].sudo()
        found = variants.search_fetch(
            [("product_tmpl_id", "=", template.id)], ["combination_indices"]
        )
        rows = []
        for variant in found:
            row = [None] * width
            for value in (variant.combination_indices or "").split(","):
                if value and (value := int(value)) in owners:
                    row[owners[value]] = value
            if None not in row:
                rows.append(row)
        return rows

    def _used(self, line, column):
        """Values of a line that are in a column, in the line's order."""
        return [v for v in line.product_template_value_ids.ids if v in column]

    def _asked(self, template, lines, flag):
        """Of each line whether it is asked also where its value is clear."""
        quiet = self.env["product.attribute"]
        if flag:
            dimensions = self.env["md.dimension"]._of_product(template)
            quiet = dimensions.filtered(lambda d: not d[flag]).attribute_id
        return [line.attribute_id not in quiet for line in lines]

    def _offer(self, template, flag=None):
        """{attribute line: its values on sale}, in the order of asking."""
        values = self.env["product.template.attribute.value"]
        used = {
            one["id"]: values.browse(one["values"])
            for one in self._data(template, flag).get("dims", ())
        }
        return {
            line: used.get(line.id, line.product_template_value_ids._only_active())
            for line in self._lines(template)
        }


def _columns(lines, rows):
    """Each line with the values that rows have in it."""
    for number, line in enumerate(lines):
        yield line, {row[number] for row in rows}
