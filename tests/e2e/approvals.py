"""Approvals: who asks, who decides, and the PIN on the asker's screen."""

from backoffice import BackOffice
from playwright.sync_api import expect


class Approvals(BackOffice):
    """Retail / Approvals and Retail / My Requests."""

    def open_requests(self):
        """The asker's own requests, by the menus."""
        self.open_app("Retail")
        self.open_section("My Requests")

    def open_approvals(self):
        """What waits for a manager, by the menus."""
        self.open_app("Retail")
        self.open_section("Approvals")

    def ask_for_price(self, product, price, reason):
        """Fill the dialog and ask; the request is shown then."""
        page = self.page
        page.get_by_role("button", name="Change a Price").first.click()
        dialog = page.locator(".modal")
        dialog.locator("[name=product_id] input").fill(product)
        page.locator(".o-autocomplete--dropdown-item", has_text=product).first.click()
        # the present price tells that the product has arrived
        expect(dialog.locator("[name=old_price]")).not_to_have_text("0.00")
        dialog.locator("[name=price] input").fill(price)
        dialog.locator("[name=reason] input").fill(reason)
        dialog.get_by_role("button", name="Ask for Approval").click()
        expect(dialog).to_have_count(0)
        expect(self.status()).to_have_text("Waiting")

    def card(self, subject):
        """Locator of a request's card."""
        return self.page.locator(".o_kanban_record:not(.o_kanban_ghost)").filter(
            has_text=subject
        )

    def decide(self, subject, verdict, remark):
        """Approve or Refuse on the card, with a remark."""
        self.card(subject).get_by_role("button", name=verdict).click()
        dialog = self.page.locator(".modal")
        dialog.locator("[name=reason] input").fill(remark)
        dialog.locator("footer").get_by_role("button", name=verdict).click()
        expect(dialog).to_have_count(0)

    def status(self):
        """Locator of the state that the form shows as current."""
        return self.page.locator(".o_statusbar_status .o_arrow_button_current")

    def press(self, name):
        """Press a button of the form."""
        self.page.locator(".o_statusbar_buttons").get_by_role(
            "button", name=name
        ).click()

    def open_pin_dialog(self):
        """The dialog that a manager types into on this screen."""
        self.press("Manager's PIN")
        dialog = self.page.locator(".modal")
        expect(dialog.locator("[name=pin] input")).to_be_visible()
        return dialog

    def tap_pin(self, dialog, login, pin):
        """Type the login, tap the PIN on the big keys, and approve."""
        dialog.locator("[name=who] input").fill(login)
        field = dialog.locator("[name=pin] input")
        field.fill("")
        for digit in pin:
            dialog.locator(".o_md_pin_keys").get_by_role(
                "button", name=digit, exact=True
            ).click()
        expect(field).to_have_value(pin)
        dialog.get_by_role("button", name="Approve").click()

    def set_pin(self, password, pin):
        """Under Preferences, after the password."""
        page = self.page
        # the first screen, when it comes, would close the dialog again
        expect(
            page.locator(".o_action_manager .o_last_breadcrumb_item")
        ).to_be_visible()
        page.locator(".o_user_menu button").click()
        page.get_by_role("menuitem", name="Preferences").click()
        page.get_by_role("tab", name="Security").click()
        page.get_by_role("button", name="Set PIN or badge").click()
        check = page.locator(".modal", has_text="Access Control")
        check.locator("[name=password] input").fill(password)
        check.get_by_role("button", name="Confirm Password").click()
        dialog = page.locator(".modal", has_text="PIN and Badge")
        for field in ("pin", "confirmation"):
            dialog.locator(f"[name={field}] input").fill(pin)
        dialog.get_by_role("button", name="Set PIN").click()
        expect(self.notes("Your PIN is set")).to_be_visible()

    def notes(self, text):
        """Locator of the notes in the corner that say ``text``."""
        return self.page.locator(".o_notification", has_text=text)
