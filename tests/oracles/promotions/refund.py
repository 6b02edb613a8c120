"""`refund` of the promotion contract."""

from .canonical import half_up, money, quantity
from .fields import Fields, Malformed


def refund(result, returned, policy=None):
    """Return what is paid back for some units of an evaluated basket."""
    if policy in (None, "paid_share"):
        kept = None
    elif isinstance(policy, dict) and isinstance(policy.get("recompute"), dict):
        kept = policy["recompute"]
    else:
        raise Malformed("policy", "is neither paid_share nor recompute")
    net = result["total"]["net"]
    digits = len(net.partition(".")[2])
    lines = {line["id"]: line for line in result["lines"]}
    back = read_returned(returned, lines)
    if kept is None:
        rows = paid_share(lines, back, digits)
    else:
        rows = recompute(lines, back, kept, digits)
    shown = [
        {"id": key, "qty": quantity(qty), "amount": money(amount, digits)}
        for key, qty, amount in rows
    ]
    return {
        "lines": shown,
        "total": money(sum(amount for _key, _qty, amount in rows), digits),
    }


def read_returned(returned, lines):
    """{line id: (before, quantity)} in thousandths."""
    fields = Fields({"returned": returned}, "")
    fields.at = lambda key: key
    back = {}
    for entry in fields.objects("returned"):
        entry.need("line")
        key = entry.text("line")
        if key not in lines or key in back:
            raise Malformed(entry.at("line"), "is not a line, or stands twice")
        entry.need("qty")
        qty, before = entry.decimal("qty", 3), entry.decimal("before", 3) or 0
        if qty + before > signed(lines[key]["qty"], 3):
            raise Malformed(entry.at("qty"), "is more than the line has")
        back[key] = before, qty
    return back


def signed(text, places):
    """A decimal string, perhaps negative, as an integer of 10 ** -places."""
    whole, _dot, fraction = text.lstrip("-").partition(".")
    number = int(whole + fraction.ljust(places, "0"))
    return -number if text.startswith("-") else number


def paid_share(lines, back, digits):
    """Each line by the share of its net, the last return exactly the rest."""
    rows = []
    for key, line in lines.items():
        if key not in back:
            continue
        before, qty = back[key]
        net, whole = signed(line["net"], digits), signed(line["qty"], 3)
        paid = [half_up(net * k, whole) if whole else 0 for k in (before, before + qty)]
        rows.append((key, qty, paid[1] - paid[0]))
    return rows


def recompute(lines, back, kept, digits):
    """What was paid less the price of what stays."""
    stays = {line["id"]: signed(line["net"], digits) for line in kept["lines"]}
    rows = []
    for key, line in lines.items():
        amount = signed(line["net"], digits) - stays.get(key, 0)
        if key in back or amount:
            rows.append((key, back.get(key, (0, 0))[1], amount))
    if sum(amount for _key, _qty, amount in rows) < 0:
        rows = [(key, qty, 0) for key, qty, _amount in rows]
    return rows
