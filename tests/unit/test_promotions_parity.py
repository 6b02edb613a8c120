"""Python, the browser's twin and the naive reading say the same of random baskets."""

import json
import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oracles import promotions as oracle
from tools.stack import paths

from md_pure.md_inventory_core.promotions import canonical, evaluate
from promotion_samples import NOW, basket_of, promotions_of

SEEDS = st.integers(0, 2**32)
CASES = settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
FEW = settings(CASES, max_examples=200)


@pytest.fixture(scope="module")
def browser():
    """Ask the twin: one node process for all questions."""
    script = Path(__file__).with_name("promotion_node.mjs")
    node = paths.which("node")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [node, script], stdin=pipe, stdout=pipe, text=True
    ) as process:

        def ask(basket, promotions):
            question = {"basket": basket, "promotions": promotions, "now": NOW}
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            return process.stdout.readline().rstrip("\n")

        yield ask
        process.stdin.close()


def case(seed, units=6):
    """Return the basket and the promotions of a seed."""
    source = random.Random(seed)
    return basket_of(source, units), promotions_of(source)


def python(basket, promotions):
    """Return what the twin would print."""
    try:
        return canonical(evaluate(basket, promotions, NOW))
    except ValueError as error:
        return f"error {str(error).partition(':')[0]}"


@CASES
@given(SEEDS)
def test_browser_says_the_same(browser, seed):
    """To the byte, suggestions, deals and version included."""
    basket, promotions = case(seed, 12)
    assert browser(basket, promotions) == python(basket, promotions)


@FEW
@given(SEEDS)
def test_naive_reading_says_the_same(seed):
    """The best of all allowed sets of deals, ties decided as the contract says."""
    basket, promotions = case(seed, 5)
    expected = canonical(oracle.evaluate(basket, promotions, NOW))
    assert python(basket, promotions) == expected


@FEW
@given(SEEDS, st.integers(0, 10**6))
def test_damaged_input_is_refused_alike(browser, seed, where):
    """The same path is named, or both take it."""
    basket, promotions = case(seed)
    damage(random.Random(where), basket if where % 2 else promotions)
    assert browser(basket, promotions) == python(basket, promotions)


def damage(source, value):
    """Put something wrong somewhere into a JSON value."""
    while isinstance(value, dict | list) and value:
        key = source.choice(
            list(value) if isinstance(value, dict) else range(len(value))
        )
        inner = value[key]
        if not isinstance(inner, dict | list) or not inner or source.random() < 0.2:
            bad = [None, True, 1, 1.5, -1, "", "x", "-1", "1.234", [], {}, "1" * 16]
            value[key] = source.choice(bad)
            return
        value = inner


@FEW
@given(SEEDS)
def test_order_of_promotions_changes_nothing(seed):
    """What ties decide is priority and id, never the place in the list."""
    basket, promotions = case(seed)
    shuffled = list(promotions)
    random.Random(seed).shuffle(shuffled)
    assert python(basket, shuffled) == python(basket, promotions)


@FEW
@given(SEEDS)
def test_further_promotion_costs_nobody(seed):
    """One more promotion of a layer makes no basket dearer than its roundings do."""
    basket, promotions = case(seed)
    one_layer = [{**p, "layer": 1} for p in promotions]
    less, more = (evaluate(basket, found, NOW) for found in (one_layer[:-1], one_layer))
    deals = len(less["deals"]) + len(more["deals"])
    saved = [float(result["total"]["discount"]) for result in (less, more)]
    assert saved[1] >= saved[0] - 0.005 * deals - 1e-9


@FEW
@given(SEEDS)
def test_never_below_nothing(seed):
    """Shares add up to the deals, and no line costs less than nothing."""
    basket, promotions = case(seed, 12)
    result = evaluate(basket, promotions, NOW)
    for line in result["lines"]:
        assert float(line["net"]) >= 0 or float(line["gross"]) < 0
    shares = sum(float(s["amount"]) for ln in result["lines"] for s in ln["shares"])
    assert round(shares, 2) == float(result["total"]["discount"])
