"""Gifts that call for each other."""


def gift_circle(gifts: dict[str, tuple[set[str], str]]) -> list[str]:
    """Ids of gift promotions that go round in a circle, [] when none do.

    :param gifts: {id: (SKUs of gifts that count as bought for it, SKU it gives)}
    """
    follows = {
        name: [n for n in sorted(gifts) if gifts[name][1] in gifts[n][0]]
        for name in gifts
    }
    for start in sorted(gifts):
        path = _way_back(start, follows)
        if path:
            return path
    return []


def _way_back(start, follows):
    """The shortest way from a promotion to itself."""
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop(0)
        for name in follows[way[-1]]:
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []
