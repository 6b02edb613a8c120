"""What refund says of results that somebody has damaged."""

import json
from pathlib import Path

import pytest

from md_pure.md_inventory_core.promotions import refund

FILE = Path(__file__).parents[1] / "vectors" / "promotion_faults.json"
VECTORS = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[v["name"] for v in VECTORS])
def test_the_path_is_named(vector):
    """One error whose message begins with where the fault is."""
    with pytest.raises(ValueError) as caught:
        refund(vector["result"], vector["returned"], vector["policy"])
    assert str(caught.value).startswith(f"{vector['expect']['error']}:")
