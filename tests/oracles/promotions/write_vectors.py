"""Write tests/vectors/promotions from topics/: the oracle's results, hand-checked.

`python -m tests.oracles.promotions.write_vectors [topic ...]` writes nothing of a topic
when one of its totals, line nets or error paths is not the one written by hand there.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from . import evaluate, refund, topics

FOLDER = Path(__file__).resolve().parents[2] / "vectors" / "promotions"
HELPERS = ("words",)
BY_HAND = ("hand", "nets", "gains")


class Disagreement(Exception):
    """The oracle and the hand do not agree."""


def names():
    """The topics, one file each."""
    return sorted(
        info.name for info in iter_modules(topics.__path__) if info.name not in HELPERS
    )


def vectors(topic):
    """What a topic's module has."""
    return import_module(f"{topics.__name__}.{topic}").VECTORS


def error_of(function, *arguments):
    """Return (result, None) or (None, path of the mistake)."""
    try:
        return function(*arguments), None
    except ValueError as error:
        return None, str(error).partition(":")[0]


def with_quantities(result, basket):
    """The result with the quantity of each line, which a refund needs."""
    qty = {line["id"]: line["qty"] for line in basket["lines"]}
    lines = [{**line, "qty": qty[line["id"]]} for line in result["lines"]]
    return {**result, "lines": lines}


def fill(vector):
    """Return a vector with `expect`, as it stands in the file."""
    made = {key: value for key, value in vector.items() if key not in BY_HAND}
    if "returned" in vector:
        return fill_refund(vector, made)
    asked = vector["basket"], vector["promotions"], vector["now"]
    result, error = error_of(evaluate, *asked)
    hand = vector["hand"]
    if (result["total"]["net"] if result else {"error": error}) != hand:
        found = result or error
        raise Disagreement(f"{vector['name']}: hand {hand}, oracle {found}")
    nets = [line["net"] for line in result["lines"]] if result else None
    if "nets" in vector and nets != vector["nets"]:
        raise Disagreement(f"{vector['name']}: hand {vector['nets']}, oracle {nets}")
    if "gains" in vector and gains(result) != vector["gains"]:
        text = f"{vector['name']}: hand {vector['gains']}, oracle {gains(result)}"
        raise Disagreement(text)
    return made | {"expect": result or {"error": error}}


def gains(result):
    """The suggestions in words."""
    return [
        f"{one['promotion']} {one['gain'] or 'null'}" for one in result["suggestions"]
    ]


def fill_refund(vector, made):
    """A refund: the sale's result, what comes back, and what is paid back."""
    basket, promotions, now = (made.pop(key) for key in ("basket", "promotions", "now"))
    made["result"] = with_quantities(evaluate(basket, promotions, now), basket)
    kept = made.pop("kept", None)
    if kept:
        left = with_quantities(evaluate(kept, promotions, now), kept)
        made["policy"] = {"recompute": left}
    made.setdefault("policy", "paid_share")
    asked = made["result"], made["returned"], made["policy"]
    result, error = error_of(refund, *asked)
    found = result["total"] if result else {"error": error}
    if found != vector["hand"]:
        text = f"{vector['name']}: hand {vector['hand']}, oracle {result or error}"
        raise Disagreement(text)
    amounts = [line["amount"] for line in result["lines"]] if result else None
    if "nets" in vector and amounts != vector["nets"]:
        raise Disagreement(f"{vector['name']}: hand {vector['nets']}, oracle {amounts}")
    return made | {"expect": result or {"error": error}}


def write(topic):
    """Write one file; return how many vectors it has."""
    filled = [fill(vector) for vector in vectors(topic)]
    rows = ",\n".join(json.dumps(one, ensure_ascii=False) for one in filled)
    path = FOLDER / f"{topic}.json"
    path.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    return len(filled)


def main(chosen):
    """Write the chosen topics, all when none is named."""
    for topic in chosen or names():
        sys.stdout.write(f"{topic}: {write(topic)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
