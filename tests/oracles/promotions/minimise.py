"""Make a failing case small: leave out parts while it still fails."""

from copy import deepcopy

NEEDED = ("id", "kind", "currency", "lines")


def smaller(value):
    """Yield copies of a JSON value with one part left out or halved."""
    if isinstance(value, list):
        for index in range(len(value)):
            yield value[:index] + value[index + 1 :]
        for index, item in enumerate(value):
            for one in smaller(item):
                yield [*value[:index], one, *value[index + 1 :]]
    elif isinstance(value, dict):
        for key in value:
            if key not in NEEDED:
                yield {other: value[other] for other in value if other != key}
        for key, item in value.items():
            for one in smaller(item):
                yield value | {key: one}
    elif isinstance(value, str) and value.isdigit() and int(value) > 1:
        yield str(int(value) - 1)


def minimise(case, fails, most=3000):
    """Return the smallest case found that still fails."""
    case, tries = deepcopy(case), 0
    while tries < most:
        for candidate in smaller(case):
            tries += 1
            if fails(candidate):
                case = candidate
                break
            if tries >= most:
                break
        else:
            return case
    return case
