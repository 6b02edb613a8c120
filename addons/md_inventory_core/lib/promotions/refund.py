"""What comes back for returned goods, so that all parts add up to what was paid."""

from . import fields
from .canonical import half_up, money_text, quantity_text

SHARE, RECOMPUTE = "paid_share", "recompute"


def refund(result, returned, policy=SHARE):
    """Return {"lines": [{"id", "qty", "amount"}], "total"} for returned quantities.

    ``result``: of `evaluate`; ``returned``: [{"line", "qty", "before"}], ``before``
    what came back earlier; ``policy``: "paid_share" (each unit its part of what the
    line cost) or {"recompute": result of what stays} (what was paid less what the
    rest costs alone). Raises ValueError with the path of what is malformed.
    """
    lines = read_result(result, "result")
    rows = read_returned(returned, lines)
    digits = result_digits(result)
    if policy == SHARE or policy is None:
        amounts = by_share(lines, rows)
        total = sum(amounts.values())
    elif isinstance(policy, dict):
        kept = read_result(
            fields.required(policy, RECOMPUTE, "policy"), "policy.recompute"
        )
        amounts, total = by_rest(lines, kept, rows)
    else:
        raise fields.fault("policy", "must be paid_share or a recomputed result")
    return {
        "lines": [
            {
                "id": name,
                "qty": quantity_text(rows[name][0] if name in rows else 0),
                "amount": money_text(amount, digits),
            }
            for name, amount in amounts.items()
        ],
        "total": money_text(total, digits),
    }


def read_result(value, path):
    """Return {line: (net in the smallest unit, quantity in thousandths or None)}."""
    fields.mapping(value, path)
    digits = result_digits(value, path)
    inside = in_deals(value, path)
    found = {}
    for n, line in enumerate(fields.items(value, "lines", path)):
        at = f"{path}.lines[{n}]"
        fields.mapping(line, at)
        name = fields.identity(line, "id", at, set(found))
        net = signed_money(line, "net", at, digits)
        found[name] = (net, quantity_of(line, at, inside.get(name)))
    return found


def signed_money(holder, key, path, digits):
    """Return an amount that may have a minus sign."""
    text = fields.required(holder, key, path)
    at = f"{path}.{key}"
    if isinstance(text, str) and text.startswith("-"):
        return -fields.decimal(text[1:], at, digits)
    return fields.decimal(text, at, digits)


def result_digits(result, path="result"):
    """Return how many decimals the amounts of a result have."""
    total = fields.mapping(fields.required(result, "total", path), f"{path}.total")
    text = fields.text(total, "net", f"{path}.total")
    return len(text.partition(".")[2])


def in_deals(result, path):
    """Return {line: thousandths of it in deals}, at least its quantity or None.

    A result says no quantities. Where the line does not carry its own (see
    `ResultLine`), what one deal holds of it is the best that is known.
    """
    found = {}
    for n, deal in enumerate(fields.items(result, "deals", path)):
        at = f"{path}.deals[{n}]"
        fields.mapping(deal, at)
        key = fields.text(deal, "promotion", at)
        for m, unit in enumerate(fields.items(deal, "units", at)):
            own = f"{at}.units[{m}]"
            fields.mapping(unit, own)
            rows = found.setdefault(fields.text(unit, "line", own), {})
            quantity = fields.required(unit, "qty", own)
            milli = fields.decimal(quantity, f"{own}.qty", 3)
            rows[key] = rows.get(key, 0) + milli
    return {name: max(rows.values()) for name, rows in found.items()}


def quantity_of(line, path, inside):
    """Return the quantity of a line: as it says, as it carries, or as deals say."""
    if fields.given(line.get("qty")):
        return fields.decimal(line["qty"], f"{path}.qty", 3, signed=True)
    return getattr(line, "milli", inside)


def read_returned(value, lines):
    """Return {line: (thousandths back now, thousandths back before)}."""
    if value is not None and not isinstance(value, list):
        raise fields.fault("returned", "must be a list")
    found = {}
    for n, row in enumerate(value or ()):
        path = f"returned[{n}]"
        fields.mapping(row, path)
        name = fields.text(row, "line", path)
        if name not in lines or name in found:
            words = "is there twice" if name in found else "is no line of the result"
            raise fields.fault(f"{path}.line", words)
        milli = fields.decimal(fields.required(row, "qty", path), f"{path}.qty", 3)
        before = row.get("before")
        before = (
            fields.decimal(before, f"{path}.before", 3) if fields.given(before) else 0
        )
        quantity = lines[name][1]
        if quantity is not None and milli + before > quantity:
            raise fields.fault(f"{path}.qty", "is more than the line has")
        found[name] = (milli, before)
    return found


def by_share(lines, rows):
    """Return {line: amount}: its part of what it cost, in the order of the lines."""
    found = {}
    for name, (net, quantity) in lines.items():
        if name not in rows:
            continue
        milli, before = rows[name]
        quantity = quantity or milli + before

        def until(part, net=net, quantity=quantity):
            return half_up(net * part, quantity) if quantity else 0

        found[name] = until(before + milli) - until(before)
    return found


def by_rest(lines, kept, rows):
    """Return ({line: amount}, total): paid less what the rest costs alone."""
    found = {}
    for name, (net, _quantity) in lines.items():
        amount = net - (kept[name][0] if name in kept else 0)
        if amount or name in rows:
            found[name] = amount
    total = sum(found.values())
    if total < 0:
        return dict.fromkeys(found, 0), 0
    return found, total


class ResultLine(dict):
    """A line of a result that also knows its quantity, in thousandths, for `refund`."""

    milli = None
