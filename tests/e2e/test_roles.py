"""Six logins: each sees the menus of its role, and the server insists on it."""

from dataclasses import dataclass

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Role:
    """What a login lands on, sees in the home menu and under Retail, and may read.

    Exactly so; `docs/roles.yaml` is the source.
    """

    login: str
    home: str
    apps: set
    retail: list
    reads: tuple
    reads_not: tuple


ROLES = (
    Role(
        "cashier",
        home="Point of Sale",
        apps={"Retail", "Point of Sale"},
        retail=["My Requests"],
        reads=("pos.order",),
        reads_not=("md.report.sale", "md.sale.history", "md.data.import"),
    ),
    Role(
        "warehouse",
        home="Live Stock",
        apps={"Retail", "Inventory"},
        retail=["My Requests", "Live Stock", "Products", "Promises", "Pools"],
        reads=("stock.quant",),
        reads_not=("md.report.sale", "md.sale.history", "md.data.import"),
    ),
    Role(
        "support",
        home="Sales Orders",
        apps={"Retail"},
        retail=[
            *("My Requests", "Products", "Promotions", "Promises", "Pools", "Orders"),
            "Taxes",
        ],
        reads=("sale.order", "pos.order", "stock.picking", "account.move"),
        reads_not=("md.report.sale", "purchase.order", "md.data.import"),
    ),
    Role(
        "manager",
        home="All Sales",
        apps={"Retail", "Point of Sale", "Website", "Purchase", "Inventory"},
        retail=[
            *(
                "All Sales",
                "Approvals",
                "My Requests",
                "Live Stock",
                "Products",
                "Promotions",
                "Promises",
                "Pools",
                "Orders",
            ),
            *("Taxes", "Imported Sales", "Audit"),
        ],
        reads=("stock.quant", "md.report.sale", "md.sale.history"),
        reads_not=("md.data.import", "ir.config_parameter"),
    ),
    Role(
        "auditor",
        home="Audit Trail",
        apps={
            *("Retail", "Point of Sale", "Invoicing", "Purchase", "Inventory"),
            "Settings",
        },
        retail=[
            *(
                "All Sales",
                "Approvals",
                "Live Stock",
                "Products",
                "Promotions",
                "Promises",
                "Pools",
                "Orders",
                "Taxes",
                "Imported Sales",
            ),
            "Audit",
        ],
        reads=("md.audit.event", "md.data.import", "account.move", "ir.rule"),
        reads_not=("ir.config_parameter", "payment.provider"),
    ),
    Role(
        "admin",
        home="All Sales",
        apps={
            *("Retail", "Discuss", "Dashboards", "Point of Sale", "Invoicing"),
            *("Website", "Purchase", "Inventory", "Manufacturing"),
            *("Apps", "Settings"),
        },
        retail=[
            "All Sales",
            "Products",
            "Promotions",
            "Promises",
            "Pools",
            "Taxes",
            "Imported Sales",
            "Audit",
            "Configuration",
        ],
        reads=("stock.quant", "md.report.sale", "md.data.import"),
        reads_not=("md.approval.wizard",),
    ),
)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.login)
def test_role_sees_its_menus_and_reads_its_data(people, site, role):
    office = BackOffice(people.login(role.login), site.url)
    expect(office.title()).to_have_text(role.home)
    assert set(office.apps()) == role.apps
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
