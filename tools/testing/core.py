"""`make test-core`: Odoo's own suites on plain Odoo and on ours, compared.

Some of Odoo's tests fail on any database that has many modules, or without its test
runner; therefore only what fails on ours and not on plain tells something. A test that
differs is run again alone before it counts: browser tests are impatient.
"""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench import databases

from tools.stack import odoo, paths, postgres
from tools.stack.ui import Fail, say

from . import layers

# What our addons extend, and what stands on it.
SUITES = (
    *("base", "web", "bus", "mail", "rpc", "auth_totp", "auth_totp_mail"),
    *("auth_timeout", "auth_passkey", "auth_signup", "resource"),
    *("product", "stock", "product_expiry", "stock_account", "stock_delivery"),
    *("account", "sale", "sale_stock", "sale_purchase", "purchase", "purchase_stock"),
    *("point_of_sale", "payment", "delivery"),
    *("website_sale", "website_sale_stock"),
)
# Tests that our addons fail on purpose, and why.
MEANT = {
    "TestCompany.test_check_active": (
        "expects core's words where ours name the user, say what to do and are recorded"
    ),
    "TestUsers2.test_write_group_ids_performance": (
        "counts queries of a change of rights, which ours also records"
    ),
    "TestWebsiteSaleStockDeliveryController"
    ".test_validate_payment_with_no_available_delivery_method": (
        "orders a new product that is not in stock, which ours does not sell by default"
    ),
    **dict.fromkeys(
        (
            "TestPointOfSaleFlow.test_order_partial_refund",
            "TestPointOfSaleFlow.test_order_refund",
            "TestPointOfSaleFlow.test_refund_multiple_payment_rounding",
        ),
        "gives more cash back than was paid in cash, for which ours asks a reason",
    ),
}
PORTS = {"plain": 8271, "ours": 8272}
# Hours of browser by themselves; run when named, as in "point_of_sale/test_frontend".
LEFT_OUT = ("test_js.py", "test_click_everywhere.py", "test_frontend.py")
TRIES = 3
PATIENCE = 60 * 60  # seconds for one suite on one side


def suite_files(name):
    """Files of a module's tests, or the one of "module/file".

    :raises Fail: for what Odoo does not have
    """
    module, _slash, one = name.partition("/")
    folder = paths.odoo_source() / "odoo" / "addons" / module / "tests"
    files = sorted(
        str(path)
        for path in folder.glob(f"{one or 'test_*'}.py")
        if one or path.name not in LEFT_OUT
    )
    if not files:
        raise Fail(f"Odoo has no tests of {name}", f"Choose among {', '.join(SUITES)}")
    return files


def run(side, title, words):
    """Run tests on a side in a process of its own; return a layers.Result."""
    config = paths.STATE / f"core-{side.name}.conf"
    odoo.write_config(config, side.database)
    text = config.read_text(encoding="utf-8")
    if not side.ours:
        text = "".join(
            row for row in text.splitlines(True) if not row.startswith("addons_path")
        )
    config.write_text(f"{text}http_port = {PORTS[side.name]}\n", encoding="utf-8")
    title = title.replace("/", "-")
    report = layers.RESULTS / f"core-{title}-{side.name}.xml"
    report.unlink(missing_ok=True)
    log = paths.LOGS / f"core-{title}-{side.name}.log"
    call = [
        *(str(paths.PYTHON), "-m", "pytest", "-q", f"--junitxml={report}"),
        *("-o", "junit_family=xunit1", "-o", "addopts=-p no:cacheprovider"),
        *("-c", "/dev/null", "--rootdir", str(paths.odoo_source())),
        *("--odoo-http", f"--odoo-database={side.database}"),
        *(f"--odoo-config={config}", *words),
    ]
    env = {**odoo.environment(), "PGDATABASE": side.database}
    with log.open("w", encoding="utf-8") as output:
        try:
            subprocess.run(
                call,
                cwd=paths.odoo_source(),
                env=env,
                check=False,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            say(f"{title} on {side.name}: not done after {PATIENCE} s")
    return layers.read_junit(title, report)


def both(title, words):
    """{side name: layers.Result}, run side by side."""
    with ThreadPoolExecutor(2) as pool:
        runs = {s.name: pool.submit(run, s, title, words) for s in databases.SIDES}
    return {name: future.result() for name, future in runs.items()}


def only_ours(found):
    """Titles of tests that failed on ours and not on plain, sorted."""
    plain, ours = (set(found[name].failures) for name in ("plain", "ours"))
    meant = {t for t in ours if ".".join(t.split(".")[-2:]) in MEANT}
    return sorted(ours - plain - meant)


def again(suite, titles):
    """Run tests on ours again, alone, at most TRIES times; return what always fails."""
    files = {Path(file).stem: file for file in suite_files(suite)}
    side = next(side for side in databases.SIDES if side.ours)
    for number in range(TRIES):
        words = []
        for title in titles:
            *_package, module, case, method = title.split(".")
            if module not in files:  # not a test's title but what went wrong before
                return titles
            words.append(f"{files[module]}::{case}::{method}")
        titles = sorted(run(side, f"{suite}-again-{number}", words).failures)
        if not titles:
            break
    return titles


def compare(suite):
    """Run a suite on both sides; return its line of the report and what differs."""
    began = time.monotonic()
    found = both(suite, suite_files(suite))
    differing = only_ours(found)
    if differing:
        differing = again(suite, differing)
    plain, ours = found["plain"], found["ours"]
    row = (
        f"{suite:<20} {plain.passed:6d} {plain.failed:6d} {ours.passed:6d} "
        f"{ours.failed:6d} {len(differing):6d} {time.monotonic() - began:8.0f}"
    )
    print(row, flush=True)
    return row, differing


def main(words):
    """Compare suites (all when none is named); return the exit status."""
    suites = words or SUITES
    for suite in suites:
        suite_files(suite)  # a wrong name is told before the work begins
    databases.prepare()
    for side in databases.SIDES:
        layers.cure_assets(side.database)
        # our demo company mails later, by core's own setting; core's tests look at once
        postgres.execute(
            "DELETE FROM ir_config_parameter WHERE key = 'sale.async_emails'",
            database=side.database,
        )
    # two products with one SKU, as core's tests make them, are an owner's choice
    postgres.execute(
        "UPDATE res_company SET md_unique_sku = FALSE", database=databases.OURS
    )
    print(f"{'suite':<20}  plain failed   ours failed  worse  seconds")
    rows = [compare(suite) for suite in suites]
    worse = [f"{title}" for _row, differing in rows for title in differing]
    for title in worse:
        print(f"WORSE {title}")
    for side in databases.SIDES:
        postgres.drop(side.database)
    return 1 if worse else 0
