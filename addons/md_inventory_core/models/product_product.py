from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .md_channel import OF_EACH_COMPANY

EQUAL = ("=", "ilike", "=ilike", "like", "=like")
# No two products of one company, nor one that companies share and any other, have the
# same SKU. A company is a point, "shared" is all of the line; a SKU is a point by its
# hash. Two writers at once: the database lets one of them through.
SKU_OWNERS = """EXCLUDE USING gist (
    int8range(hashtextextended(default_code, 0),
              hashtextextended(default_code, 0), '[]') WITH &&,
    int4range(NULLIF(md_sku_company, 0), NULLIF(md_sku_company, 0), '[]') WITH &&
) WHERE (md_sku_unique AND default_code IS NOT NULL)"""


class ProductProduct(models.Model):
    """A SKU is one product's. What is free is what the channel may promise, wherever a
    channel is known.

    Context: ``md_channel``, id of a channel or ``"internal"`` for the company's own,
    which leaves no buffer; ``md_claim_key``, whose own claims do not
    count against it (a cart sees what it holds as free).

    Many barcodes, each with one owner (`md.barcode.owner`), all of them found.
    """

    _name = "product.product"
    _inherit = ["product.product", "md.governed.mixin"]

    def _md_use_depends(self):
        return ["product_tmpl_id.md_life"]

    def _md_in_use(self):
        return self.product_tmpl_id.md_life == "active"

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()

    def md_action_activate(self):
        """As of the product."""
        self.product_tmpl_id.md_action_activate()

    def md_action_history(self):
        """As of the product."""
        return self.product_tmpl_id.md_action_history()

    md_barcode_ids = fields.One2many(
        "md.product.barcode", "product_id", "Further Barcodes", copy=False
    )
    md_any_barcode = fields.Char(
        "Any Barcode",
        compute="_compute_md_any_barcode",
        search="_search_md_any_barcode",
        help="Finds main and further barcodes and those of packagings, however long a "
        "number is written: UPC-A, EAN-13 or GTIN-14.",
    )
    md_sku_company = fields.Integer(
        "SKU Belongs To",
        compute="_compute_md_sku_company",
        store=True,
        exportable=False,
    )
    md_sku_made = fields.Boolean("SKU Made by Pattern", copy=False, readonly=True)
    md_sku_unique = fields.Boolean("SKU Kept Unique", copy=False, readonly=True)
    md_net_content = fields.Float(
        "Net Content",
        digits="Product Unit",
        help="What is inside, without the packing: shelf labels say the price "
        "per kg or litre of it",
    )
    md_net_content_uom_id = fields.Many2one(
        "uom.uom", "Unit of the Net Content", ondelete="restrict"
    )

    _md_sku_owner = models.Constraint(
        SKU_OWNERS, "Another product has this SKU already."
    )

    def init(self):
        """SKUs from before are kept unique, but those that are there twice already."""
        result = super().init()
        self.env.cr.execute(
            """
            UPDATE product_product p SET md_sku_unique = TRUE
             WHERE md_sku_unique IS NULL AND default_code IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM product_product o
                                WHERE o.default_code = p.default_code AND o.id <> p.id)
            """
        )
        return result

    @api.depends("product_tmpl_id.company_id")
    def _compute_md_sku_company(self):
        for product in self:
            product.md_sku_company = product.company_id.id or 0

    def _skus_checked(self, vals_list):
        """Values with whether their SKU is kept unique.

        :raises ValidationError: naming the product that has a SKU already
        """
        given = [vals["default_code"] for vals in vals_list if vals.get("default_code")]
        if not given:
            return vals_list
        unique = self.env.company.md_unique_sku
        if unique:
            self._check_skus(vals_list, set(given))
        return [
            {"md_sku_made": False, **vals, "md_sku_unique": unique}
            if vals.get("default_code")
            else vals
            for vals in vals_list
        ]

    def _check_skus(self, vals_list, skus):
        # sudo: a SKU is taken, whoever may see its product
        everywhere = self.sudo().with_context(active_test=False)
        taken = everywhere.search(
            [("default_code", "in", list(skus)), ("id", "not in", self.ids)]
        ).grouped("default_code")
        for vals in vals_list:
            template = self.env["product.template"].browse(vals.get("product_tmpl_id"))
            companies = (self.company_id or template.company_id).ids
            for other in taken.get(vals.get("default_code"), ()):
                theirs = other.company_id.id
                if not theirs or not companies or theirs in companies:
                    raise ValidationError(
                        self.env._(
                            "SKU %(sku)s is that of %(product)s already.",
                            sku=other.default_code,
                            product=other.with_context(
                                display_default_code=False
                            ).display_name,
                        )
                    )

    @api.constrains("md_net_content", "md_net_content_uom_id")
    def _check_net_content(self):
        for product in self:
            if product.md_net_content < 0:
                raise ValidationError(
                    self.env._(
                        "%s: the net content is not less than 0.", product.display_name
                    )
                )
            unit = product.md_net_content_uom_id
            if unit and not self.env["md.label.texts"]._reference(unit):
                raise ValidationError(
                    self.env._(
                        "%(product)s: the net content is told in weight or volume, not "
                        "in %(unit)s.",
                        product=product.display_name,
                        unit=unit.name,
                    )
                )

    def action_open_label_layout(self):
        """Our labels for who may print them; core's dialog for others."""
        wizard = self.env["md.label.wizard"]
        if not wizard.has_access("create"):
            return super().action_open_label_layout()
        return wizard._open([{"product_id": product.id} for product in self])

    def _md_label_texts(self, lang=None, pricelist=None, company=None):
        """{id: {field of a label: its text}}; the one place that others extend.

        ``barcode`` is what the code carries; ``money`` makes a text of an amount, and
        a price before tax into what stands on the shelf.
        """
        return self.env["md.label.texts"]._of(self, lang, pricelist, company)

    @api.depends_context("md_channel", "md_claim_key")
    def _compute_quantities(self):
        return super()._compute_quantities()

    def _compute_quantities_dict(self, *args, **kwargs):
        found = super()._compute_quantities_dict(*args, **kwargs)
        channel = self._md_channel()
        # not when core asks for certain lots, owners or packages, or for other days
        if not channel or any(args) or any(kwargs.values()):
            return found
        free = self.env["md.availability"]._available(
            channel,
            self._origin,
            self._md_warehouses(),
            key=self.env.context.get("md_claim_key") or "",
        )
        for product in self:
            found[product.id]["free_qty"] = float(free[product._origin.id])
        return found

    def _md_channel(self):
        """The channel that the context names, if there is such a one."""
        channel = self.env.context.get("md_channel")
        if channel in OF_EACH_COMPANY:
            return self.env["md.channel"]._of_company(self.env.company, channel)
        if not isinstance(channel, int):
            return self.env["md.channel"]
        # sudo: shoppers see what is free, not the channel
        found = self.env["md.channel"].sudo().browse(channel).exists()
        if not self.env.su and found.company_id not in self.env.companies:
            return found.browse()
        return found

    def _md_warehouses(self):
        """Warehouses that are meant: those that the context names as core does, of own
        stores only for who has some; None for all.
        """
        named = self.env.context.get("warehouse_id")
        stores = self.env["md.store.limit"]._stores()
        warehouses = self.env["stock.warehouse"].sudo()  # sudo: as in _md_channel
        own = warehouses.browse(stores.ids)
        if not named:
            return own or None
        if isinstance(named, str):
            found = warehouses.search([("name", "ilike", named)])
        else:
            found = warehouses.browse([named] if isinstance(named, int) else named)
        return found & own if own else found

    # Barcodes

    def _compute_md_any_barcode(self):
        for product in self:
            product.md_any_barcode = product.barcode

    @api.model
    def _search_md_any_barcode(self, operator, value):
        owners = self.env["md.barcode.index"]._domain(operator, value)
        if owners is NotImplemented:
            return NotImplemented
        # sudo: who sees the product may look for it by any of its barcodes
        found = self.env["md.barcode.owner"].sudo()._search(owners)
        return Domain("id", "in", found.subselect("product_id"))

    @api.model
    def _search_display_name(self, operator, value):
        found = super()._search_display_name(operator, value)
        if operator not in ("in", "=", *EQUAL):
            return found
        codes = [value] if isinstance(value, str) else value
        codes = [code for code in codes or () if code and isinstance(code, str)]
        products = self.env["md.barcode.index"]._owners(codes)
        return Domain.OR([found, [("id", "in", products)]]) if products else found

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Who types or scans a whole barcode means the product that has it."""
        wanted = [name] if name and operator in EQUAL else []
        if mine := self.env["md.barcode.index"]._owners(wanted):
            exact = Domain("id", "in", mine) | Domain("default_code", "=", name)
            found = self.search(exact & Domain(domain or []), limit=limit)
            # sudo: as core does, the name of what was found
            if shown := [(one.id, one.display_name) for one in found.sudo()]:
                return shown
        return super().name_search(name, domain, operator, limit)

    @api.onchange("barcode")
    def _onchange_md_barcode(self):
        """Say at once what looks wrong; nothing is changed."""
        return self.env["md.barcode.index"]._doubt(self.barcode)

    # Writing

    @api.model_create_multi
    def create(self, vals_list):
        with self.env["md.field.locks"]._making():  # what is written is part of it
            products = super().create(self._skus_checked(vals_list))
            if not self.env.context.get("md_no_sku"):
                self.env["md.sku.maker"]._make(products)
            if any(vals.get("barcode") for vals in vals_list):
                self.env["md.barcode.index"]._own(products)
            if not self.env.context.get("md_barcode_later"):
                products._md_number_new()
        return products

    def write(self, vals):
        if vals.get("default_code"):
            [vals] = self._skus_checked([vals])
        result = super().write(vals)
        if {"active", "barcode", "product_tmpl_id"} & vals.keys():
            self.env["md.barcode.index"]._own(self)
        return result

    def unlink(self):
        result = super().unlink()
        self.env["md.barcode.index"]._released()
        return result

    def _add_missing_default_values(self, values):
        # else each new variant sets the properties of its product to none
        found = super()._add_missing_default_values(values)
        if values.get("product_tmpl_id") and "product_properties" not in values:
            found.pop("product_properties", None)
        return found

    def _get_remaining_moves(self):
        # what was never stocked has none: asked at once, not of each product
        # sudo: as core looks, wherever the goods are
        quants = self.env["stock.quant"].sudo()
        mine = [("product_id", "in", self.ids)]
        [(stocked,)] = quants._read_group(mine, aggregates=["product_id:recordset"])
        return super(ProductProduct, self & stocked.sudo(False))._get_remaining_moves()

    def _md_number_new(self):
        """Numbers for new goods without a barcode, if a range is for them."""
        ranges = self.env["md.barcode.range"]._of_new_products()
        for place in ranges:
            goods = self.filtered(
                lambda p, place=place: (
                    p.type == "consu"
                    and not p.barcode
                    and p.company_id in (p.company_id.browse(), place.company_id)
                )
            )
            place._give(goods)

    def action_md_give_barcode(self):
        """Give a number of the company's range to those that have no barcode."""
        self.check_access("write")
        return self.env["md.barcode.range"]._give_by_hand(self)
