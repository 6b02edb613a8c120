"""Promotions: 200 lines under 500 promotions, and how far from the best they end.

Plain Odoo has nothing to compare with: its loyalty programs do not finish this in 300
seconds. So the plain side does nothing, and what counts is the most that ours may take.
"""

import json
import subprocess
import sys
import time
from math import ceil

from tools.lint import find_node
from tools.stack import paths

from ..case import Case
from ..promo_case import NOW, baskets, key_presses, make

RUNS = 40  # in each of five rounds
LINES, PROMOTIONS = 200, 500
DENSE = (
    600  # products; with 60 promotions as many of them on a line as in the large case
)
PAGE = """async ([work, engine]) => {
    const { times } = await import("/tests/bench/promotions_speed.mjs");
    const { evaluate } = await import(engine);
    return times(evaluate, work);
}"""
ENGINE = "/addons/md_pos_ext/static/src/app/utils/promotions.js"
KINDS = {".mjs": "text/javascript", ".js": "text/javascript"}
NOTHING = {"ms": 0.0}


def engine():
    """`evaluate` of core, without Odoo."""
    sys.path.insert(0, str(paths.ROOT / "tests" / "unit"))
    try:
        import conftest  # noqa: F401 - mounts md_pure
        from md_pure.md_inventory_core.promotions import evaluate
    finally:
        sys.path.pop(0)
    return evaluate


def work(full=0, line=0):
    """What a till has to evaluate: so many baskets, so many changes of one line."""
    basket, promotions, _now = make(LINES, PROMOTIONS)
    many, presses = baskets(full, LINES), key_presses(basket, line)
    return {"promotions": promotions, "now": NOW, "baskets": many, "presses": presses}


def figures(times):
    """95 of 100 take at most this; the slowest; in milliseconds."""
    times = sorted(times)
    return {"ms": times[ceil(0.95 * len(times)) - 1], "slowest_ms": times[-1]}


class Promotions(Case):
    inside = False
    unit = "evaluation"
    rounds = 5
    size = RUNS
    quick = 5

    def run(self, place, size):
        return figures(self.times(size)) if place.ours else NOTHING

    def times(self, size):
        """Milliseconds of each evaluation."""
        raise NotImplementedError


class PromotionsPython(Promotions):
    name = "promotions_python"
    title = f"Promotions of {LINES} lines under {PROMOTIONS}, Python, p95"
    most = 150.0

    def times(self, size):
        evaluate, given, found = engine(), work(full=size), []
        for basket in given["baskets"]:
            began = time.perf_counter()
            evaluate(basket, given["promotions"], NOW)
            found.append(1000 * (time.perf_counter() - began))
        return found


class PromotionsNode(Promotions):
    name = "promotions_node"
    title = f"Promotions of {LINES} lines under {PROMOTIONS}, node, p95"
    most = 25.0
    apart = True  # Chromium is what the till runs in
    part = "full"

    def times(self, size):
        return self.measured(work(**{self.part: size}))[self.part]

    def measured(self, given):
        """What promotions_speed.mjs says."""
        program = paths.ROOT / "tests" / "bench" / "promotions_speed.mjs"
        done = subprocess.run(
            [find_node(), str(program)],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)


class PromotionsNodeLine(PromotionsNode):
    name = "promotions_node_line"
    title = f"Promotions after a change of one of {LINES} lines, node, p95"
    most = 5.0
    part = "line"


class PromotionsChromium(PromotionsNode):
    name = "promotions_chromium"
    title = f"Promotions of {LINES} lines under {PROMOTIONS}, Chromium, p95"
    apart = False

    def measured(self, given):
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(paths.BIN / "chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page()
            page.route("http://bench.test/**", serve)
            page.goto("http://bench.test/")
            found = page.evaluate(PAGE, [given, ENGINE])
            browser.close()
        return found


class PromotionsChromiumLine(PromotionsChromium):
    name = "promotions_chromium_line"
    title = f"Promotions after a change of one of {LINES} lines, Chromium, p95"
    most = 5.0
    part = "line"


class PromotionsGap(Case):
    """Figures: share of baskets (%) that are not the best, mean gap in %."""

    name = "promotions_gap"
    title = "Baskets of 40 units under 60 promotions that are not the best (HiGHS)"
    inside = False
    unit = "basket"
    figure = "percent_missed"
    most = 0.5
    rounds = 1
    size = 200
    quick = 10
    apart = True  # the same baskets each time: more rounds say nothing
    products = DENSE

    def run(self, place, size):
        if not place.ours:
            return {"percent_missed": 0.0, "mean_gap_percent": 0.0, "unsaid": 0.0}
        return gaps(size, self.products)


class PromotionsGapDeep(PromotionsGap):
    name = "promotions_gap_deep"
    title = "The same with 10,000 baskets"
    size = 10_000  # ten minutes


def gaps(number, products):
    """How often and how far `evaluate` is from the best; `unsaid`: though optimal."""
    from ..promo_ilp import Problem

    evaluate, missed, unsaid, total = engine(), 0, 0, 0.0
    for seed in range(number):
        if number > 1000 and seed % 100 == 0:
            sys.stderr.write(f"\r{seed:,} of {number:,}, {missed} missed")
        basket, promotions, now = make(30, 60, seed, products, units=40)
        best, _seconds = Problem(basket, promotions).solve()
        result = evaluate(basket, promotions, now)
        found = int(result["total"]["discount"].replace(".", ""))
        if found > best:
            raise RuntimeError(f"basket {seed}: {found}, but HiGHS says {best}")
        missed += found < best
        unsaid += found < best and result["optimal"]
        total += (best - found) / best if best else 0
    return {
        "percent_missed": 100 * missed / number,
        "mean_gap_percent": 100 * total / number,
        "unsaid": unsaid,
    }


def serve(route):
    """Give a page the project's own files."""
    name = route.request.url.removeprefix("http://bench.test/")
    path = paths.ROOT / name
    if name and path.is_file():
        kind = KINDS.get(path.suffix, "text/plain")
        route.fulfill(body=path.read_text("utf-8"), content_type=kind)
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")
