"""The bench works from end to end, at tiny size, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from tests.bench import databases
from tests.bench.sweep import birth
from tools.stack import odoo, paths, postgres

pytestmark = pytest.mark.bench


def command(*words):
    """A bench with one cheap case."""
    return [sys.executable, "-m", "tests.bench", "--case", "product_create", *words]


def run(*words):
    """Run it to its end."""
    return subprocess.run(
        command(*words), cwd=paths.ROOT, capture_output=True, text=True, check=False
    )


def left_over():
    """Temporary databases that are still there."""
    return [name for name in databases.TEMPORARY if postgres.exists(name)]


def test_quick_run_gives_ratios(tmp_path):
    output = tmp_path / "bench.json"
    done = run("--quick", "--rounds", "2", "--output", str(output))
    assert done.returncode == 0, done.stderr
    result = json.loads(output.read_text(encoding="utf-8"))
    assert result["quick"] is True
    assert "point_of_sale" in result["modules"]
    assert not [name for name in result["modules"] if name.startswith("md_")]
    [case] = result["cases"]
    assert (case["name"], case["rounds"], len(case["pairs"])) == (
        *("product_create", 2, 2),
    )
    for figure in ("ms", "per_s", "cpu_ms", "queries"):
        found = case["figures"][figure]
        assert found["plain"] > 0 and found["ours"] > 0
        assert found["low"] <= found["ratio"] <= found["high"]
    for plain, ours in case["pairs"]:
        assert plain["ms"] * plain["per_s"] == pytest.approx(1000)
        assert ours["queries"] >= plain["queries"] > 1
    assert "product_create" in done.stdout
    assert left_over() == []
    assert postgres.exists("md_bench_plain_template")


def test_quick_reconciliation(tmp_path):
    output = tmp_path / "bench.json"
    words = ("--case", "reconcile_small", "--quick", "--output", str(output))
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", *words],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [case] = json.loads(output.read_text(encoding="utf-8"))["cases"]
    assert "error" not in case
    assert case["pairs"][0][1]["rows"] > 60_000, "counters, claims, entries, moves"


def test_plain_does_not_see_our_addons():
    assert str(paths.ROOT / "addons") in odoo.arguments("x")
    assert str(paths.ROOT / "addons") not in odoo.arguments("x", ours=False)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_an_ended_bench_leaves_nothing_behind(sign):
    bench = subprocess.Popen(
        command("--rounds", "1000"),
        cwd=paths.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        # whoever runs the tests in the background may have made us deaf to it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    for line in bench.stderr:
        if "product_create: 1000 pairs" in line:
            break
    until = time.monotonic() + 60
    while len(children(bench.pid)) < 3 and time.monotonic() < until:
        time.sleep(0.1)
    known = [(pid, birth(pid)) for pid in children(bench.pid)]
    assert len(known) == 3, "the sweeper and a process for each side"
    second = run("--quick")
    assert second.returncode == 1
    assert "Another bench is at work" in second.stderr
    os.kill(bench.pid, sign)
    bench.stderr.close()
    assert bench.wait(timeout=60) != 0
    until = time.monotonic() + 60
    while any(birth(pid) == began for pid, began in known) and time.monotonic() < until:
        time.sleep(0.1)
    assert [pid for pid, began in known if birth(pid) == began] == []
    assert left_over() == []


def children(pid):
    """Processes that ``pid`` started."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as stream:
        return [int(word) for word in stream.read().split()]
