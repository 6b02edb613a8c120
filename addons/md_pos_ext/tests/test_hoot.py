from odoo.tests import HttpCase, no_retry, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

# A service worker of the test page that cannot be fetched: not a test's failure.
HARMLESS = "Could not get content"


def suite_id(name):
    """The number under which hoot knows a suite."""
    number = 0
    for character in name:
        number = ((number << 5) - number + ord(character)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    """JavaScript units of our addons, in a real browser."""

    def run_suite(self, addon):
        """Run all units of an addon; fail when one fails or none is found."""
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={suite_id('@' + addon)}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: (
                unit_test_error_checker(message) and HARMLESS not in message
            ),
        )

    @no_retry
    def test_units_of_the_core(self):
        self.run_suite("md_inventory_core")

    @no_retry
    def test_units_of_the_till(self):
        self.run_suite("md_pos_ext")
