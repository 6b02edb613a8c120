"""The promotion engine against the shared vectors; tests/js reads the same files."""

import json
from pathlib import Path

import pytest
from tests.oracles import promotions as oracle
from tests.oracles.promotions import write_vectors

from md_pure.md_inventory_core.promotions import canonical, evaluate, refund

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "promotions"
FEWEST = 180


def load():
    """All vectors; a file holds one or a list of them."""
    found = []
    for path in sorted(VECTORS.glob("*.json")):
        value = json.loads(path.read_text("utf-8"))
        for vector in value if isinstance(value, list) else [value]:
            found.append(pytest.param(vector, id=f"{path.stem}-{vector['name']}"))
    return found


def run(vector, evaluate, refund):
    """The result, or {"error": path of the mistake}."""
    try:
        if "returned" in vector:
            return refund(vector["result"], vector["returned"], vector["policy"])
        return evaluate(vector["basket"], vector["promotions"], vector["now"])
    except ValueError as error:
        return {"error": str(error).partition(":")[0]}


def test_there_are_many_vectors_with_names_of_their_own():
    names = [param.id for param in load()]
    assert len(names) >= FEWEST
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("vector", load())
def test_engine(vector):
    before = json.dumps(vector)
    found = run(vector, evaluate, refund)
    assert canonical(found) == oracle.canonical(vector["expect"])
    assert json.dumps(vector) == before, "an argument was changed"


@pytest.mark.parametrize("vector", load())
def test_second_reading(vector):
    """Whoever adds a vector is heard by the naive reading of the contract, too."""
    found = run(vector, oracle.evaluate, oracle.refund)
    assert oracle.canonical(found) == oracle.canonical(vector["expect"])


@pytest.mark.parametrize("topic", write_vectors.names())
def test_files_are_what_was_worked_out_by_hand(topic):
    """Each total, net and error path of topics/ stands in the file."""
    stored = json.loads((VECTORS / f"{topic}.json").read_text("utf-8"))
    assert stored == [write_vectors.fill(one) for one in write_vectors.vectors(topic)]
