"""Look for payment card numbers in a database and in files of lines."""

import importlib.util
import re
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path

import psycopg2
from psycopg2 import sql

from tools.stack import postgres

ROOT = Path(__file__).resolve().parents[2]
LIB = ROOT / "addons" / "md_inventory_core" / "lib"
# Enough digits for a card, alone or in groups: PostgreSQL sends only such rows.
DIGITS = r"[0-9]([ -]?[0-9]){13}"
TEXT_TYPES = ("text", "character varying", "character", "json", "jsonb", "xml", "ARRAY")
# What Odoo calls its e-mails: fifteen random digits, of which some look like a card.
MESSAGE_ID = re.compile(r"<[0-9]{15}\.[0-9]+\.[0-9]{15}-openerp-[^<>]*>")
COLUMNS = """
SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
  FROM information_schema.columns c
  JOIN information_schema.tables t USING (table_schema, table_name)
 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
   AND c.data_type IN %s
 GROUP BY c.table_name ORDER BY c.table_name
"""


def library():
    """The library that knows card numbers, read without Odoo."""
    if "md_card_lib" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "md_card_lib", LIB / "__init__.py", submodule_search_locations=[str(LIB)]
        )
        sys.modules["md_card_lib"] = importlib.util.module_from_spec(spec)
    return import_module("md_card_lib.card_numbers")


def cards_in(text):
    """Card numbers in a text, masked; those inside of words and decimals are none.

    Check sums and coordinates have so many digits that some look like a card.
    """
    text = MESSAGE_ID.sub("<>", text)
    return [
        f"{found.network} ****{found.last4}"
        for found in library().find_cards(text)
        if not re.search(r"[A-Za-z_/+=]$|[0-9]\.$", text[: found.start])
        and not re.match(r"[A-Za-z_/+=]", text[found.end :])
    ]


def connect(database):
    """Connection to a database of the stack."""
    settings = postgres.settings()
    return psycopg2.connect(
        host=settings["PGHOST"],
        port=settings["PGPORT"],
        user=settings["PGUSER"],
        password=settings["PGPASSWORD"],
        dbname=database,
    )


def tables(connection):
    """{table: [columns that hold text]}."""
    with connection.cursor() as cr:
        cr.execute(COLUMNS, [TEXT_TYPES])
        return dict(cr.fetchall())


def scan(database):
    """["table.column: visa ****1111"] of every card number in a database by name."""
    with closing(connect(database)) as connection:
        return scan_database(connection)


def scan_database(connection):
    """["table.column: visa ****1111"] of every card number in the database."""
    found = []
    with connection.cursor() as cr:
        for table, columns in tables(connection).items():
            cr.execute(_query(table, columns))
            for row in cr:
                found += [
                    f"{table}.{column}: {card}"
                    for column, value in zip(columns, row, strict=True)
                    for card in cards_in(value or "")
                ]
    return found


def scan_file(path):
    """["name:line: visa ****1111"] of every card number in a file of lines."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        return [
            f"{path.name}:{number}: {card}"
            for number, line in enumerate(lines, 1)
            if re.search(DIGITS, line)
            for card in cards_in(line)
        ]


def _query(table, columns):
    texts = [sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns]
    return sql.SQL("SELECT {} FROM {} WHERE concat_ws(chr(10), {}) ~ {}").format(
        sql.SQL(", ").join(texts),
        sql.Identifier(table),
        sql.SQL(", ").join(texts),
        sql.Literal(DIGITS),
    )
