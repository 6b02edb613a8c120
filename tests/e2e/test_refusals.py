"""What is refused is refused in every process at once, and is in the audit trail."""

import json

import pytest
import served
from rpc import Keyed, Refused, Session
from tools.stack import database, postgres

pytestmark = pytest.mark.e2e

NAME = "md_e2e_refusals"
NO_CRON = ("--max-cron-threads", "0")
ACCESS = "odoo.exceptions.AccessError"
INVALID = "odoo.exceptions.ValidationError"
MAKE_KEY = """
from datetime import datetime, timedelta
user = env['res.users'].search([('login', '=', {login!r})])
keys = env['res.users.apikeys'].with_user(user)
print(user.id, keys._generate('rpc', 'journey', datetime.now() + timedelta(1)))
env.cr.commit()
"""
EVENTS = """
SELECT coalesce(json_agg(json_build_object(
    'login', login, 'action', action, 'model', model, 'res_id', res_id,
    'after', after, 'reason', reason, 'origin', origin) ORDER BY id), '[]')
  FROM md_audit_event WHERE kind = 'refusal' AND id > {since}
"""


class Shop:
    """Two processes serve one database, as workers of a production server do."""

    def __init__(self, ports):
        self.one, self.two = (f"http://localhost:{port}" for port in ports)

    def session(self, login):
        """Somebody logged in; the session is good on both."""
        return Session(NAME).login(self.one, login)

    def refusals(self, since=0):
        """Refusals in the trail after event number ``since``."""
        return json.loads(postgres.execute(EVENTS.format(since=since), database=NAME))

    def last_event(self):
        """Number of the latest event."""
        query = "SELECT coalesce(max(id), 0) FROM md_audit_event"
        return int(postgres.execute(query, database=NAME))


@pytest.fixture(scope="module")
def shop(warm):
    """A shop without data, on two servers."""
    served.make_database(NAME)
    with (
        served.serve(NAME, *NO_CRON) as (one, log),
        served.serve(NAME, *NO_CRON) as (two, other_log),
    ):
        yield Shop((one, two))
    postgres.drop(NAME)
    for file in (log, other_log):
        site = served.Served(NAME, "", file)
        assert not site.log_errors()


@pytest.fixture
def since(shop):
    """Number of the latest event before the test."""
    return shop.last_event()


def refused(call, *args, **kwargs):
    """The error of a call that must fail."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


def test_role_removed_while_logged_in(shop, since):
    admin, cashier = shop.session("admin"), shop.session("cashier")
    for url in (shop.one, shop.two):
        assert cashier.call(url, "pos.order", "search_count", []) == 0
    assert shop.refusals(since) == []
    (role,) = admin.call(
        shop.one, "res.groups", "search", [("full_name", "=", "Retail Role / Cashier")]
    )
    user = [cashier.uid]
    admin.call(shop.one, "res.users", "write", user, {"group_ids": [(3, role)]})
    try:
        for url in (shop.two, shop.one):
            error = refused(cashier.call, url, "pos.order", "search_count", [])
            assert error.name == ACCESS
    finally:
        admin.call(shop.one, "res.users", "write", user, {"group_ids": [(4, role)]})
    events = shop.refusals(since)
    assert [(e["login"], e["action"], e["model"]) for e in events] == [
        ("cashier", "access.refused", "pos.order")
    ] * 2
    assert cashier.call(shop.two, "pos.order", "search_count", []) == 0


def test_every_road_is_recorded_once(shop, since):
    script = MAKE_KEY.format(login="warehouse")
    uid, key = database.script(NAME, script).split()[-2:]
    keyed = Keyed(shop.one, NAME, int(uid), key)
    model = "ir.config_parameter"
    session = shop.session("warehouse")
    refused(session.call, shop.one, model, "search_read", [])
    refused(keyed.xmlrpc, model, "search_read", [])
    refused(keyed.jsonrpc, model, "search_read", [])
    refused(keyed.json2, model, "search_read", domain=[])
    events = shop.refusals(since)
    assert [e["origin"] for e in events] == ["web", "api", "api", "api"]
    for event in events:
        assert event["login"] == "warehouse"
        assert (event["action"], event["model"]) == ("access.refused", model)
        after = json.loads(event["after"])
        assert after["operation"] == "read"
        assert after["called"] == f"{model}.search_read"
        assert "\n" not in event["reason"]


def test_record_rule_and_private_method(shop, since):
    session = shop.session("support")
    admin = shop.session("admin")
    settings = admin.call(
        shop.one, "res.users.settings", "search", [("user_id", "=", admin.uid)]
    ) or [admin.call(shop.one, "res.users.settings", "create", {"user_id": admin.uid})]
    write = ("res.users.settings", "write", settings, {"voice_active_duration": 1})
    assert refused(session.call, shop.one, *write).name == ACCESS
    assert refused(session.call, shop.one, "md.refusal", "note", "x").name == ACCESS
    rule, private = shop.refusals(since)
    assert (rule["model"], rule["res_id"]) == ("res.users.settings", settings[0])
    assert json.loads(private["after"])["called"] == "md.refusal.note"


def test_user_without_company_is_refused_in_one_line(shop, since):
    admin = shop.session("admin")
    vals = {"name": "Nobody", "login": "nobody", "company_ids": [(6, 0, [])]}
    error = refused(admin.call, shop.one, "res.users", "create", vals)
    assert error.name == INVALID
    assert error.message == (
        "Nobody needs a company that is in use: choose one as default company."
    )
    (event,) = shop.refusals(since)
    assert (event["login"], event["model"]) == ("admin", "res.users")
    assert event["reason"] == error.message


def test_two_duties_are_refused_and_recorded(shop, since):
    admin = shop.session("admin")
    names = ["Retail Role / Auditor", "Retail Role / Manager"]
    roles = admin.call(shop.one, "res.groups", "search", [("full_name", "in", names)])
    vals = {"name": "Kim", "login": "kim", "group_ids": [(6, 0, roles)]}
    error = refused(admin.call, shop.one, "res.users", "create", vals)
    assert error.message.startswith("Kim cannot be ")
    (event,) = shop.refusals(since)
    assert event["reason"] == error.message
    assert json.loads(event["after"])["operation"] == "roles"


def test_a_flood_is_told_once(shop, since):
    session = shop.session("support")
    for _ in range(40):
        refused(session.call, shop.two, "ir.rule", "search_read", [])
    actions = [event["action"] for event in shop.refusals(since)]
    assert actions == ["access.refused"] * 30 + ["access.refused_often"]


def test_what_is_allowed_is_no_refusal(shop, since):
    session = shop.session("manager")
    create = ("product.product", "create", {"name": "Tea", "barcode": "4006381333931"})
    session.call(shop.one, *create)
    error = refused(session.call, shop.one, *create)  # by a constraint, not a right
    assert error.name == INVALID
    assert shop.refusals(since) == []
