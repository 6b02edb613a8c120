"""Values of audit events: what changed, as stable JSON, without secrets."""

import json
import re

MASK = "***"
ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
)
SECRET_WORDS = re.compile(
    r"secret|password|passwd|token|api[_.]?key|private|credential|webhook",
    re.IGNORECASE,
)


def secret_key(name: str) -> bool:
    """Whether a setting's name says that its value must not be shown."""
    return bool(SECRET_WORDS.search(name))


def changed(before: dict, after: dict) -> tuple[dict, dict]:
    """The parts of both that differ; a name that one lacks counts as None there."""
    names = [n for n in {**before, **after} if before.get(n) != after.get(n)]
    return (
        {name: before[name] for name in names if name in before},
        {name: after[name] for name in names if name in after},
    )


def encode(values: dict) -> str | None:
    """Values as compact JSON text, names sorted; None when there are none."""
    if not values:
        return None
    return ENCODER.encode(values)
