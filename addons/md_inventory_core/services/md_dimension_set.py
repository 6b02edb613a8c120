from odoo import api, models

# What is shipped, in this order: code, name, display.
SHIPPED = (
    ("colour", "Colour", "color"),
    ("size", "Size", "pills"),
    ("fit", "Fit", "pills"),
    ("fabric", "Fabric", "select"),
    ("season", "Season", "select"),
    ("styling", "Style", "select"),
    ("pattern", "Pattern", "select"),
    ("gender", "Gender", "pills"),
    ("age", "Age Group", "pills"),
    ("material", "Material", "select"),
    ("length", "Length", "pills"),
    ("sleeve", "Sleeve", "pills"),
    ("collar", "Collar", "pills"),
    ("wash", "Wash", "select"),
    ("pack", "Pack", "pills"),
    ("origin", "Origin", "select"),
    ("grade", "Grade", "pills"),
    ("edition", "Edition", "select"),
    ("region", "Region", "select"),
    ("model_year", "Model Year", "select"),
)
# Of the shipped set the ones that most shops print; the others are switched on by hand.
PRINTED = ("colour", "size")
XMLID = "md_inventory_core.dimension_"


class MdDimensionSet(models.AbstractModel):
    """The twenty dimensions that each company begins with; all can be renamed."""

    _name = "md.dimension.set"
    _description = "Shipped Dimensions"

    @api.model
    def _ship_to_all(self):
        # sudo: called by the installation, of companies out of sight too
        every = self.env["res.company"].sudo().search([("id", "!=", False)])
        self._ship(every)

    def _ship(self, companies):
        """Give companies without dimensions the shipped ones."""
        # sudo: whoever makes a company gets what belongs to one
        dimensions = self.env["md.dimension"].sudo()
        rows = []
        for company in companies:
            mine = [("company_id", "=", company.id)]
            if dimensions.with_context(active_test=False).search_count(mine, limit=1):
                continue
            rows += [
                {
                    "company_id": company.id,
                    "attribute_id": self._attribute(code, name, display).id,
                    "code": code,
                    "position": position,
                    "on_label": code in PRINTED,
                    "on_receipt": code in PRINTED,
                }
                for position, (code, name, display) in enumerate(SHIPPED, 1)
            ]
        return dimensions.create(rows)

    def _attribute(self, code, name, display):
        """The shipped attribute, made when it is not there (any more)."""
        found = self.env.ref(XMLID + code, raise_if_not_found=False)
        if found:
            return found
        attribute = self.env["product.attribute"].create(
            {
                "name": name,
                "display_type": display,
                "create_variant": "dynamic",
                "md_existing_only": True,
            }
        )
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": XMLID + code, "record": attribute, "noupdate": True}]
        )
        return attribute
