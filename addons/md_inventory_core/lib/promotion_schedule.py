"""The price of one piece over time, as a marketplace can be told of it.

A marketplace knows a price, and from when to when it holds; nothing of baskets,
customers or ways to pay. What it can carry is computed by the real engine, piece by
piece.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from .promotion_terms.goods import match
from .promotions import evaluate
from .promotions.calendar import MIDNIGHT, read_calendar

# Conditions that a price for everybody does not have; the first that holds is said.
CONDITIONS = (
    *(("where", "coupon"), ("where", "customer_groups"), ("where", "tenders")),
    *(("where", "stores"), ("limits", "per_customer"), ("limits", "per_basket")),
    ("limits", "max_discount"),
)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def not_carried(contract):
    """Why no marketplace can carry a promotion, in one word; None when it can.

    ``kind``: it needs more than one piece, or a sum, or gives points; ``share``: only
    some baskets get it; else the key of its contract that is more than a price.
    """
    if contract["kind"] != "unit":
        return "kind"
    if contract.get("share"):
        return "share"
    for group, key in CONDITIONS:
        if (contract.get(group) or {}).get(key):
            return key
    return None


def text(moment):
    """A moment (aware) as the engine takes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def changes(calendar, begin, end):
    """Moments after ``begin`` and before ``end`` at which a calendar may begin or end.

    All at which it does are among them.
    """
    if calendar.always:
        return set()
    zone = ZoneInfo(calendar.zone)
    found = {datetime.fromisoformat(t) for t in (calendar.begins, calendar.ends) if t}
    minutes = {0, *(minute for window in calendar.windows for minute in window)}
    moments, shifts = set(), set()
    day = begin.astimezone(zone).date() - DAY
    while day <= end.astimezone(zone).date() + DAY:
        found |= {_wall(day, minute) for minute in minutes}
        shifts |= _shift(day, zone)
        day += DAY
    for wall in found:
        # an hour that comes twice has two, one that is skipped has its two edges
        moments |= {
            wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)
        }
    return {moment for moment in moments | shifts if begin < moment < end}


def _wall(day, minute):
    """What a clock on the wall shows; minute 1440 is the next day."""
    start = datetime.combine(day, datetime.min.time())
    return start + DAY if minute == MIDNIGHT else start + timedelta(minutes=minute)


def _shift(day, zone):
    """The moment of a day (UTC) at which the clocks of a zone are put on or back."""
    low = datetime(day.year, day.month, day.day, tzinfo=UTC)
    high = low + DAY
    before = low.astimezone(zone).utcoffset()
    if high.astimezone(zone).utcoffset() == before:
        return set()
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return {high}


def schedule(lines, contracts, basket, begin, end):
    """Prices of one piece of each line from ``begin`` to ``end``, without gaps.

    :param lines: lines of the contract, quantity 1; their ``id`` says which is which
    :param contracts: promotions, all of which can be carried (`not_carried`)
    :param basket: currency and place, as the contract has them
    :param begin: like ``end``: aware, to the second
    :return: [{"line", "from", "to", "price", "list_price", "promotion": [codes]}] by
        line and time; neighbours differ
    """
    calendars = [read_calendar(contract, "promotion") for contract in contracts]
    moments = sorted({begin}.union(*(changes(c, begin, end) for c in calendars)))
    steps = [
        (moment, frozenset(n for n, c in enumerate(calendars) if c.holds(text(moment))))
        for moment in moments
    ]
    found = []
    for line in lines:
        own = {n for n, c in enumerate(contracts) if _means(c, line)}
        rows, known = [], {}
        for moment, active in steps:
            which = active & own
            if which not in known:
                chosen = [contracts[n] for n in sorted(which)]
                known[which] = _price(line, chosen, basket, text(moment))
            row = {"line": line["id"], "from": text(moment), **known[which]}
            if not rows or not _same(rows[-1], row):
                rows.append(row)
        ends = [row["from"] for row in rows[1:]] + [text(end)]
        found += [{**row, "to": to} for row, to in zip(rows, ends, strict=True)]
    return found


def _means(contract, line):
    return match(contract["select"], line["sku"], line["tags"])


def _same(one, other):
    return all(one[key] == other[key] for key in ("price", "promotion"))


def _price(line, contracts, basket, at):
    """What one piece costs at a moment."""
    result = evaluate({**basket, "lines": [line]}, contracts, at)
    [row] = result["lines"]
    return {
        "price": row["net"],
        "list_price": row["gross"],
        "promotion": sorted({share["promotion"] for share in row["shares"]}),
    }
