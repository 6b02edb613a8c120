"""From terms to the engine's contract; every fault is found, not only the first."""

import re
from decimal import Decimal

from . import kinds, moments
from .faults import Fault, Faulty
from .reader import Reader

CODE = re.compile(r"[A-Za-z0-9._:-]+\Z", re.ASCII)
WHERE = ("channels", "stores", "price_lists", "customer_groups", "tenders")


def compile_terms(terms):
    """The contract of `Terms`, without ``rev``.

    :raises Faulty: with every fault found
    """
    reader = Reader(terms)
    faults = reader.faults
    if not CODE.match(terms.id or ""):
        faults.append(Fault("code", {"code": terms.id or ""}))
    for name in ("layer", "priority"):
        if getattr(terms, name) < 0:
            faults.append(Fault("below_zero", {"field": name}))
    faults += moments.look(terms)
    own = kinds.COMPILE[terms.kind](reader)
    found = {
        "id": terms.id,
        "name": terms.name,
        "layer": terms.layer,
        "priority": terms.priority,
        "ends_here": terms.ends_here,
        "active": moments.active(terms) if not faults else {},
        "where": _where(terms),
        "limits": _limits(reader),
        "share": _share(reader),
    }
    if faults:
        raise Faulty(faults)
    kept = {key: value for key, value in found.items() if value not in ({}, None)}
    return {**kept, "kind": terms.kind, **own}


def _where(terms):
    found = {key: sorted(getattr(terms, key)) for key in WHERE}
    if terms.coupon:
        found["coupon"] = terms.coupon
    return {key: value for key, value in found.items() if value}


def _limits(reader):
    found = {}
    for key in ("per_basket", "per_customer"):
        value = getattr(reader.terms, key)
        if value is not None and value < 0:
            reader.faults.append(Fault("below_zero", {"field": key}))
        if value:
            found[key] = value
    if reader.terms.max_discount is not None:
        found["max_discount"] = reader.money(reader.terms.max_discount, "max_discount")
    return found


def _share(reader):
    share = reader.terms.share
    if share is None:
        return None
    if not 0 < share < 100:
        reader.faults.append(Fault("share", {"value": f"{share:f}"}))
        return None
    return {"points": int(share * Decimal(100)), "by": reader.terms.share_by}
