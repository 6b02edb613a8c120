"""Which rules hold for passwords, PINs, API keys and codes, by the numbers set."""

from collections.abc import Callable, Mapping

from .throttle import MOST_TRIES, Rule, scope_of

# System parameters are called so, with a name of SETTINGS behind it.
PARAMETER = "md_inventory_core.throttle_"
# What an admin may set, and what holds before: {name: (default, most)}; at least 1.
SETTINGS: Mapping[str, tuple[int, int]] = {
    "password_pair": (5, MOST_TRIES),
    "password_ip": (30, MOST_TRIES),
    "password_login": (20, MOST_TRIES),
    "pin_user": (5, MOST_TRIES),
    "pin_asker": (10, MOST_TRIES),
    "pin_in_a_row": (20, MOST_TRIES),
    "api_key_ip": (30, MOST_TRIES),
    "api_key_key": (10, MOST_TRIES),
    "totp_user": (5, MOST_TRIES),
    "totp_ip": (30, MOST_TRIES),
    "lock_minutes": (1, 60),
    "longest_minutes": (15, 24 * 60),
    "address_minutes": (5, 24 * 60),
}
# Subjects of one person: their locks grow, and a success clears their count, but not
# that of who asks: an approval by one manager must not buy guesses against the others.
PERSONAL = ("pair", "user", "asker", "key")
UNFORGIVEN = ("asker",)


def rules_for(
    kind: str, subjects: tuple[str, ...], read: Callable[[str], str | None]
) -> dict[str, Rule]:
    """{subject: rule} of one try.

    :param read: gives the text that is set under a name of ``SETTINGS``, or None.
    """
    return {s: rule(kind, scope_of(s), read) for s in subjects}


def rule(kind: str, scope: str, read: Callable[[str], str | None]) -> Rule:
    """The rule of one subject; KeyError when there is none for it."""
    tries = number(f"{kind}_{scope}", read)
    if scope in PERSONAL:
        lock = number("lock_minutes", read) * 60
        longest = max(lock, number("longest_minutes", read) * 60)
        ends = number("pin_in_a_row", read) if (kind, scope) == ("pin", "user") else 0
        forgives = scope not in UNFORGIVEN
        return Rule(tries, lock=lock, longest=longest, forgives=forgives, ends=ends)
    lock = number("address_minutes", read) * 60
    # who is known at an address does not suffer from failures at others, and a key that
    # works does not suffer from those beside it
    spares = scope == "login" or kind == "api_key"
    return Rule(tries, lock=lock, longest=lock, spares_known=spares)


def number(name: str, read: Callable[[str], str | None]) -> int:
    """What is set under ``name``, within its bounds; the default when it is no number.

    A limit cannot be switched off: 0 means the smallest, 1.
    """
    default, most = SETTINGS[name]
    text = (read(name) or "").strip()
    return min(max(int(text), 1), most) if text.isdecimal() else default
