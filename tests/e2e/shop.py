"""The web shop, as a visitor without an account uses it."""

from playwright.sync_api import expect

ADDRESS = {
    "name": "Rahima Begum",
    "email": "rahima@customer.example",
    "phone": "+880 1711 000000",
    "street": "House 7, Road 27, Dhanmondi",
    "city": "Dhaka",
    "zip": "1209",
}


class Shop:
    """One visitor's browser on the shop."""

    def __init__(self, page, url):
        self.page = page
        self.url = url
        self.polls = []
        page.on("request", self._note_poll)

    def _note_poll(self, request):
        if request.url.endswith("/payment/status/poll"):
            self.polls.append(request)

    def search(self, words):
        """Look for ``words`` with the shop's search box; return the tiles found."""
        page = self.page
        page.goto(f"{self.url}/shop")
        box = page.locator("#o_wsale_container, main").locator("input[name=search]")
        box.first.fill(words)
        box.first.press("Enter")
        page.wait_for_url("**/shop?*search=*")
        return page.locator(".oe_product_cart")

    def open_product(self, name):
        """From the list to a product's page."""
        tile = self.page.locator(".oe_product_cart", has_text=name)
        tile.locator("a", has_text=name).first.click()
        expect(self.page.locator("h1")).to_contain_text(name)

    def add_to_cart(self, quantity):
        """Choose the quantity, add it, and go to the cart."""
        page = self.page
        page.locator("input[name=add_qty]").fill(str(quantity))
        page.locator("#add_to_cart").click()
        counter = page.locator("header .my_cart_quantity:visible").first
        expect(counter).to_have_text(str(quantity))
        page.goto(f"{self.url}/shop/cart")

    def fill_address(self):
        """From the cart to a saved address in Bangladesh."""
        page = self.page
        page.locator("a[name=website_sale_main_button]:visible").first.click()
        page.locator("#o_country_id").select_option(label="Bangladesh")
        for field, value in ADDRESS.items():
            page.locator(f"form.address_autoformat input[name={field}]").fill(value)
        page.locator("a[name=website_sale_main_button]:visible").first.click()

    def choose_delivery(self, name):
        """Choose how the goods come, if that is still to be chosen, and go on."""
        page = self.page
        page.wait_for_url("**/shop/checkout*")
        method = page.locator("[name=o_delivery_method]", has_text=name)
        method.locator("input[name=o_delivery_radio]").check()
        button = page.locator("a[name=website_sale_main_button]:visible").first
        expect(button).not_to_have_class("disabled")
        button.click()
        page.wait_for_url("**/shop/payment*")

    def pay_by_demo(self):
        """Pay with the demo provider; return (when confirming began, when it was done).

        The order is confirmed within the last request that asks how the payment went.
        """
        page = self.page
        radio = page.locator("input[name=o_payment_radio][data-provider-code=demo]")
        radio.first.check()
        page.locator("input[name=customer_input]:visible").fill("4242 4242 4242 4242")
        page.locator("button[name=o_payment_submit_button]:visible").first.click()
        page.wait_for_url("**/shop/confirmation*")
        timing = self.polls[-1].timing
        began = timing["startTime"]
        return began / 1000, (began + timing["responseEnd"]) / 1000

    def order_number(self):
        """The order's number on the confirmation page."""
        expect(self.page.locator("[name=order_confirmation]")).to_be_visible()
        return (
            self.page.locator("[name=order_name], h1, h2, h3, h4, h5")
            .filter(has_text="S0")
            .first.inner_text()
        )
