import logging

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import split_every

from ..lib.barcodes import doubt, key
from .barcode_sql import COMPARE, FREED, INSERT, MISSING, OWNERS

_logger = logging.getLogger(__name__)
AT_ONCE = 5000
COLUMNS = (
    *("what", "product", "packaging", "further", "code"),
    *("company", "catalogue", "key", "clash"),
)
OF_PRODUCTS = {
    "product.product": ("active", "barcode", "product_tmpl_id"),
    "product.template": ("active", "company_id"),
    "product.uom": ("barcode", "product_id"),
    "md.product.barcode": ("code", "product_id"),
}


class MdBarcodeIndex(models.AbstractModel):
    """Keeps `md.barcode.owner` in step with the three places where barcodes stand.

    In the transaction of who changes them, after core's own checks. Who writes barcodes
    past the ORM calls `_own` with the products.
    """

    _name = "md.barcode.index"
    _description = "Index of Barcodes"

    def _own(self, products):
        """Write down which codes products have now.

        :raises ValidationError: when a code belongs to somebody else, naming both
        """
        if products and (left := self._take(products.ids)):
            raise ValidationError("\n".join(map(self._sentence, left)))

    def _released(self):
        """Codes went away: who had the same one before owns it now."""
        self._flush()
        self.env.cr.execute(FREED)
        if waiting := [row[0] for row in self.env.cr.fetchall()]:
            self._take(waiting, clash=True)

    @api.model
    def _fill_index(self):
        """Take in codes that are not in the index: after an installation or update.

        Two owners of one code are reported, the first keeps it.
        """
        self._flush()
        self.env.cr.execute(MISSING)
        for products in split_every(
            AT_ONCE, [row[0] for row in self.env.cr.fetchall()]
        ):
            for row in self._take(list(products), clash=True):
                _logger.warning(
                    "barcode %s of product %s has another owner; see Retail > "
                    "Products > Barcodes, filter Clashes",
                    *(row["code"], row["product"]),
                )

    def _take(self, products, clash=False):
        """Bring the index up to date for products; codes that are somebody else's.

        :param clash: whether these are kept as such, not left out
        """
        self._flush()
        cr = self.env.cr
        cr.execute(COMPARE, {"products": products})
        gone, new = [], []
        for number, same, clashes, *row in cr.fetchall():
            if same and not (clash and clashes):
                continue
            gone += [number] if number else []
            if row[0]:
                new.append(dict(zip(COLUMNS, [*row, key(row[4]), False], strict=True)))
        if gone:
            cr.execute("DELETE FROM md_barcode_owner WHERE id = ANY(%s)", [gone])
            self.env["md.barcode.owner"].invalidate_model()
        if not clash:
            self._check(new)
        left = self._insert(new)
        if left and clash:
            self._insert([{**row, "clash": True} for row in left])
        elif gone and not left:
            self._released()
        return left

    def _check(self, rows):
        """Refuse what cannot be a barcode.

        Core takes any text as a product's or a packaging's; with the setting numbers
        of 8, 12, 13 and 14 digits must be right.
        """
        for row in rows:
            error = row["what"] != "further" and doubt(row["code"])
            company = self.env.company.browse(row["company"] or self.env.company.id)
            # sudo: whoever writes a barcode
            strict = error and company.sudo().md_strict_barcodes
            if error and (strict or error.why == "shortened"):
                words = self.env["md.barcode.words"]._wrong(row["code"], error)
                raise ValidationError(words)

    def _doubt(self, code):
        """What an onchange answers about a code that looks wrong."""
        error = code and doubt(code)
        if not error:
            return None
        words = self.env["md.barcode.words"]._wrong(code, error)
        title = self.env._("Barcode")
        return {"warning": {"title": title, "message": words, "type": "notification"}}

    def _domain(self, operator, value):
        """Of owners whose barcode is ``value`` or has it in it."""
        if operator in ("=", "in"):
            values = [value] if isinstance(value, str) else value
            return [("key", "in", [key(code) for code in values if code])]
        if operator in ("ilike", "like", "=ilike", "=like"):
            return ["|", ("code", operator, value), ("key", "=", key(value or ""))]
        return NotImplemented

    def _known(self, keys):
        """Those of keys that anybody owns, in any company."""
        self._flush()
        self.env.cr.execute(
            "SELECT key FROM md_barcode_owner WHERE key = ANY(%s)", [list(keys)]
        )
        return {row[0] for row in self.env.cr.fetchall()}

    def _owners(self, codes):
        """Ids of the products that own these codes, in any company that is seen."""
        if not codes:
            return []
        catalogues = [0, *{company.root_id.id for company in self.env.companies}]
        self._flush()
        self.env.cr.execute(
            "SELECT DISTINCT product_id FROM md_barcode_owner "
            " WHERE key = ANY(%s) AND catalogue = ANY(%s) AND NOT clash",
            [[key(code) for code in codes], catalogues],
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def _flush(self):
        for model, names in OF_PRODUCTS.items():
            self.env[model].flush_model(names)

    def _insert(self, rows):
        """Rows whose code is taken."""
        if not rows:
            return []
        columns = {name: [row[name] for row in rows] for name in COLUMNS}
        self.env.cr.execute(INSERT, columns)
        done = set(self.env.cr.fetchall())
        return [
            row
            for row in rows
            if (row["product"], row["packaging"], row["further"]) not in done
        ]

    def _sentence(self, row):
        """Whose a code is that somebody wants."""
        places = {"keys": [row["key"]], "catalogue": row["catalogue"]}
        self.env.cr.execute(OWNERS, places)
        found = self.env.cr.fetchone()
        products = self.env["product.product"].with_context(active_test=False)
        owner = products.browse(found[1] if found else [])
        seen = owner._filtered_access("read")
        # sudo: who wants a code for a product may hear its name
        wanting = products.browse(row["product"]).sudo()
        return self.env._(
            "Barcode %(code)s of %(product)s belongs to %(owner)s already.",
            code=row["code"],
            product=wanting.display_name,
            owner=seen.display_name or self.env._("a product that you do not see"),
        )
