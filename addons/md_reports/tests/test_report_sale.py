from odoo.tests import tagged

from .common import SaleCase


@tagged("post_install", "-at_install")
class TestReportSale(SaleCase):
    """Which sales are listed, as what, for how much."""

    def assert_row(self, order, **expected):
        row = self.rows(order)
        self.assertEqual(len(row), 1)
        self.assertEqual({name: row[name] for name in expected}, expected)
        self.assertEqual(row.company_id, self.env.company)
        self.assertEqual(row.currency_id, self.env.company.currency_id)
        self.assertEqual(row.partner_id, self.partner)

    def test_receipt_of_a_till(self):
        order = self.till_order(quantity=3)
        self.assert_row(
            order,
            name=order.pos_reference,
            source="till",
            place="Till R",
            amount_total=300,
            warehouse_id=self.warehouse,
            date_order=order.date_order,
        )

    def test_order_of_the_desk(self):
        order = self.desk_order(quantity=2)
        order.action_confirm()
        self.assert_row(
            order,
            name=order.name,
            source="desk",
            place=False,
            amount_total=200,
            warehouse_id=self.warehouse,
        )

    def test_order_of_the_web_shop(self):
        self.product.allow_out_of_stock_order = True
        order = self.desk_order(website_id=self.website.id)
        order.action_confirm()
        self.assert_row(order, source="web", place=self.website.name, amount_total=100)

    def test_refund_is_a_negative_row_of_its_own(self):
        sale = self.till_order(quantity=2)
        refund = self.till_order(quantity=-2)
        self.assert_row(refund, source="till", amount_total=-200)
        both = self.rows(sale | refund)
        self.assertEqual(sum(both.mapped("amount_total")), 0)

    def test_what_is_not_yet_or_no_longer_sold_is_missing(self):
        sold = self.desk_order()
        sold.action_confirm()
        self.assertTrue(self.rows(sold))
        sold._action_cancel()
        quotation = self.desk_order()
        sent = self.desk_order()
        sent.action_quotation_sent()
        draft = self.till_order(state="draft")
        self.assertEqual(draft.state, "draft")
        cancelled = self.till_order(state="draft")
        cancelled.action_pos_order_cancel()
        for order in (sold, quotation, sent, draft, cancelled):
            self.assertFalse(self.rows(order), order.state)

    def test_receipt_stays_when_its_session_is_closed(self):
        order = self.till_order()
        self.session.post_closing_cash_details(100)
        self.session.close_session_from_ui()
        self.assertEqual(order.state, "done")
        self.assert_row(order, source="till", amount_total=100)

    def test_amounts_are_in_the_currency_of_the_company(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "name": "2020-01-01", "rate": 0.01}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Dollars", "currency_id": dollar.id}
        )
        order = self.desk_order(pricelist_id=pricelist.id)
        order.action_confirm()
        self.assertEqual((order.currency_id, order.amount_total), (dollar, 100))
        self.assertEqual(round(self.rows(order).amount_total, 2), 10_000)

    def test_ids_of_the_two_sources_never_meet(self):
        orders = [self.till_order(), self.desk_order()]
        orders[1].action_confirm()
        ids = [self.rows(order).id for order in orders]
        self.assertEqual([number % 2 for number in ids], [0, 1])
        self.assertEqual(ids, [self.rows(order).id for order in orders])

    def test_row_opens_what_it_stands_for(self):
        desk = self.desk_order()
        desk.action_confirm()
        for order in (self.till_order(), desk):
            action = self.rows(order).action_open_source()
            self.assertEqual(
                (action["res_model"], action["res_id"]), (order._name, order.id)
            )
