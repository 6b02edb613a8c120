from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib import approval, price_rules, sheets

# {column: (model, field)}; the product is found by sku, else by barcode
COLUMNS = {
    "price": ("product.template", "list_price"),
    "cost": ("product.product", "standard_price"),
    "name": ("product.template", "name"),
    "new sku": ("product.product", "default_code"),
    "new barcode": ("product.product", "barcode"),
    "category": ("product.template", "categ_id"),
}
KEYS = ("sku", "barcode")
TOLD = 20  # wrong rows that are named


class Wrong(Exception):
    """What is wrong with a row, in one sentence."""


class MdMassChanges(models.AbstractModel):
    """Turns a rule or a file into wishes for a change request.

    Answers are (wishes, {key of a wish: (percent, margin, warning)}, message).
    """

    _name = "md.mass.changes"
    _description = "Mass Changes"

    def _number(self, value):
        """A float of a field as Decimal."""
        return Decimal(str(round(value, 4)))

    # By a rule

    def _by_rule(self, products, what, rule, warns):
        """Wishes for the price or the cost of some products."""
        wishes, said, without = [], {}, []
        digits = self.env["decimal.precision"].precision_get("Product Price")
        for product in products:
            try:
                for record in self._records(product, what):
                    old = self._number(record[what])
                    new = rule.apply(old, self._cost(product), digits)
                    self._wish(wishes, said, record, what, new, warns)
            except ValueError:
                without.append(product)
        message = None
        if without:
            message = self.env._(
                "Left out, for they have no cost: %(count)s, among them %(name)s.",
                count=len(without),
                name=without[0].display_name,
            )
        return wishes, said, message

    def _records(self, product, what):
        return product if what == "list_price" else product.product_variant_ids

    def _wish(self, wishes, said, record, name, new, warns):
        """A number as a wish, and what is to be said about it."""
        field = record._fields[name]
        value = self.env["md.change.values"]._encode(field, new)
        wishes.append((record, name, value))
        old = self._number(record[name])
        percent = approval.percent_change(old, new)
        margin = warning = None
        if name == "list_price":
            cost, net = self._cost(record), self._net(record, new)
            margin = price_rules.margin(net, cost)
            found = price_rules.warnings(old, new, net, cost, *warns)
            warning = found[0].value if found else None
        said[record._name, record.id, name] = (percent, margin, warning)

    def _cost(self, product):
        """The cost of a product; of its dearest variant."""
        # sudo: who may ask for prices is warned of what is below cost
        costs = product.sudo().product_variant_ids.mapped("standard_price")
        return self._number(max(costs, default=0))

    def _net(self, product, price):
        """A sales price without the taxes that it includes."""
        taxes = product.taxes_id
        if not any(tax.price_include for tax in taxes):
            return price
        found = taxes.compute_all(float(price), product=product)
        return self._number(found["total_excluded"])

    # By a file

    def _by_file(self, data, make_rule, warns, leave_out):
        """Wishes of a file; without columns of values the rule counts for its rows."""
        rows = self._rows(data)
        columns = [c for c in COLUMNS if any(c in row.cells for row in rows)]
        rule = None if columns else make_rule()
        known, wrong, wishes, said = self._known(rows), [], [], {}
        taken = {}
        for row in rows:
            try:
                variant = self._variant(row, known)
                if rule:
                    found = self._by_rule(
                        variant.product_tmpl_id, "list_price", rule, warns
                    )
                    self._take(taken, row, wishes, said, *found[:2])
                for column in columns:
                    self._read(row, column, variant, wishes, said, warns, taken)
            except Wrong as error:
                wrong.append(
                    self.env._("Row %(row)s: %(why)s", row=row.number, why=error)
                )
        return wishes, said, self._refusal(wrong, leave_out)

    def _rows(self, data):
        try:
            return sheets.read(data, (), (*KEYS, *COLUMNS))
        except sheets.SheetError as error:
            words = self.env["md.pool.import"]._words()[error.why]
            details = error.details
            if error.why == "unknown_column":
                known = ", ".join((*KEYS, *COLUMNS))
                words = self.env._(
                    "Row 1: column %%(column)s is not known; known are %s.", known
                )
            raise UserError(words % details) from error

    def _refusal(self, wrong, leave_out):
        """What to say of wrong rows; raises when they are not to be left out."""
        if not wrong:
            return None
        told = wrong[:TOLD]
        if more := len(wrong) - len(told):
            told.append(self.env._("and %s more", more))
        if not leave_out:
            raise UserError("\n".join(told))
        rows = self.env._("Rows left out: %s.", len(wrong))
        return " ".join([rows, *told])[:1000]

    def _known(self, rows):
        """{"sku" or "barcode": {text: variants}} of what the file names."""
        found = {}
        for key, field in zip(KEYS, ("default_code", "barcode"), strict=True):
            texts = {row.text(key) for row in rows} - {""}
            products = self.env["product.product"].search([(field, "in", list(texts))])
            groups = defaultdict(products.browse)
            for product in products:
                groups[product[field]] |= product
            found[key] = groups
        return found

    def _variant(self, row, known):
        for key in KEYS:
            cell = row.cells.get(key, sheets.EMPTY)
            if not cell.text:
                continue
            found = known[key].get(cell.text, self.env["product.product"])
            if len(found) == 1:
                return found
            details = {"column": key, "text": cell.text}
            if found:
                words = self.env._("several products have %(column)s %(text)s.")
            elif cell.spoiled in ("shortened", "dated"):
                words = self.env._(
                    "%(column)s %(text)s was changed by a spreadsheet: save the column "
                    "as text."
                )
            else:
                words = self.env._("no product has %(column)s %(text)s.")
            raise Wrong(words % details)
        raise Wrong(self.env._("neither sku nor barcode."))

    def _read(self, row, column, variant, wishes, said, warns, taken):
        """A cell as a wish; an empty one wishes nothing."""
        text = row.text(column)
        if not text:
            return
        model, name = COLUMNS[column]
        record = variant if model == variant._name else variant.product_tmpl_id
        field, more, notes = record._fields[name], [], {}
        if field.type == "float":
            try:
                digits = self.env["md.change.values"]._digits(field)
                number = sheets.quantity(text, digits)
            except ValueError:
                words = self.env._("%(column)s %(text)s is no amount above 0.")
                raise Wrong(words % {"column": column, "text": text}) from None
            self._wish(more, notes, record, name, number, warns)
        else:
            value = self._category(text) if name == "categ_id" else text
            encoded = self.env["md.change.values"]._encode(field, value)
            more.append((record, name, encoded))
        self._take(taken, row, wishes, said, more, notes)

    def _category(self, text):
        categories = self.env["product.category"]
        domain = ["|", ("complete_name", "=ilike", text), ("name", "=ilike", text)]
        found = categories.search(domain)
        if len(found) != 1:
            words = self.env._("%(count)s categories are called %(text)s.")
            raise Wrong(words % {"count": len(found), "text": text})
        return found

    def _take(self, taken, row, wishes, said, more, notes):
        """Add wishes of a row; two rows cannot want different things of one record."""
        for wish in more:
            record, name, new = wish
            key = (record._name, record.id, name)
            before = taken.setdefault(key, (row.number, new))
            if before[1] != new:
                words = self.env._(
                    "%(record)s is in row %(row)s, too, with another value."
                )
                details = {"record": record.display_name, "row": before[0]}
                raise Wrong(words % details)
            if before[0] == row.number:
                wishes.append(wish)
        said.update(notes)
