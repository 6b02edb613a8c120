"""The till, as a cashier uses it."""

from playwright.sync_api import expect

IDLE = "() => new Promise((done) => requestIdleCallback(() => done()))"


class Till:
    """One till in one browser; amounts are texts as the screen shows them."""

    def __init__(self, page, name="Till 367"):
        self.page = page
        self.name = name
        self.lines = page.locator(".order-container .orderline")

    def open(self, url, opening_cash="100"):
        """From the dashboard to an empty basket; opens the register when needed."""
        page = self.page
        page.goto(f"{url}/odoo/action-point_of_sale.action_pos_config_kanban")
        card = page.locator(".o_kanban_record", has_text=self.name)
        card.get_by_role("button", name="Open Register").or_(
            card.get_by_role("button", name="Continue Selling")
        ).click()
        page.locator(".pos .product-screen, .pos .login-overlay").first.wait_for()
        if page.locator(".login-overlay").is_visible():
            page.get_by_role("button", name="Open Register").click()
        dialog = page.locator(".modal", has_text="Opening Control")
        expect(dialog.or_(self.page.locator(".product-list")).first).to_be_visible()
        if dialog.is_visible():
            dialog.locator(".cash-input-sub-section input").fill(opening_cash)
            dialog.get_by_role("button", name="Open Register").click()
            expect(dialog).to_have_count(0)
        page.locator(".product-list .product").first.wait_for()

    def scan(self, barcode):
        """What a scanner does: fast keys and Enter, into no field in particular.

        Every key waits for the browser to take it, unlike those of a real scanner; a
        till still busy drawing would make the pauses of a person out of that.
        """
        self.page.evaluate(IDLE)
        self.page.keyboard.type(barcode)
        self.page.keyboard.press("Enter")

    def line(self, name):
        """The basket's line of a product."""
        return self.lines.filter(has=self.page.locator(".product-name", has_text=name))

    def total(self):
        """Locator of the basket's total."""
        return self.page.locator(".order-summary .total")

    def go_to_payment(self):
        """Press Pay."""
        self.page.locator(".product-screen .pay-order-button").click()
        self.page.locator(".payment-screen").wait_for()

    def pay(self, method, amount=None):
        """Add a payment: the given amount, or all that is still due."""
        page = self.page
        page.locator(".paymentmethods .paymentmethod", has_text=method).click()
        selected = page.locator(".paymentlines .paymentline.selected")
        expect(selected).to_contain_text(method)
        for key in amount or "":
            page.locator(".payment-screen .numpad").get_by_role(
                "button", name=key, exact=True
            ).click()
        if amount:
            expect(selected.locator(".payment-amount")).to_contain_text(amount)

    def enter_transaction(self, text, payer=""):
        """The id that the customer's phone shows, for the chosen payment."""
        page = self.page
        page.locator(".md-tender-ask").click()
        page.locator(".md-tender-id").fill(text)
        page.locator(".md-tender-payer").fill(payer)
        page.locator(".md-tender-confirm").click()
        expect(page.locator(".md-tender-taken")).to_contain_text(text)

    def payments(self):
        """Locator of the payment lines."""
        return self.page.locator(".paymentlines .paymentline")

    def validate(self):
        """Press Validate; return the moment of the click in seconds since 1970."""
        self.page.evaluate(
            "addEventListener('click', () => { window.mdClick = Date.now() },"
            " {capture: true, once: true})"
        )
        self.page.locator(".payment-screen .validation-button.next").click()
        self.page.locator(".receipt-screen").wait_for()
        return self.page.evaluate("window.mdClick") / 1000

    def sell_for_cash(self, barcode):
        """One piece for the right amount of cash, and a new basket."""
        self.scan(barcode)
        expect(self.lines).to_have_count(1)
        self.go_to_payment()
        self.pay("Cash")
        self.validate()
        self.page.locator(".receipt-screen .button.next[name=done]").click()
        expect(self.lines).to_have_count(0)
        self.page.locator(".product-list .product").first.wait_for()

    def receipt(self):
        """Locator of the printed receipt on the screen."""
        return self.page.locator(".receipt-screen .pos-receipt")

    def wait_until_synced(self):
        """Nothing is left to send to the server."""
        expect(self.page.locator(".status-buttons .fa-spin")).to_have_count(0)
        self.page.wait_for_function(
            "() => !posmodel.getPendingOrder().orderToCreate.length"
            " && !posmodel.syncingOrders?.size"
        )
        kept = self.page.locator(".md-outbox-status")
        expect(kept).to_have_attribute("data-count", "0", timeout=60_000)
