"""Random baskets: both engines and the naive oracle agree; laws of the contract."""

import json
import os
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.promotions.cases import case, make_promotion
from tests.oracles.promotions.compare import agree, answers
from tests.oracles.promotions.mutations import spoil
from tests.oracles.promotions.twin import Twin

from md_pure.md_inventory_core.promotions import evaluate, refund

SEEDS = st.integers(min_value=0, max_value=2**48)
MANY = settings(max_examples=1000)
DEEP, CHUNK = 1_000_000, 5_000


@pytest.fixture(scope="module")
def twin():
    """The browser's engine."""
    with Twin() as started:
        yield started


@MANY
@given(seed=SEEDS)
def test_engines_and_oracle_agree(twin, seed):
    agree(case(random.Random(seed)), evaluate, twin)


@pytest.mark.slow
@settings(max_examples=80)
@given(seed=SEEDS)
def test_engines_agree_on_larger_baskets(twin, seed):
    """Also where the search ends at its limit of nodes."""
    rnd = random.Random(seed)
    basket, promotions, now = case(rnd, units=30, promotions=15)
    basket["max_nodes"] = rnd.choice((1, 20, 300, 5000))
    agree((basket, promotions, now), evaluate, twin, oracle=False)


@MANY
@given(seed=SEEDS)
def test_all_refuse_the_same_thing(twin, seed):
    rnd = random.Random(seed)
    agree(spoil(rnd, case(rnd)), evaluate, twin)


@settings(max_examples=300)
@given(seed=SEEDS)
def test_refunds_of_all_units_in_any_order_are_what_was_paid(twin, seed):
    rnd = random.Random(seed)
    basket, promotions, now = case(rnd)
    result = evaluate(basket, promotions, now)
    result["lines"] = [
        {**line, "qty": given["qty"]}
        for line, given in zip(result["lines"], basket["lines"], strict=True)
    ]
    steps = [
        {"line": line["id"], "qty": "1", "before": str(before)}
        for line in basket["lines"]
        if not line.get("divisible")
        for before in range(int(line["qty"]))
    ]
    weighed = [
        {"line": line["id"], "qty": line["qty"]}
        for line in basket["lines"]
        if line.get("divisible") and not line["qty"].startswith("-")
    ]
    lines = {step["line"] for step in steps + weighed}
    paid = sum(Fraction(o["net"]) for o in result["lines"] if o["id"] in lines)
    back = 0
    for step in sorted(steps + weighed, key=lambda _step: rnd.random()):
        found = refund(result, [step], "paid_share")
        assert twin.ask("refund", result, [step], "paid_share") == json.dumps(
            found, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        back += Fraction(found["total"])
    assert back == paid


def one_layer(seed, promotions=4):
    """A case whose promotions are all in one layer and divide no line's units."""
    rnd = random.Random(seed)
    basket, found, now = case(rnd, promotions=promotions)
    for promotion in found:
        promotion["layer"] = 1
    return rnd, basket, found, now


def discount(basket, promotions, now):
    """(rounded discount in smallest units, half of what rounding may have changed)."""
    result = evaluate(basket, promotions, now)
    assert result["optimal"]
    unit = 10 ** basket["currency"]["digits"]
    return Fraction(result["total"]["discount"]) * unit, Fraction(
        len(result["deals"]), 2
    )


def alike(one, other):
    """Whether two rounded discounts can have the same exact one."""
    return abs(one[0] - other[0]) <= one[1] + other[1]


@settings(max_examples=300)
@given(seed=SEEDS)
def test_order_of_promotions_changes_nothing(seed):
    rnd, basket, promotions, now = one_layer(seed)
    shuffled = rnd.sample(promotions, len(promotions))
    assert evaluate(basket, promotions, now) == evaluate(basket, shuffled, now)


@settings(max_examples=300)
@given(seed=SEEDS)
def test_order_and_splitting_of_lines_change_no_total(seed):
    rnd, basket, promotions, now = one_layer(seed)
    promotions = [one for one in promotions if one.get("per") != "line"]
    other, lines = deepcopy(basket), []
    for line in other["lines"]:
        number = int(line["qty"]) if not line.get("divisible") else 0
        if number > 1:
            parts = [f"{line['id']}.{n}" for n in range(number)]
            lines += [line | {"qty": "1", "id": part} for part in parts]
        else:
            lines.append(line)
    rnd.shuffle(lines)
    other["lines"] = lines
    assert alike(discount(basket, promotions, now), discount(other, promotions, now))


@settings(max_examples=300)
@given(seed=SEEDS)
def test_an_irrelevant_line_changes_nothing_else(seed):
    _rnd, basket, promotions, now = one_layer(seed)
    narrow = {"skus": ["A", "B", "C", "D"]}
    text = json.dumps(promotions).replace('{"any": true}', json.dumps(narrow))
    promotions = json.loads(text)
    line = {"id": "L99", "sku": "Z", "qty": "2", "unit_price": "0", "tags": []}
    if "price_m" in text or "not_tags" in text:
        line["locked"] = True
    more = basket | {"lines": [*basket["lines"], line]}
    was, became = evaluate(basket, promotions, now), evaluate(more, promotions, now)
    assert became["lines"][:-1] == was["lines"]
    assert became["deals"] == was["deals"] and became["total"] == was["total"]


@settings(max_examples=300)
@given(seed=SEEDS)
def test_one_more_promotion_never_lowers_the_discount(seed):
    rnd, basket, promotions, now = one_layer(seed, promotions=3)
    extra = make_promotion(rnd, 9, basket["currency"]["digits"]) | {"layer": 1}
    before = discount(basket, promotions, now)
    after = discount(basket, [*promotions, extra], now)
    assert after[0] - before[0] >= -(before[1] + after[1])


def chunk(first):
    """Compare both engines and the oracle on seeds; return the failing ones."""
    failed = []
    with Twin() as node:
        for seed in range(first, first + CHUNK):
            given = case(random.Random(seed))
            if seed % 10 == 0:
                given = spoil(random.Random(seed), given)
            if len(set(answers(given, evaluate, node).values())) > 1:
                failed.append(seed)
    return failed


@pytest.mark.deep
@pytest.mark.slow
def test_a_million_random_baskets(record_property):
    began, done, failed = time.monotonic(), 0, []
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        jobs = [pool.submit(chunk, first) for first in range(0, DEEP, CHUNK)]
        for job in as_completed(jobs):
            failed += job.result()
            done += CHUNK
            text = f"\r{done:,} of {DEEP:,}, {len(failed)} differ"
            sys.__stderr__.write(text)
    record_property("baskets", done)
    record_property("seconds", round(time.monotonic() - began))
    assert failed == []
