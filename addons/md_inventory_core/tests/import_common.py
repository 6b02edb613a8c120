import base64
import csv
import io

from .product_common import ProductCase


class ImportCase(ProductCase):
    """Files of products and what becomes of their rows."""

    def job(self, *rows, header, **values):
        """An import of a CSV file."""
        out = io.StringIO(newline="")
        csv.writer(out).writerows([header.split(","), *rows])
        data = base64.b64encode(out.getvalue().encode())
        return self.env["md.import"].create(
            {"name": "goods.csv", "file": data, **values}
        )

    def load(self, *rows, header, **values):
        """The same, imported."""
        job = self.job(*rows, header=header, **values)
        job.action_import()
        self.assertEqual(job.state, "done")
        return job

    def told(self, job):
        """{row: (state, column, message)}."""
        job.invalidate_recordset()
        return {
            line.number: (line.state, line.column or "", line.message or "")
            for line in job.line_ids
        }

    def states(self, job):
        """{row: state}."""
        return {number: state for number, (state, *_more) in self.told(job).items()}

    def product(self, sku):
        """The product with a SKU."""
        products = self.env["product.product"].with_context(active_test=False)
        found = products.search([("default_code", "=", sku)])
        self.assertEqual(len(found), 1, sku)
        return found

    def table(self, data):
        """Rows of a CSV file, as dictionaries."""
        text = base64.b64decode(data).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))
