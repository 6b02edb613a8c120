"""Do the engines and the oracle say the same?"""

import json

from . import canonical, evaluate
from .minimise import minimise


def said(function, *given):
    """Canonical result, or the path of the mistake."""
    try:
        return canonical(function(*given))
    except ValueError as error:
        return canonical({"error": str(error).partition(":")[0]})


def answers(case, engine, twin=None, oracle=True):
    """{who: canonical text} of one case."""
    found = {"python": said(engine, *case)}
    if twin:
        found["javascript"] = twin.ask("evaluate", *case)
    if oracle:
        found["oracle"] = said(evaluate, *case)
    return found


def agree(case, engine, twin=None, oracle=True):
    """Raise with the smallest case found if not all say the same."""
    if len(set(answers(case, engine, twin, oracle).values())) == 1:
        return

    def differ(smaller):
        whole = len(smaller) == 3
        return whole and len(set(answers(smaller, engine, twin, oracle).values())) > 1

    small = minimise(list(case), differ, most=1500)
    rows = [f"{who}: {text}" for who, text in answers(small, engine, twin).items()]
    raise AssertionError("\n".join([json.dumps(small), *rows]))
