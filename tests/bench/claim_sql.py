"""The statements of a claim as a script for pgbench."""

import ast

from tools.stack import paths

SERVICES = paths.ROOT / "addons" / "md_inventory_core"


def statements():
    """The constants of our SQL modules by name, without Odoo."""
    known = {}
    for file in ("lib/claims/sql.py", "services/claim_sql.py"):
        tree = ast.parse((SERVICES / file).read_text(encoding="utf-8"))
        wanted = [node for node in tree.body if not isinstance(node, ast.ImportFrom)]
        code = compile(ast.Module(wanted, []), file, "exec")
        exec(code, known)
    return known


def script(place, skus, lines):
    """One transaction of `md.claim.store` for random products."""
    sql = statements()
    last = place["first"] + skus - lines
    ids = f"ARRAY(SELECT generate_series(:p, :p + {lines - 1}))::int[]"

    def repeat(value, kind):
        return f"array_fill({value}::{kind}, ARRAY[{lines}])"

    key = "'p:' || :client_id || ':' || :r"
    values = {
        "products": ids,
        "warehouses": repeat(place["warehouse"], "int"),
        "owners": repeat(0, "int"),
        "pools": repeat(0, "int"),
        "moves": "ARRAY[]::int[]",
        "key": key,
        "until": "NULL",
        "channel": "0",
        "kind": "'hold'",
        "seconds": "1800",
        "quantities": repeat(1, "numeric"),
    }
    lock = sql["LOCK_SQL"] % {**values, "keys": f"ARRAY[{key}]"}
    ground = sql["GROUND_SQL"] % values
    take = sql["TAKE_SQL"] % {**values, "keys": repeat(f"({key})", "varchar")}
    return "\n".join(
        [
            "\\set r random(1, 1000000000000)",
            f"\\set p random({place['first']}, {last})",
            "BEGIN;",
            "SELECT set_config('lock_timeout', '2s', true);",
            *(" ".join(text.split()) + ";" for text in (lock, ground, take)),
            "COMMIT;",
            "",
        ]
    )
