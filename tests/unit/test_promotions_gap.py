"""The engine is close to the best that HiGHS finds, and never above it."""

import pytest
from tests.bench.cases.promotions import gaps


def test_sparse_baskets_get_the_best():
    """The bench's own catalogue: few promotions on each line."""
    found = gaps(40, products=5_000)
    assert found == {"percent_missed": 0.0, "mean_gap_percent": 0.0, "unsaid": 0}


@pytest.mark.slow
def test_dense_baskets_are_close_to_the_best():
    """As many promotions on a line as among 500."""
    assert gaps(60, products=600)["mean_gap_percent"] < 0.05


@pytest.mark.slow
def test_optimal_is_said_only_of_the_best():
    assert gaps(60, products=600)["unsaid"] == 0
