"""Claims know whose goods they are: 0 means own goods.

As a default of the column: the journal refuses every UPDATE.
"""

TABLES = ("md_stock_counter", "md_stock_claim", "md_stock_journal", "md_pending_sale")


def migrate(cr, version):
    """Add the column to the tables that there are."""
    for table in TABLES:
        cr.execute("SELECT to_regclass(%s)", [table])
        if cr.fetchone()[0]:
            cr.execute(
                f"ALTER TABLE {table} "
                "ADD COLUMN IF NOT EXISTS owner_id int NOT NULL DEFAULT 0"
            )
            cr.execute(f"ALTER TABLE {table} ALTER owner_id DROP DEFAULT")
