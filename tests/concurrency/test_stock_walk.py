"""Random walks through all that can happen to stock: no step breaks a law."""

import pytest
from claim_laws import JUDGE
from claim_shop import Shop

pytestmark = pytest.mark.concurrency

SEED = 20261126
STEPS = 200  # in each world


@pytest.fixture(scope="module")
def walk_shop(tmp_path_factory):
    """A shop of its own: no more channels than are walked through."""
    found = Shop(tmp_path_factory.mktemp("walk"), "md_race_walk", judge=JUDGE)
    yield found
    found.end()


def walk(shop, worlds):
    """No world breaks a law; else the few steps that do."""
    failed = shop.ask("claim_walk.walks", seed=SEED, worlds=worlds, steps=STEPS)
    assert failed is None, failed


def test_two_thousand_steps(walk_shop):
    walk(walk_shop, 10)


@pytest.mark.deep
def test_a_hundred_thousand_steps(walk_shop):
    walk(walk_shop, 500)
