"""Short words to write baskets and promotions with."""

NOW = "2026-11-22T16:30:00Z"  # a Sunday, 22:30 in Dhaka
ANY = {"any": True}


def line(text, number=1):
    """A line from `A 3x100.00 tag ...`; `kg` after the quantity: weighed; `locked`."""
    sku, amount, *words = text.split()
    qty, _x, price = amount.partition("x")
    made = {"id": f"L{number}", "sku": sku, "qty": qty.removesuffix("kg")}
    made |= {"unit_price": price, "tags": [word for word in words if ":" in word]}
    if qty.endswith("kg"):
        made["divisible"] = True
    if "locked" in words:
        made["locked"] = True
    return made


def basket(*lines, digits=2, **more):
    """A basket of lines in words; other keys as they are."""
    code = {0: "JPY", 2: "BDT", 3: "KWD"}[digits]
    made = {"currency": {"code": code, "digits": digits}}
    made["lines"] = [line(text, number) for number, text in enumerate(lines, 1)]
    return made | more


def skus(*names):
    """A selector of SKUs."""
    return {"skus": list(names)}


def tag(*names):
    """A selector of units with any of these tags."""
    return {"tags_any": list(names)}


def promo(identity, kind, select=None, **keys):
    """A promotion."""
    made = {"id": identity, "kind": kind}
    if select:
        made["select"] = select
    return made | keys


def of(select, qty=1, **keys):
    """An entry: so many units of a selector (and a benefit)."""
    return {"select": select, "qty": qty, **keys}


def free(select, qty=1, **keys):
    """The `get` of a promotion, at 100 % off."""
    return of(select, qty, percent="100", **keys)


def buy_get(identity, buy, get, **keys):
    """A promotion: `buy` is one entry or a list."""
    buy = buy if isinstance(buy, list) else [buy]
    return promo(identity, "buy_get", buy=buy, get=get, **keys)


def same(identity, bought, got, select=ANY, **keys):
    """Buy so many, get so many of the same."""
    return buy_get(
        identity, of(select, bought), free(select, got), overlap=True, **keys
    )


def bundle(identity, *slots, **keys):
    """A bundle; a slot is an entry or a selector (one unit)."""
    slots = [slot if "qty" in slot else of(slot) for slot in slots]
    return promo(identity, "bundle", slots=slots, **keys)


def spend(identity, select, *tiers, **keys):
    """A threshold; a tier is (min_amount, "10%" or an amount)."""
    return promo(
        identity, "threshold", select, tiers=steps("min_amount", tiers), **keys
    )


def breaks(identity, select, *tiers, **keys):
    """Quantity breaks; a tier is (min_qty, "10%" or an amount)."""
    keys["tiers"] = steps("min_qty", tiers)
    return promo(identity, "tiers", select, **keys)


def steps(key, tiers):
    """Tiers from pairs."""
    found = []
    for least, value in tiers:
        percent = value.endswith("%")
        benefit = {"percent": value[:-1]} if percent else {"amount": value}
        found.append({key: least, **benefit})
    return found


def vector(name, net, basket, *promotions, now=NOW, nets=None, gains=None):
    """A vector whose net total, or whose path of the mistake, is known by hand.

    ``nets``: the lines' nets in words; ``gains``: the suggestions, `P1 30.00` or
    `P1 null` each.
    """
    made = {"name": name, "hand": net, "basket": basket}
    made |= {"promotions": list(promotions), "now": now}
    if gains is not None:
        made["gains"] = gains
    return made | ({"nets": nets.split()} if nets else {})
