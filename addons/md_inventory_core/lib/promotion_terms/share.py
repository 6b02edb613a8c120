"""Who gets a promotion that only some get: told by the order or the customer alone.

Every seller, online or not, says the same of the same order or customer; the twin is in
``md_pos_ext/static/src/app/utils/promotions_share.js``.
"""

MASK = 0xFFFFFFFF


def _hash(text: str) -> int:
    """FNV-1a of the UTF-8 bytes with Murmur's last mixing, 32 bits."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & MASK
    value ^= value >> 16
    value = (value * 0x85EBCA6B) & MASK
    value ^= value >> 13
    value = (value * 0xC2B2AE35) & MASK
    return value ^ (value >> 16)


def gets(contract: dict, order: str, customer: str | None) -> bool:
    """Whether the order (its uuid or reference) or its customer is among the share.

    A promotion by customers is for known customers only. One without ``share`` is for
    everybody.
    """
    share = contract.get("share")
    if not share:
        return True
    who = customer if share["by"] == "customer" else order
    if not who:
        return False
    return _hash(f"{contract['id']}:{who}") % 10000 < share["points"]
