"""Random walks through all that can happen to stock: no step breaks a law."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from claim_laws import JUDGE
from claim_shop import Shop

pytestmark = pytest.mark.concurrency

SEED = 20261126
STEPS = 200  # in each world


@pytest.fixture(scope="module")
def walk_shops(tmp_path_factory):
    """Two shops of their own: no more channels than are walked through."""
    folder = tmp_path_factory.mktemp("walk")
    with ThreadPoolExecutor(2) as pool:
        made = [
            pool.submit(Shop, folder, f"md_race_walk_{number}", judge=JUDGE)
            for number in (1, 2)
        ]
    shops = [future.result() for future in made]
    yield shops
    for shop in shops:
        shop.end()


def walk(shops, worlds):
    """No world breaks a law; else the few steps that do. Half in each shop."""
    half = worlds // len(shops)
    with ThreadPoolExecutor(len(shops)) as pool:
        asked = [
            pool.submit(
                shop.ask,
                "claim_walk.walks",
                seed=SEED + number * half,
                worlds=half,
                steps=STEPS,
            )
            for number, shop in enumerate(shops)
        ]
    failed = [found for future in asked if (found := future.result())]
    assert not failed, failed


def test_two_thousand_steps(walk_shops):
    walk(walk_shops, 10)


@pytest.mark.deep
def test_a_hundred_thousand_steps(walk_shops):
    walk(walk_shops, 500)
