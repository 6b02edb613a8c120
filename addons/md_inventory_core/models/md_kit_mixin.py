from odoo import api, fields, models
from odoo.exceptions import ValidationError

NO, PARTS, STOCK = "no", "parts", "stock"
TYPES = {PARTS: "phantom", STOCK: "normal"}
OPEN = ("waiting", "confirmed", "partially_available", "assigned")
OURS = {"md_kit", "md_kit_line_ids", "type", "tracking"}


class MdKitMixin(models.AbstractModel):
    """What of `product.template` is about kits: sold from components, or assembled
    before. Core's bill of materials is what it is kept in; one of them is the
    product's own, for all its variants.
    """

    _name = "md.kit.mixin"
    _description = "Product that may be a Kit"

    md_kit = fields.Selection(
        [
            (NO, "No kit"),
            (PARTS, "Sold from components"),
            (STOCK, "Preassembled"),
        ],
        string="Kit",
        compute="_compute_md_kit",
        inverse="_inverse_md_kit",
        search="_search_md_kit",
        help="Sold from components: it has no stock of its own, its components are "
        "promised when it is sold. Preassembled: it is put together first and then has "
        "stock like any product.",
    )
    md_kit_line_ids = fields.One2many(
        "mrp.bom.line",
        "md_kit_id",
        string="Components",
        domain=[("bom_id.active", "=", True)],
        copy=False,
    )
    md_kit_elsewhere = fields.Boolean(compute="_compute_md_kit")
    md_kit_now = fields.Char(
        "Kits Now",
        compute="_compute_md_kit_now",
        help="How many whole kits the components are enough for, with the component "
        "that is enough for the fewest.",
    )
    md_kit_parts_price = fields.Float(
        "Components One by One",
        digits="Product Price",
        compute="_compute_md_kit_prices",
    )
    md_kit_saving = fields.Char("Customer Saves", compute="_compute_md_kit_prices")
    md_kit_cost = fields.Float(
        "Cost of Components", digits="Product Price", compute="_compute_md_kit_prices"
    )
    md_kit_margin = fields.Char("Margin", compute="_compute_md_kit_prices")

    # Which bill of materials

    def _md_boms(self):
        """Active bills of materials for all variants, as core chooses among them."""
        # sudo: who sees a product sees whether it is a kit
        boms = self.env["mrp.bom"].sudo()
        domain = [("product_tmpl_id", "in", self.ids), ("product_id", "=", False)]
        return boms.search(domain, order="sequence, id")

    @api.depends("bom_ids", "bom_ids.type", "bom_ids.active")
    def _compute_md_kit(self):
        found = self._md_boms().grouped("product_tmpl_id")
        for template in self:
            boms = found.get(template._origin, self.env["mrp.bom"])
            kinds = boms.mapped("type")
            # whatever else there is, what is sold from components is
            template.md_kit = next(
                (kind for kind, name in TYPES.items() if name in kinds), NO
            )
            template.md_kit_elsewhere = len(boms) > 1

    def _search_md_kit(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: as above
        boms = self.env["mrp.bom"].sudo()
        kinds = {
            kind: boms._search([("type", "=", name), ("product_id", "=", False)])
            for kind, name in TYPES.items()
        }
        parts, stock = (kinds[kind].subselect("product_tmpl_id") for kind in TYPES)
        domains = {
            PARTS: fields.Domain("id", "in", parts),
            STOCK: fields.Domain("id", "in", stock) & ~fields.Domain("id", "in", parts),
        }
        domains[NO] = ~(domains[PARTS] | domains[STOCK])
        return fields.Domain.OR(domains[kind or NO] for kind in value)

    def _inverse_md_kit(self):
        for template in self:
            wanted, boms = template.md_kit or NO, template._md_boms().sudo(False)
            if wanted == NO:
                boms.active = False
                continue
            if not boms:
                boms = template._md_last_bom() or template._md_own_bom()
            boms[:1].write({"type": TYPES[wanted]})

    def _md_last_bom(self):
        """What the product was made of when it was a kit the last time, if it was."""
        boms = self.env["mrp.bom"].with_context(active_test=False)
        domain = [("product_tmpl_id", "=", self.id), ("product_id", "=", False)]
        last = boms.search(domain, order="id desc", limit=1)
        last.active = True
        return last

    def _md_own_bom(self):
        """The bill of materials that the list of components is; made if need be."""
        self.ensure_one()
        if boms := self._md_boms():
            return boms[0].sudo(False)
        return self.env["mrp.bom"].create(
            {
                "product_tmpl_id": self.id,
                "product_qty": 1,
                "product_uom_id": self.uom_id.id,
                "type": TYPES[PARTS],
                "company_id": self.company_id.id,
            }
        )

    # Checks

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        kits = [n for n, vals in enumerate(vals_list) if OURS & vals.keys()]
        for number in kits:
            templates[number]._md_check_kit()
        return templates

    def write(self, vals):
        result = super().write(vals)
        if OURS & vals.keys():
            for template in self:
                template._md_check_kit()
        return result

    def _md_check_kit(self):
        """Whether what was chosen makes sense.

        :raises ValidationError: one sentence that names kit and component
        """
        self.invalidate_recordset(["md_kit", "md_kit_line_ids"])
        if self.md_kit == NO:
            return
        if problem := self._md_problem() or self._md_problem_of_stock():
            raise ValidationError(problem)
        if self.md_kit == PARTS:
            counted = any(line.product_id.is_storable for line in self.md_kit_line_ids)
            if self.is_storable != counted:
                # as many as its components, if those are counted at all
                self.is_storable = counted

    def _md_problem(self):
        """What is wrong with the kind or the components; empty when nothing."""
        name = self.with_context(display_default_code=False).display_name
        if self.type != "consu":
            return self.env._("%s is no kit: only goods are.", name)
        lines = self.md_kit_line_ids
        if not lines:
            return self.env._("%s is a kit and has no components.", name)
        for line in lines:
            part = line.product_id
            words = {
                "kit": name,
                "part": part.with_context(display_default_code=False).display_name,
                "unit": line.product_uom_id.name,
                "own": part.uom_id.name,
                "quantity": f"{line.product_qty:g}",
            }
            if not line.product_qty > 0:  # NaN is not, either
                return self.env._(
                    "Kit %(kit)s: %(quantity)s is no quantity of %(part)s.", **words
                )
            if not line.product_uom_id._has_common_reference(part.uom_id):
                return self.env._(
                    "Kit %(kit)s: %(part)s is not counted in %(unit)s, but in %(own)s.",
                    **words,
                )
        return ""

    def _md_problem_of_stock(self):
        """Why the product cannot be sold from components; empty when it can."""
        if self.md_kit != PARTS:
            return ""
        name = self.with_context(display_default_code=False).display_name
        if self.tracking != "none":
            return self.env._(
                "%s is counted by lots or serial numbers: it can be preassembled, not "
                "sold from components.",
                name,
            )
        every = self.with_context(active_test=False).product_variant_ids
        # sudo: of all stores and companies
        quants, moves = self.env["stock.quant"].sudo(), self.env["stock.move"].sudo()
        stock = quants.search(
            [
                ("product_id", "in", every.ids),
                ("location_id.usage", "in", ("internal", "transit")),
                ("quantity", "!=", 0),
            ]
        )
        if stock:
            return self.env._(
                "%(kit)s has %(quantity)s in stock: sell or take those apart before it "
                "is sold from components.",
                kit=name,
                quantity=f"{sum(stock.mapped('quantity')):g}",
            )
        open_moves = [("product_id", "in", every.ids), ("state", "in", OPEN)]
        if moves.search_count(open_moves, limit=1):
            return self.env._(
                "%s is in orders or transfers that are not done: it cannot become a "
                "kit that is sold from components now.",
                name,
            )
        return ""

    # What the form says

    @api.depends("md_kit_line_ids.product_qty", "md_kit_line_ids.product_id")
    @api.depends_context("company", "md_channel", "warehouse_id")
    def _compute_md_kit_now(self):
        kits = self.env["md.kit"]
        for template in self:
            words = [kits._words(variant) for variant in template._md_variants()]
            one = len(words) == 1
            template.md_kit_now = ", ".join(
                told if one else f"{variant}: {told}" for variant, told in words if told
            )

    def _md_variants(self):
        """Saved variants of a kit; none of what is no kit."""
        return self._origin.product_variant_ids if self.md_kit != NO else ()

    @api.depends("list_price", "md_kit_line_ids.md_price")
    @api.depends_context("company")
    def _compute_md_kit_prices(self):
        for template in self:
            price, lines = template.list_price, template.md_kit_line_ids
            alone, cost = sum(lines.mapped("md_price")), template._md_parts_cost()
            template.md_kit_parts_price, template.md_kit_cost = alone, cost
            template.md_kit_saving = self._md_share(alone - price, alone)
            template.md_kit_margin = self._md_share(price - cost, price)

    def _md_parts_cost(self):
        total = 0.0
        for line in self.md_kit_line_ids:
            unit, own = line.product_uom_id, line.product_id.uom_id
            each = line.product_id.standard_price
            if unit and own and unit._has_common_reference(own):
                each = own._compute_price(each, unit)
            total += each * line.product_qty
        return total

    def _md_share(self, part, whole):
        """An amount with its share of another one."""
        currency = self.env.company.currency_id
        # a price that is not set yet says nothing of a share
        share = f" ({part / whole:.0%})" if whole and abs(part) < 10 * whole else ""
        return currency.format(part) + share
