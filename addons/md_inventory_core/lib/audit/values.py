"""Values of audit events: what changed, as stable JSON, without secrets."""

import json
import re

MASK = "***"
LONG = 100  # items of a list, such as the members of a group
ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
)
# Settings that may be shown; whatever else an addon keeps there may be a key.
HARMLESS = re.compile(
    r"(md[._]|web\.base\.url|base\.login_|base\.template_portal|base_setup\.|sale\.|"
    r"stock\.|stock_|point_of_sale\.|account\.|account_|product\.|purchase\.|delivery\.|"
    r"auth_signup\.|auth_totp\.policy|mail\.(catchall|bounce|default)|report\.|website\.|"
    r"sessions\.|password\.hashing|digest\.|web\.max)"
)
SECRET_WORDS = re.compile(
    r"secret|password|passwd|token|api[_.]?key|private|credential|webhook",
    re.IGNORECASE,
)


def secret_key(name: str) -> bool:
    """Whether a setting's value must not be shown: unless it is known as harmless."""
    return not HARMLESS.match(name) or bool(SECRET_WORDS.search(name))


def changed(before: dict, after: dict) -> tuple[dict, dict]:
    """The parts of both that differ; a name that one lacks counts as None there.

    Of a list of more than `LONG` items only those that went or came are kept.
    """
    names = [n for n in {**before, **after} if before.get(n) != after.get(n)]
    return (
        {n: _without(before[n], after.get(n)) for n in names if n in before},
        {n: _without(after[n], before.get(n)) for n in names if n in after},
    )


def _without(value, other):
    """A long list without what the other one has too; anything else as it is."""
    if not isinstance(value, list) or not isinstance(other, list):
        return value
    if max(len(value), len(other)) <= LONG:
        return value
    common = {str(item) for item in other}
    return [item for item in value if str(item) not in common]


def encode(values: dict) -> str | None:
    """Values as compact JSON text, names sorted; None when there are none."""
    if not values:
        return None
    return ENCODER.encode(values)
