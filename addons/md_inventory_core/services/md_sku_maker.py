from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.products import (
    MOST_LENGTH,
    SEQUENCE,
    Pattern,
    PatternError,
    free_sku,
)

# What a pattern may name beside dimensions and `SEQUENCE`.
OWN_KEYS = ("brand", "style", "group", "category", "sub", "year")
LEVEL_KEYS = {"group": "group", "category": "category", "sub_category": "sub"}
# What the preview shows where a product has none yet.
SAMPLE = {"brand": "BRD", "style": "1001"}


class MdSkuMaker(models.AbstractModel):
    """Makes SKUs of new products by the pattern of their category.

    A SKU is made once: it stays when a label, code or pattern changes.
    """

    _name = "md.sku.maker"
    _description = "SKU Maker"

    def _make(self, products):
        """Give a SKU to those products that have none and whose category says how.

        Running numbers are counted per company and what stands around them. A SKU that
        is taken gets -2, -3 and so on; with a running number, the next number.

        :raises UserError: a SKU would be longer than 64 characters
        """
        # sudo: a product that has no SKU gets one by the rule, locked or not
        wanting = products.sudo().filtered(
            lambda p: not p.default_code and p.categ_id.md_sku_pattern
        )
        if not wanting:
            return
        wanting.product_template_attribute_value_ids.product_attribute_value_id.filtered(
            lambda value: not value.md_code
        )._md_fill_codes()
        for (category, company), mine in self._grouped(wanting).items():
            pattern = self._parsed(category.md_sku_pattern, company)
            self._make_of(mine, pattern, company)

    def _make_again(self, product):
        """A product that just got its first dimensions: a SKU that says so.

        Nothing changes where somebody gave the SKU, the pattern names no dimension, or
        goods of it have moved already.
        """
        text = product.categ_id.md_sku_pattern
        if not text or not product.md_sku_made:
            return
        plain = self._parsed(text, product.company_id).keys <= {*OWN_KEYS, SEQUENCE}
        # sudo: whether goods moved, wherever that was
        moves = self.env["stock.move"].sudo()
        if plain or moves.search_count([("product_id", "=", product.id)], limit=1):
            return
        # sudo: it is the rule's own SKU, and nobody saw it yet
        product.sudo().default_code = False
        self._make(product)

    def _grouped(self, products):
        found = {}
        for product in products:
            key = product.categ_id, product.company_id or self.env.company
            found[key] = found.get(key, product.browse()) | product
        return found

    def _make_of(self, products, pattern, company):
        dimensions = self.env["md.dimension"]._for(company)
        values = {product: self._values(product, dimensions) for product in products}
        by_scope = {}
        for product in products:
            by_scope.setdefault(pattern.scope(values[product]), []).append(product)
        counted = SEQUENCE in pattern.keys
        for scope, mine in by_scope.items():
            taken = self._taken(scope, company)
            number = self._numbers(scope, company, len(mine)) if counted else 0
            for product in mine:
                sku = pattern.sku(values[product], number)
                while counted and sku in taken:
                    number = self._numbers(scope, company, 1)
                    sku = pattern.sku(values[product], number)
                number += 1
                sku = free_sku(sku, taken) if sku else ""
                if len(sku) > MOST_LENGTH:
                    raise UserError(
                        self.env._(
                            "%(product)s: the SKU %(sku)s is longer than %(most)s "
                            "characters; shorten the pattern of %(category)s.",
                            product=product.display_name,
                            sku=sku,
                            most=MOST_LENGTH,
                            category=product.categ_id.display_name,
                        )
                    )
                taken.add(sku)
                product.write({"default_code": sku or False, "md_sku_made": bool(sku)})

    def _values(self, product, dimensions):
        """{key: text} of a product, for its pattern."""
        path = product.categ_id._md_path()
        values = {
            LEVEL_KEYS[level]: one.md_code or one.with_context(lang=None).name
            for level, one in path.items()
        }
        values["brand"] = product.md_brand_id.code
        values["style"] = product.md_style_code or str(product.product_tmpl_id.id)
        values["year"] = str(fields.Date.context_today(product).year)
        lines = product.product_tmpl_id.attribute_line_ids
        for dimension in dimensions.filtered("in_sku"):
            ptav = product.product_template_attribute_value_ids.filtered(
                lambda v, d=dimension: v.attribute_id == d.attribute_id
            )
            value = ptav.product_attribute_value_id
            if not value:  # a dimension that makes no variants
                line = lines.filtered(
                    lambda one, d=dimension: one.attribute_id == d.attribute_id
                )
                value = line.value_ids if len(line.value_ids) == 1 else value
            value._md_fill_codes()
            values[dimension.code] = value.md_code
        return values

    def _taken(self, scope, company):
        """SKUs that begin like those of a scope."""
        begin = scope.split("#")[0]
        escaped = begin.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        # sudo: a SKU is taken, whoever may see its product
        products = self.env["product.product"].sudo().with_context(active_test=False)
        found = products.search_fetch(
            [
                ("default_code", "=like", f"{escaped}%"),
                ("company_id", "in", (False, company.id)),
            ],
            ["default_code"],
        )
        return set(found.mapped("default_code"))

    def _numbers(self, scope, company, count):
        """Take ``count`` running numbers; the first of them.

        A number whose product is refused, or undone, is not given again.
        """
        query = SQL(
            """
            INSERT INTO md_sku_counter (company, scope, last)
            VALUES (%(company)s, %(scope)s, %(count)s)
            ON CONFLICT (company, scope)
            DO UPDATE SET last = md_sku_counter.last + %(count)s
            RETURNING last
            """,
            company=company.id,
            scope=scope,
            count=count,
        )
        # many make products at once: nobody waits for another's whole transaction
        with self.env["md.own.transaction"]._begin(sees=("md.sku.counter",)) as cr:
            cr.execute(query)
            [last] = cr.fetchone()
        return last - count + 1

    def _known(self):
        """All keys that a pattern may name: those of any company's dimensions, too."""
        # sudo: a category and its pattern are every company's
        codes = self.env["md.dimension"].sudo().search_fetch([("in_sku", "=", True)])
        return {*OWN_KEYS, *codes.mapped("code")}

    def _parsed(self, text, _company):
        """The pattern of a text.

        :raises PatternError: see there
        """
        return Pattern.parse(text, self._known())

    def _preview(self, category):
        """A SKU as the pattern of a category would make it, or "" without one."""
        if not category.md_sku_pattern:
            return ""
        pattern = self._parsed(category.md_sku_pattern, self.env.company)
        values = dict(SAMPLE, year=str(fields.Date.context_today(category).year))
        for level, one in category._md_path().items():
            values[LEVEL_KEYS[level]] = one.md_code or one.name or ""
        for dimension in self.env["md.dimension"]._for(self.env.company):
            example = dimension.attribute_id.value_ids[:1]
            values[dimension.code] = example.md_code or dimension.code[:3]
        return pattern.sku(values, 1)

    def _told(self, error: PatternError):
        """A pattern's fault in words."""
        known = ", ".join(sorted(self._known() | {SEQUENCE}))
        why = {
            "unknown": self.env._("{%(part)s} is no key. Keys are: %(known)s."),
            "brace": self.env._("a { or } without its partner in “%(part)s”."),
            "letters": self.env._(
                "“%(part)s”: between keys stand letters, digits and - . _ / only."
            ),
            "twice": self.env._("{%(part)s} can stand there only once."),
            "empty": self.env._("“%(part)s” names no key, all SKUs would be the same."),
            "number": self.env._("{%(part)s}: that number cannot be."),
        }[error.why]
        return why % {"part": error.part, "known": known}
