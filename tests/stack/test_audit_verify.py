"""`make audit-verify`: says that the chain is whole, or names its first broken link."""

import pytest
from tools.stack import postgres
from tools.stack.database import fresh

NAME = "md_verify"
CHANGE = """
product = env['product.template'].create({'name': 'Tea', 'list_price': 1})
for price in (2, 3, 4):
    product.list_price = price
    env.cr.commit()
print(product.id)
"""
FORGE = """
ALTER TABLE md_audit_event DISABLE TRIGGER md_audit_event_append_only;
UPDATE md_audit_event SET after = '{"list_price":1.5}'
 WHERE after = '{"list_price":3.0}';
ALTER TABLE md_audit_event ENABLE ALWAYS TRIGGER md_audit_event_append_only;
"""
LINK = """
SELECT l.id FROM md_audit_link l JOIN md_audit_event e ON e.id = l.event_id
 WHERE e.after = '{"list_price":1.5}'
"""


@pytest.fixture
def database():
    """A database with a few audited changes."""
    fresh(NAME)
    yield NAME
    postgres.drop(NAME)


def test_whole_chain_then_forged_one(make, database):
    assert make("shell", DB=NAME, stdin=CHANGE)[0] == 0
    status, out, errors = make("audit-verify", DB=NAME)
    assert (status, errors) == (0, [])
    events = int(postgres.execute("SELECT count(*) FROM md_audit_event", database=NAME))
    assert f"Audit chain unbroken: {events} events" in out
    head = postgres.execute(
        "SELECT id || ' ' || hash FROM md_audit_link ORDER BY id DESC LIMIT 1",
        database=NAME,
    )
    assert f"Head: {head.strip()}" in out

    # plain SQL is refused, in one line that says so
    status, _out, errors = make(
        "sql", DB=NAME, stdin="UPDATE md_audit_event SET reason = 'x';\n"
    )
    assert status != 0
    assert "md_audit_event is append-only: UPDATE was refused" in errors[0]

    postgres.execute(FORGE, database=NAME)
    seq = postgres.execute(LINK, database=NAME).strip()
    status, _out, errors = make("audit-verify", DB=NAME)
    assert status != 0
    assert len(errors) == 1
    assert f"The audit chain is broken at link {seq} (event" in errors[0]
