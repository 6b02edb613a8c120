"""What a newcomer sees: addresses, logins, and the data coming in."""

import subprocess
import tempfile

from . import odoo, paths, postgres, server, tls
from .ui import Fail, last_words, say, step

LOGINS = (
    ("admin", "configures everything, approves nothing"),
    ("manager", "own stores: sales, stock, purchases, prices, approvals"),
    ("cashier", "sells at the till"),
    ("warehouse", "receives, moves, counts"),
    ("support", "reads orders, receipts, deliveries, invoices"),
    ("auditor", "reads everything, changes nothing"),
)
FILL = "env['md.data.import'].run_and_report({kind!r})\n"
ACTIVE = "SELECT login FROM res_users WHERE active"
STATE = "SELECT state FROM md_data_import WHERE kind = '{kind}' ORDER BY id LIMIT 1"


def announce():
    """Print addresses and logins of the shop that runs."""
    now = server.running()
    base = f"{'https' if now['tls'] else 'http'}://{now['at']}:{now['port']}"
    say(f"Serving database {now['db']} (process {now['pid']}):")
    say(f"  Back office   {base}/odoo")
    say(f"  Till          {base}/odoo/action-point_of_sale.action_pos_config_kanban")
    say(f"  Web shop      {base}/shop")
    say("Logins (password = login; change them before you open it):")
    there = postgres.execute(ACTIVE, database=now["db"]).split()
    for login, does in LOGINS:
        if login in there:
            say(f"  {login:<10} {does}")
    if now["tls"]:
        say(f"Trust this authority on each till: {tls.authority()}")
    say(f"Log: {server.LOG.relative_to(paths.ROOT)}")


def fill(name, kind="slice"):
    """Load data of ``kind`` into ``name`` with visible progress; restartable."""
    if postgres.execute(STATE.format(kind=kind), database=name) == "done":
        say(f"Retail data ({kind}): already there")
        return
    going = step(f"Retail data ({kind}); Ctrl-C is safe, `make data` goes on")
    with going, tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            odoo.command("shell", "--log-level=error", database=name),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=odoo.environment(),
        )
        process.stdin.write(FILL.format(kind=kind))
        process.stdin.close()
        for line in process.stdout:
            say("  " + line.rstrip())
        if process.wait():
            errors.seek(0)
            words = last_words(errors.read(), process.returncode)
            raise Fail(
                f"Retail data cannot be loaded ({words})",
                "Run `make data` to go on where it ended",
            )
