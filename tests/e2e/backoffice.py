"""The back office: menus, live lists and the retail data import."""

import json

from playwright.sync_api import expect

# Notes when a cell's text first became what is waited for, on the browser's own clock.
WATCH = """
([column, key]) => {
    const seen = (window.mdSeen ??= {});
    const look = () => {
        const cell = document.querySelector(`.o_data_row td[name="${column}"]`);
        const text = cell?.textContent.trim();
        if (text && !(`${key}=${text}` in seen)) {
            seen[`${key}=${text}`] = Date.now();
        }
    };
    look();
    new MutationObserver(look).observe(document.body, {
        childList: true, subtree: true, characterData: true,
    });
}
"""


class BackOffice:
    """One logged-in user's browser."""

    def __init__(self, page, url):
        self.page = page
        self.url = url

    def apps(self):
        """Names of the apps in the home menu."""
        page = self.page
        page.locator(".o_navbar_apps_menu button").click()
        entries = page.locator(".o-dropdown--menu .o_app")
        entries.first.wait_for()
        names = [text.strip() for text in entries.all_inner_texts()]
        page.keyboard.press("Escape")
        expect(entries).to_have_count(0)
        return names

    def open_app(self, name):
        """Open an app by the home menu."""
        self.page.locator(".o_navbar_apps_menu button").click()
        app = self.page.locator(".o-dropdown--menu .o_app")
        app.get_by_text(name, exact=True).click()
        expect(self.page.locator(".o_menu_brand")).to_have_text(name)

    def title(self):
        """Locator of the name of the open screen."""
        return self.page.locator(".o_last_breadcrumb_item, .o_breadcrumb .active").first

    def sections(self):
        """Names of the menus of the open app."""
        menus = self.page.locator(".o_menu_sections > *")
        menus.first.wait_for()
        return [text.strip() for text in menus.all_inner_texts() if text.strip()]

    def open_section(self, name, entry=None):
        """Open a menu of the app, or an entry below it."""
        self.page.locator(".o_menu_sections > *", has_text=name).first.click()
        if entry:
            entries = self.page.locator(".o-dropdown--menu")
            entries.get_by_text(entry, exact=True).click()
        current = self.page.locator(".o_last_breadcrumb_item, .o_breadcrumb .active")
        expect(current.first).to_have_text(entry or name)

    def rows(self):
        """Locator of a list's rows."""
        return self.page.locator(".o_data_row")

    def filter_by(self, text):
        """Search a list for ``text`` in its default field."""
        box = self.page.locator(".o_searchview_input")
        box.fill(text)
        # Enter does nothing before the proposals are there
        proposals = self.page.locator(".o_searchview_autocomplete")
        expect(proposals.get_by_text(text).first).to_be_visible()
        box.press("Enter")
        self.page.locator(".o_searchview_facet", has_text=text).wait_for()

    def show_all(self):
        """Take the filter away again."""
        self.page.locator(".o_searchview_facet .o_facet_remove").click()
        expect(self.page.locator(".o_searchview_facet")).to_have_count(0)
        expect(self.rows().nth(1)).to_be_visible()

    def watch(self, *columns):
        """Begin to note when cells of the first row change."""
        for column in columns:
            self.page.evaluate(WATCH, [column, column])

    def wait_seen(self, column, text):
        """Wait until the first row shows ``text``; return since when it does."""
        key = json.dumps(f"{column}={text}")
        self.page.wait_for_function(f"() => {key} in window.mdSeen", timeout=10_000)
        return self.page.evaluate(f"window.mdSeen[{key}]") / 1000

    def cell(self, column, row=0):
        """Locator of one cell."""
        return self.rows().nth(row).locator(f"td[name={column}]")

    def call(self, model, method, *args, **kwargs):
        """Call the server as this user, as the client does; return its answer."""
        reply = self.page.request.post(
            f"{self.url}/web/dataset/call_kw/{model}/{method}",
            data={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "model": model,
                    "method": method,
                    "args": args,
                    "kwargs": kwargs,
                },
            },
        )
        return reply.json()


class RetailData(BackOffice):
    """The screen under Retail / Configuration / Retail Data."""

    def open(self):
        """By the menus, as an administrator finds it."""
        self.open_app("Retail")
        self.open_section("Configuration", "Retail Data")
        expect(self.page.locator(".o_breadcrumb")).to_contain_text("Retail Data")

    def new(self, **sizes):
        """Fill a new import's form and save it."""
        page = self.page
        page.locator(".o_list_button_add").click()
        for field, value in sizes.items():
            page.locator(f"div[name={field}] input").fill(str(value))
        page.locator(".o_form_button_save").click()
        expect(page.locator(".o_form_button_save")).to_be_hidden()

    def press(self, name):
        """Press a button of the form."""
        self.page.locator(f".o_statusbar_buttons button[name={name}]").click()

    def state(self):
        """Locator of the state that the form shows as current."""
        return self.page.locator(".o_statusbar_status .o_arrow_button_current")

    def progress(self):
        """Locator of the progress bar."""
        return self.page.locator("div[name=progress]")
