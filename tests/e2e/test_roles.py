"""Four logins: each sees the menus of its role, and the server insists on it."""

from dataclasses import dataclass, field

import pytest
from backoffice import BackOffice

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Role:
    """What a login sees in the home menu and under Retail, and what it may read."""

    login: str
    apps: set
    no_apps: set
    retail: list = field(default_factory=list)
    reads: tuple = ()
    reads_not: tuple = ()


ROLES = (
    Role(
        "cashier",
        apps={"Point of Sale"},
        no_apps={"Retail", "Inventory", "Purchase", "Settings"},
        reads=("pos.order",),
        reads_not=("md.report.sale", "md.sale.history", "md.data.import"),
    ),
    Role(
        "warehouse",
        apps={"Retail", "Inventory", "Purchase"},
        no_apps={"Point of Sale", "Settings"},
        retail=["Live Stock"],
        reads=("stock.quant",),
        reads_not=("md.report.sale", "md.sale.history", "md.data.import"),
    ),
    Role(
        "manager",
        apps={"Retail", "Point of Sale", "Inventory", "Purchase"},
        no_apps={"Settings"},
        retail=["All Sales", "Live Stock", "Imported Sales"],
        reads=("stock.quant", "md.report.sale", "md.sale.history"),
        reads_not=("md.data.import",),
    ),
    Role(
        "admin",
        apps={"Retail", "Point of Sale", "Inventory", "Purchase", "Settings"},
        no_apps=set(),
        retail=["All Sales", "Live Stock", "Imported Sales", "Configuration"],
        reads=("stock.quant", "md.report.sale", "md.sale.history", "md.data.import"),
    ),
)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.login)
def test_role_sees_its_menus_and_reads_its_data(people, site, role):
    office = BackOffice(people.login(role.login), site.url)
    apps = set(office.apps())
    assert role.apps <= apps
    assert not role.no_apps & apps
    if role.retail:
        office.open_app("Retail")
        assert office.sections() == role.retail
    for model in role.reads:
        answer = office.call(model, "search_read", fields=["id"], limit=1)
        assert "result" in answer, model
    for model in role.reads_not:
        answer = office.call(model, "search_read", fields=["id"], limit=1)
        assert answer["error"]["data"]["name"] == "odoo.exceptions.AccessError", model


def test_wrong_password_stays_outside(people, site):
    page = people.visitor()
    page.goto(f"{site.url}/web/login")
    form = page.locator(".oe_login_form")
    form.locator("[name=login]").fill("manager")
    form.locator("[name=password]").fill("not-this-one")
    form.get_by_role("button", name="Log in").click()
    page.locator(".alert-danger").wait_for()
    page.goto(f"{site.url}/odoo/all-sales")
    assert "/web/login" in page.url
