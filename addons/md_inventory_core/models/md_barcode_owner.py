from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.barcodes import KINDS, guess

SHARED = 0  # catalogue of what all companies have


class MdBarcodeOwner(models.Model):
    """Whose each barcode is: one row for each code of a product, written by code only.

    The codes themselves stand in `product.product`, `product.uom` and
    `md.product.barcode`; `md.barcode.index` keeps this in step with them, in the same
    transaction. The database refuses a second owner whoever writes at the same time.
    Archived products own nothing.
    """

    _name = "md.barcode.owner"
    _description = "Barcode and Whose It Is"
    _log_access = False
    _rec_name = "code"
    _order = "key, id"

    code = fields.Char("Barcode", required=True, readonly=True)
    key = fields.Char(
        required=True, readonly=True, help="Equal for all spellings of one number."
    )
    # the top company of the owner's, for its branches have the same catalogue
    catalogue = fields.Integer(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade", index=True
    )
    packaging_id = fields.Many2one(
        "product.uom",
        "Packaging's",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    barcode_id = fields.Many2one(
        "md.product.barcode",
        "Further",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    what = fields.Selection(
        [
            ("main", "Main barcode"),
            ("packaging", "Packaging"),
            ("further", "Further barcode"),
        ],
        "Type",
        required=True,
        readonly=True,
    )
    clash = fields.Boolean(
        readonly=True,
        help="Somebody else had this barcode before there was a rule against it: scans "
        "find the other one.",
    )

    kind = fields.Selection(list(KINDS.items()), compute="_compute_kind")
    packaging_uom = fields.Many2one(
        "uom.uom", "Packaging", compute="_compute_packaging"
    )
    quantity = fields.Float(
        digits="Product Unit",
        compute="_compute_packaging",
        help="So many units of the product one scan stands for.",
    )
    partner_id = fields.Many2one(related="barcode_id.partner_id")
    any_spelling = fields.Char(
        compute="_compute_any_spelling", search="_search_any_spelling"
    )

    _key_idx = models.Index("(key, catalogue)")
    _clash_idx = models.Index("(key) WHERE clash")

    @api.depends("code", "barcode_id.kind")
    def _compute_kind(self):
        for owner in self:
            owner.kind = owner.barcode_id.kind or guess(owner.code)

    @api.depends("packaging_id.uom_id", "barcode_id.uom_id", "barcode_id.quantity")
    def _compute_packaging(self):
        for owner in self:
            unit = owner.packaging_id.uom_id
            owner.packaging_uom = unit or owner.barcode_id.uom_id
            own = owner.product_id.uom_id
            packed = unit and own and unit._compute_quantity(1, own, round=False)
            owner.quantity = packed or owner.barcode_id.quantity or 1

    def _compute_any_spelling(self):
        for owner in self:
            owner.any_spelling = owner.code

    @api.model
    def _search_any_spelling(self, operator, value):
        return self.env["md.barcode.index"]._domain(operator, value)

    def action_open_product(self):
        """Show whose it is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "product.product",
            "res_id": self.product_id.id,
            "view_mode": "form",
        }

    def init(self):
        """One owner of each code: within a company's catalogue and the shared one."""
        cr = self.env.cr
        cr.execute("SELECT 1 FROM pg_constraint WHERE conname = 'md_barcode_one_owner'")
        if cr.rowcount:
            return
        cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        cr.execute(
            SQL(
                "ALTER TABLE md_barcode_owner ADD CONSTRAINT md_barcode_one_owner "
                "EXCLUDE USING gist (key WITH =, int4range(NULLIF(catalogue, %(all)s),"
                " NULLIF(catalogue, %(all)s), '[]') WITH &&) WHERE (NOT clash)",
                all=SHARED,
            )
        )
