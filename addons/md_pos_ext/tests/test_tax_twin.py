"""The till's tax engine (Odoo's JavaScript) against the server's, with duty and VAT."""

import json
import os
import random
import subprocess
from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tests import tagged

from .test_levies import LeviesCase

TWIN = Path(__file__).with_name("tax_twin.mjs")
ORDERS = int(os.environ.get("MD_TAX_ORDERS", "2000"))
FIELDS = (
    *("id", "amount", "amount_type", "price_include", "include_base_amount"),
    *("is_base_affected", "has_negative_factor", "sequence"),
)


@tagged("post_install", "-at_install")
class TestTaxTwin(LeviesCase):
    """Value + duty + VAT of every line is the same at the till and on the server."""

    def orders(self, rnd, rates):
        """Random orders of one to six lines: weighed goods, cases, discounts."""
        return [
            [
                {
                    "price": rnd.randint(1, 500_000) / 100,
                    "quantity": rnd.choice(
                        (1, 2, 3, 12, -1, round(rnd.random() * 9, 3) or 1)
                    ),
                    "discount": rnd.choice((0, 0, 5, 33, rnd.randint(0, 9999) / 100)),
                    "tax_ids": rnd.choice(rates),
                }
                for _line in range(rnd.randint(1, 6))
            ]
            for _order in range(ORDERS // 2)
        ]

    def at_the_till(self, taxes, orders):
        """[[value, duty and VAT] of each line] by the till's own code."""
        currency = self.company.currency_id
        asked = {
            "company": {
                "tax_calculation_rounding_method": (
                    self.company.tax_calculation_rounding_method
                ),
                "currency_id": {
                    "id": currency.id,
                    "rounding": currency.rounding,
                    "decimal_places": currency.decimal_places,
                },
            },
            "taxes": [
                {
                    **{name: tax[name] for name in FIELDS},
                    "tax_group_id": {
                        "id": tax.tax_group_id.id,
                        "sequence": tax.tax_group_id.sequence,
                    },
                    "children_tax_ids": [],
                }
                for tax in taxes
            ],
            "orders": orders,
        }
        done = subprocess.run(
            ["node", str(TWIN), str(Path(get_module_path("account")).parent)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertFalse(done.returncode, done.stderr[-2000:])
        return json.loads(done.stdout)

    def on_the_server(self, order):
        """The same by Odoo's Python."""
        tax = self.env["account.tax"]
        lines = [
            tax._prepare_base_line_for_taxes_computation(
                {},
                tax_ids=tax.browse(line["tax_ids"]),
                price_unit=line["price"],
                quantity=line["quantity"],
                discount=line["discount"],
                currency_id=self.company.currency_id,
            )
            for line in order
        ]
        tax._add_tax_details_in_base_lines(lines, self.company)
        tax._round_base_lines_tax_details(lines, self.company)
        for line in lines:
            details = line["tax_details"]
            value = details["total_excluded"] + details["delta_total_excluded"]
            yield [value, *(row["tax_amount"] for row in details["taxes_data"])]

    def test_random_orders(self):
        cents = 100
        for included in (False, True):
            rates = [
                self.taxes(duty, vat, included).ids
                for duty in (0, 5, 10, 20, 30)
                for vat in (7.5, 15)
            ]
            self.assertEqual({len(ids) for ids in rates}, {1, 2})
            taxes = self.env["account.tax"].browse(
                {one for ids in rates for one in ids}
            )
            orders = self.orders(random.Random(f"{included} 8"), rates)
            till = self.at_the_till(taxes, orders)
            self.assertEqual(len(till), len(orders))
            for order, told in zip(orders, till, strict=True):
                for line, found, known in zip(
                    order, told, self.on_the_server(order), strict=True
                ):
                    found = [round(amount * cents) for amount in found]
                    self.assertEqual(
                        found, [round(amount * cents) for amount in known], line
                    )
                    if included:
                        after = line["price"] * (1 - line["discount"] / 100)
                        total = self.company.currency_id.round(after * line["quantity"])
                        self.assertEqual(sum(found), round(total * cents), line)
