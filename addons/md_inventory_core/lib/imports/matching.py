"""Which variant of a product each row means; a `Fault` where it can be none."""

from typing import Any

from .fields import VARIANT_FIELDS
from .values import Fault
from .world import Variant


def column_of(attribute, world) -> str:
    """The column of an attribute's values."""
    return next(
        (name for name, d in world.dimensions.items() if d.attribute == attribute), ""
    )


def of_known(entries, found, combinations, style, world) -> list[Variant | None]:
    """The variant of each row, of a product that is there; None where it is made."""
    by_combination = {
        frozenset(variant.combination.items()): variant for variant in style.variants
    }
    answers, seen = [], {}
    for entry, variant, combination in zip(entries, found, combinations, strict=True):
        if variant is None:
            variant = _same(entry, combination, style, by_combination, world)
        elif combination:
            _check_same(entry, variant, combination, style, world)
        if variant:
            _once(entry, variant.id, seen)
        else:
            _check_whole(entry, combination, style.making, world)
            _once(entry, frozenset(combination.items()), seen)
        answers.append(variant)
    if style.plain and None in answers:
        answers = _first_of_plain(entries, answers, combinations, style, world)
    return answers


def _same(entry, combination, style, by_combination, world):
    """The variant with a row's combination; it must not have another key."""
    if style.plain and not combination and style.variants:
        variant = style.variants[0]
    else:
        variant = by_combination.get(frozenset(combination.items()))
    if variant:
        field_name = VARIANT_FIELDS[world.key]
        key, wish = variant.values[field_name], entry.get(world.key)
        if key and wish and key != wish:
            raise Fault(world.key, "other_key", entry.number, text=wish, found=key)
    return variant


def _check_same(entry, variant, combination, style, world):
    for attribute, value in combination.items():
        if attribute not in style.making:
            if style.plain:
                continue
            column = column_of(attribute, world)
            raise Fault(column, "new_dimension", entry.number, text=entry.get(column))
        if variant.combination.get(attribute) != value:
            column = column_of(attribute, world)
            raise Fault(column, "other_value", entry.number, text=entry.get(column))


def _check_whole(entry, combination, making, world):
    for attribute in sorted(making - combination.keys()):
        raise Fault(column_of(attribute, world) or "name", "lacks", entry.number)
    for attribute in sorted(combination.keys() - making) if making else ():
        column = column_of(attribute, world)
        raise Fault(column, "new_dimension", entry.number, text=entry.get(column))


def _once(entry, key, seen):
    other = seen.setdefault(key, entry.number)
    if other != entry.number:
        raise Fault("", "same_variant", entry.number, other=other)


def _first_of_plain(entries, answers, combinations, style, world):
    """A product without values: its variant becomes that of the first row."""
    if not style.variants:
        return answers
    making = set().union(*combinations)
    for entry, combination in zip(entries, combinations, strict=True):
        _check_whole(entry, combination, making, world)
    if style.variants[0] not in answers:
        entry, variant = entries[0], style.variants[0]
        field_name = VARIANT_FIELDS[world.key]
        key, wish = variant.values[field_name], entry.get(world.key)
        if key and key != wish:
            raise Fault(world.key, "plain_key", entry.number, found=key)
        answers = [variant, *answers[1:]]
    return answers


def of_new(entries, combinations, world) -> list[None]:
    """As `of_known`, of a product that is made: each row has the same dimensions."""
    making = set().union(*combinations)
    seen: dict[Any, int] = {}
    for entry, combination in zip(entries, combinations, strict=True):
        _check_whole(entry, combination, making, world)
        _once(entry, frozenset(combination.items()), seen)
    return [None] * len(entries)
