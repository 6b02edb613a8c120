"""What a till's outbox sends: receipts as text with a check sum, and how to store it.

An entry is {"uuid", "body", "checksum"}; body is the JSON of one receipt, as the till
would give it to `sync_from_ui`.
"""

import json
from hashlib import sha256

CREATE, UPDATE, DELETE, CLEAR = 0, 1, 2, 5
NESTED = ("pack_lot_ids", "custom_attribute_value_ids")
PAID = ("paid", "done", "invoiced")
KIND = "md-outbox"  # what a file of receipts says that it is


class DamagedError(ValueError):
    """An entry is not what its till has written; ``problem`` says how."""

    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem


def read(entry):
    """Return the receipt of an entry.

    :raises DamagedError: with problem "form", "checksum", "json", "uuid" or "draft"
    """
    known = isinstance(entry, dict)
    if not known or not all(isinstance(entry.get(n), str) for n in ("uuid", "body")):
        raise DamagedError("form")
    if sha256(entry["body"].encode()).hexdigest() != entry.get("checksum"):
        raise DamagedError("checksum")
    try:
        order = json.loads(entry["body"])
    except ValueError:
        raise DamagedError("json") from None
    if not isinstance(order, dict) or order.get("uuid") != entry["uuid"]:
        raise DamagedError("uuid")
    if order.get("state") not in PAID:
        raise DamagedError("draft")
    return order


def facts(body):
    """Return what a text says of a receipt, whatever it is; empty when it says none."""
    try:
        order = json.loads(body or "{}")
    except ValueError:
        return {}
    return order if isinstance(order, dict) else {}


def entries_of(text):
    """Return the entries of a file that a till has saved, as they are.

    :raises DamagedError: with problem "json" or "form" for what is no such file
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise DamagedError("json") from None
    rows = data.get("entries") if isinstance(data, dict) else None
    if not isinstance(rows, list) or data.get("kind") != KIND:
        raise DamagedError("form")
    return rows


def repeats(commands, known):
    """Whether a till makes rows that are there: it does not know that they are."""
    return any(
        command[0] == CREATE and command[2].get("uuid") in known
        for command in commands or ()
    )


def aimed(commands, known, whole):
    """Return commands that create no row twice: ``known`` is {uuid: id} of the rows.

    A till that got no answer creates again what is there already; a row that it knew
    may be gone. ``whole``: the commands name all rows, others of the order are to go.
    """
    aims, named = [], set()
    for command in commands or ():
        values = command[2] if len(command) > 2 else None
        if command[0] not in (CREATE, UPDATE) or not isinstance(values, dict):
            if not whole:
                aims.append(command)
            continue
        values = {**values}
        number = known.get(values.get("uuid"))
        if command[0] == UPDATE and command[1] in known.values():
            number = command[1]
        values.pop("id", None)
        if number is None:
            aims.append([CREATE, 0, values])
            continue
        named.add(number)
        aims.append([UPDATE, number, _anew(values)])
    if whole:
        gone = [number for number in known.values() if number not in named]
        aims += [[DELETE, number, 0] for number in sorted(gone)]
    return aims


def _anew(values):
    """Rows of a row that is there: those that would be created replace what it has."""
    for name in NESTED:
        rows = values.get(name)
        if rows and all(row[0] == CREATE for row in rows):
            values[name] = [[CLEAR, 0, 0], *rows]
    return values
