"""What each kind of promotion says to the engine; one function each."""

from decimal import Decimal

from .faults import Fault
from .goods import match
from .reader import plain


def unit(read):
    """Each piece costs less."""
    return {
        "select": read.one(read.terms.goods, "goods"),
        **read.benefit(read.terms.benefit),
        "basis": read.terms.basis,
    }


def tiers(read):
    """The more, the cheaper."""
    terms = read.terms
    return {
        "select": read.one(terms.goods, "goods"),
        "per": terms.per,
        "mode": terms.mode,
        "tiers": _tiers(read, "min_qty"),
    }


def _tiers(read, key, words=("percent", "amount", "price")):
    found, before = [], None
    if not read.terms.tiers:
        read.fault("no_tiers")
    for tier in read.terms.tiers:
        if before is not None and tier.least <= before:
            told = {"before": plain(before), "least": plain(tier.least)}
            read.faults.append(Fault("tiers_rise", told))
        before = tier.least
        if key == "min_amount":
            least = read.money(tier.least, key)
        else:
            least = plain(tier.least)
            if not 0 < tier.least < 10**9:
                read.fault("tier_least", value=least)
        found.append({key: least, **read.benefit(tier.benefit, words)})
    return found


def buy_get(read):
    """Buy these, get those cheaper."""
    terms = read.terms
    get = {
        "select": read.one(terms.get, "get"),
        "qty": read.number(terms.get[0].qty, "qty") if terms.get else 0,
        **read.benefit(terms.benefit),
        "pick": terms.pick,
        "partial": terms.partial,
    }
    buy = read.rows(terms.buy, "buy")
    return {"buy": buy, "get": get, "overlap": terms.overlap}


def nth(read):
    """Of every so many some are cheaper."""
    terms = read.terms
    every = read.number(terms.every, "every", 2)
    free = read.number(terms.free, "free")
    if free and every and free >= every:
        read.fault("free", free=free, every=every)
    if not terms.benefit or terms.benefit.how != "percent":
        read.fault("no_percent")
        percent = "0"
    else:
        percent = read.percent(terms.benefit.value)
    return {
        "select": read.one(terms.goods, "goods"),
        "every": every,
        "free": free,
        "percent": percent,
        "pick": terms.pick,
        "favour": terms.favour,
    }


def bundle(read):
    """A set for a price."""
    terms = read.terms
    found = {
        "slots": read.rows(terms.slots, "slots"),
        **read.benefit(terms.benefit),
        "distinct": terms.distinct,
    }
    if terms.surcharges:
        found["surcharge"] = {
            sku: read.money(amount, "surcharge")
            for sku, amount in sorted(terms.surcharges.items())
        }
        if not terms.benefit or terms.benefit.how != "price":
            read.fault("surcharge_price")
    return found


def threshold(read):
    """Spend so much, save so much."""
    terms = read.terms
    words = ("amount",) if terms.per_multiple else ("percent", "amount")
    found = {
        "select": read.one(terms.goods, "goods"),
        "tiers": _tiers(read, "min_amount", words),
        "per_multiple": terms.per_multiple,
        "basis": terms.basis,
    }
    if terms.reward:
        found["reward"] = read.one(terms.reward, "reward")
    for tier in terms.tiers:
        takes = tier.benefit.how == "amount" and tier.benefit.value > tier.least
        if takes and not terms.reward:
            read.fault(
                "more_than_spent",
                amount=plain(tier.benefit.value),
                least=plain(tier.least),
            )
    return found


def tender(read):
    """Cheaper for what is paid this way."""
    terms = read.terms
    found = {
        "select": read.one(terms.goods, "goods"),
        "tender": terms.tender or "",
        "percent": "0",
    }
    if not terms.tender:
        read.fault("no_tender")
    if not terms.benefit or terms.benefit.how != "percent":
        read.fault("no_percent")
    else:
        found["percent"] = read.percent(terms.benefit.value)
        if terms.benefit.value == 100:
            read.fault("tender_all")
    return found


def gift(read):
    """Goods for nothing with others, or with an amount spent."""
    terms = read.terms
    found = {"sku": terms.gift or "", "qty": read.number(terms.gift_qty, "gift_qty")}
    if not terms.gift:
        read.fault("no_gift")
    if terms.spend is None:
        found["buy"] = read.rows(terms.buy, "buy")
        bought = [entry["select"] for entry in found["buy"]]
        if terms.gift and any(
            chosen and match(chosen, terms.gift, terms.gift_tags) for chosen in bought
        ):
            read.fault("gift_buys_itself")
    else:
        found["spend"] = {
            "select": read.one(terms.goods, "goods"),
            "min_amount": read.money(terms.spend, "spend"),
        }
    return found


def points(read):
    """Loyalty points."""
    terms = read.terms
    value = terms.points_value or Decimal(0)
    least = Decimal(0) if terms.points == "add" else Decimal(1)
    if value <= least or value > 1000000:
        read.fault("points", value=plain(value))
    select = read.one(terms.goods, "goods")
    return {"select": select, terms.points: plain(value)}


COMPILE = {
    "unit": unit,
    "tiers": tiers,
    "buy_get": buy_get,
    "nth": nth,
    "bundle": bundle,
    "threshold": threshold,
    "tender": tender,
    "gift": gift,
    "points": points,
}
