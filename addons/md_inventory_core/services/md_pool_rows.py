from odoo import models
from odoo.exceptions import UserError

from ..lib import sheets


class Wrong(Exception):
    """What is wrong with a row, in words that name the row and the column."""


class MdPoolRows(models.AbstractModel):
    """Understands rows with pool moves, and moves them; see `md.pool.import`."""

    _name = "md.pool.rows"
    _description = "Rows with Pool Moves"

    def _understand(self, job, rows):
        """Values of a line for each `Row`: ready, or refused with the reason."""
        known = self._known(job, rows)
        return [self._line(row, known) for row in rows]

    def _known(self, job, rows):
        """{column: {text: record, or None when several have it}} for all rows."""
        texts = {row.text("sku") for row in rows}
        skus = list({form for text in texts for form in (text, text.upper())})
        products = self.env["product.product"].search(
            ["|", ("default_code", "in", skus), ("barcode", "in", skus)]
        )
        company = [("company_id", "=", job.company_id.id)]
        stores = self.env["stock.warehouse"].search(company)
        own = self.env.user.md_store_ids
        pools = self.env["md.inventory.pool"].search(company)
        return {
            "sku": self._by(products, "default_code", "barcode"),
            "warehouse": self._by(stores & own if own else stores, "code", "name"),
            "pool": {"common": pools.browse(), "": pools.browse()}
            | self._by(pools, "code", "name"),
        }

    def _by(self, records, *names):
        """{text in small letters: record}; None where two have the same text."""
        found = {}
        for name in reversed(names):  # the first name counts most
            mine = {}
            for record in records.filtered(name):
                text = record[name].lower()
                mine[text] = None if text in mine else record
            found |= mine
        return found

    def _line(self, row, known):
        texts = {f"{name}_text": cell.text for name, cell in row.cells.items()}
        try:
            return {"number": row.number, **texts, **self._meaning(row, known)}
        except Wrong as wrong:
            what = {"state": "refused", "message": str(wrong)}
            return {"number": row.number, **texts, **what}

    def _meaning(self, row, known):
        mover = self.env["md.pool.mover"]
        product = self._product(row, known["sku"])
        warehouse = self._named(row, "warehouse", known["warehouse"])
        source = self._named(row, "from", known["pool"])
        target = self._named(row, "to", known["pool"])
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        try:
            quantity = float(sheets.quantity(row.text("quantity"), digits))
            wish = mover._wish(product, warehouse, source, target, quantity)
            mover._check([wish])
        except ValueError:
            words = self.env._(
                "%(text)s is no number above zero with %(digits)s places"
            )
            raise self._wrong(row, "quantity", words, digits=digits) from None
        except UserError as refusal:
            words = self.env._("Row %(row)s: ", row=row.number)
            raise Wrong(words + str(refusal)) from refusal
        return {
            "product_id": product.id,
            "warehouse_id": warehouse.id,
            "source_id": source.id,
            "target_id": target.id,
            "units": quantity,
            "state": "ready",
        }

    def _product(self, row, products):
        cell = row.cells.get("sku", sheets.EMPTY)
        product = products.get(cell.text.lower(), False)
        if product and cell.spoiled not in ("shortened", "dated"):
            return product
        longer = self._with_zeros(cell.text)
        if cell.spoiled == "shortened":
            words = self.env._(
                "%(text)s is what Excel leaves of a long code: format the column as "
                "text and enter it again"
            )
        elif cell.spoiled == "dated":
            words = self.env._(
                "%(text)s: Excel made a date of a code; format the column as text and "
                "enter it again"
            )
        elif product is None:
            words = self.env._("several products have %(text)s")
        elif longer:
            words = self.env._(
                "%(text)s is not known; is it %(longer)s, without the zeros that Excel "
                "takes off?"
            )
        else:
            words = self.env._("no product has %(text)s")
        raise self._wrong(row, "sku", words, longer=longer)

    def _with_zeros(self, text):
        """A known code that is ``text`` with zeros before it."""
        if not text.isdigit():
            return None
        codes = [text.zfill(length) for length in range(len(text) + 1, 15)]
        for name in ("default_code", "barcode"):
            found = self.env["product.product"].search([(name, "in", codes)], limit=1)
            if found:
                return found[name]
        return None

    def _named(self, row, column, known):
        found = known.get(row.text(column).lower(), False)
        if found is None:
            words = self.env._("several are called %(text)s: use the code")
        elif found is not False:
            return found
        elif column == "warehouse":
            words = self.env._("%(text)s is none of your warehouses")
        else:
            words = self.env._("%(text)s is no pool")
        raise self._wrong(row, column, words)

    def _wrong(self, row, column, words, **details):
        """`Wrong` with row and column before the words."""
        text = row.text(column) or self.env._("nothing")
        return Wrong(
            self.env._(
                "Row %(row)s, column %(column)s: %(words)s",
                row=row.number,
                column=column,
                words=words % {"text": text, **details},
            )
        )

    def _move(self, job, lines):
        """Move rows in their order, each by itself; write down what became of each."""
        mover = self.env["md.pool.mover"]
        if not (rows := self._wishes(lines)):
            return
        # of the row as it is: another file may have another row there
        names = [
            ":".join(map(str, ("import", job.id, line.number, *wish.place, *wish[1:])))
            for line, wish in rows
        ]
        answers = mover._move(
            [wish for _line, wish in rows],
            [line.why_text or job.why for line, _wish in rows],
            kind="import",
            batches=names,
            whole=False,
        )
        for (line, wish), answer in zip(rows, answers, strict=True):
            if isinstance(answer, int):
                # sudo: rows are the system's
                line.sudo().write({"state": "moved", "move_id": answer})
            else:
                self._refused(line, mover._refusal(wish, answer))

    def _wishes(self, lines):
        """[(line, `Wish`)] of rows that make sense; what changed since is refused."""
        mover, found = self.env["md.pool.mover"], []
        for line in lines:
            wish = self._wish(line)
            try:
                mover._check([wish])
            except UserError as refusal:
                self._refused(line, str(refusal))
            else:
                found.append((line, wish))
        return found

    def _wish(self, line):
        return self.env["md.pool.mover"]._wish(
            *(line.product_id, line.warehouse_id),
            *(line.source_id, line.target_id, line.units),
        )

    def _refused(self, lines, why):
        for line in lines:
            message = self.env._(
                "Row %(row)s, column quantity: %(why)s", row=line.number, why=why
            )
            # sudo: rows are the system's
            line.sudo().write({"state": "refused", "message": message})
