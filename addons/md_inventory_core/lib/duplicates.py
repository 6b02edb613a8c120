"""Which products may be the same thing twice: by barcode, by SKU, by name.

Names are compared by their trigrams (sets of three letters), after case, accents,
punctuation and the order of words are taken away. Words that tell sizes and kinds
apart, those with digits and single letters, must be the same: "Cola 250 ml" is not
"Cola 500 ml". No database is needed: the candidates of a name are those that share one
of its rarest trigrams, so that a hundred thousand names take seconds.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from . import gtin

BARCODE, SKU, NAME = "barcode", "sku", "name"
NEAR = 0.75  # least likeness of names
MOST_ALIKE = 50  # in a group of the same barcode or SKU


@dataclass(frozen=True, slots=True)
class Item:
    """A product: ``group`` is what near names must share (category and brand)."""

    id: int
    name: str = ""
    sku: str = ""
    barcodes: tuple[str, ...] = ()
    group: Hashable = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two products, ``a`` < ``b``, why they may be one, and how sure that is (0..1)."""

    a: int
    b: int
    score: float
    reason: str
    said: str


def pairs(items: Iterable[Item]) -> list[Pair]:
    """All candidates, each pair once with its strongest reason, surest first."""
    items, found = list(items), {}
    for pair in (*_same_barcode(items), *_same_sku(items), *_near_names(items)):
        known = found.get((pair.a, pair.b))
        if known is None or known.score < pair.score:
            found[pair.a, pair.b] = pair
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.a, pair.b))


def plain_barcode(code: str) -> str:
    """The normal form of a barcode: of GTINs 14 digits, of others without blanks."""
    bare = re.sub(r"[\s-]+", "", code)
    try:
        return gtin.normalise(bare)
    except ValueError:
        return bare.upper()


def plain_sku(sku: str) -> str:
    """A SKU without case and blanks."""
    return re.sub(r"\s+", "", sku).casefold()


def words(name: str) -> list[str]:
    """The words of a name, sorted, without case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", name.casefold())
    letters = (
        c
        if unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Mc"
        # accents of Latin letters go, vowel signs of other scripts stay
        else ""
        if unicodedata.category(c) == "Mn" and c < "\u0900"
        else c
        if unicodedata.category(c) == "Mn"
        else " "
        for c in text
    )
    joined = "".join(letters)
    # 250 ml and 250ml are the same
    joined = re.sub(r"(\d)\s+([^\W\d_]{1,3})\b", r"\1\2", joined)
    return sorted(joined.split())


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1; 0 when they name different sizes or kinds."""
    first, second = words(one), words(other)
    if _telling(first) != _telling(second):
        return 0.0
    return _jaccard(_grams(first), _grams(second))


def _same_barcode(items):
    found = defaultdict(dict)
    for item in items:
        for code in item.barcodes:
            if plain := plain_barcode(code):
                found[plain].setdefault(item.id, code)
    for plain, codes in found.items():
        yield from _all(codes, 1.0, BARCODE, plain)


def _same_sku(items):
    found = defaultdict(dict)
    for item in items:
        if plain := plain_sku(item.sku or ""):
            found[plain].setdefault(item.id, item.sku)
    for plain, skus in found.items():
        yield from _all(skus, 0.95, SKU, plain)


def _all(ids: Mapping[int, str], score, reason, said) -> Iterator[Pair]:
    known = sorted(ids)[:MOST_ALIKE]
    for index, a in enumerate(known):
        for b in known[index + 1 :]:
            yield Pair(a, b, score, reason, said)


def _near_names(items):
    groups = defaultdict(list)
    for item in items:
        split = words(item.name or "")
        if split:
            groups[item.group, _telling(split)].append((item, _grams(split)))
    for members in groups.values():
        if len(members) > 1:
            yield from _near_in(members)


def _near_in(members):
    """Set similarity join by prefixes: alike sets share one of their rarest members."""
    common = Counter(gram for _item, grams in members for gram in grams)
    members.sort(key=lambda member: (len(member[1]), member[0].id))
    index = defaultdict(list)
    for place, (item, grams) in enumerate(members):
        rare = sorted(grams, key=lambda gram: (common[gram], gram))
        prefix = rare[: len(grams) - ceil(NEAR * len(grams)) + 1]
        seen = {other for gram in prefix for other in index[gram]}
        for other in seen:
            theirs = members[other]
            # shorter ones come first: too short ones cannot be alike enough
            if len(theirs[1]) < NEAR * len(grams) or theirs[0].id == item.id:
                continue
            score = _jaccard(theirs[1], grams)
            if score >= NEAR:
                a, b = sorted((theirs[0].id, item.id))
                # less sure than a code that is the same
                yield Pair(a, b, round(0.9 * score, 4), NAME, f"{round(100 * score)} %")
        for gram in prefix:
            index[gram].append(place)


def _telling(split):
    """Words that tell two kinds of the same thing apart."""
    return tuple(w for w in split if len(w) == 1 or any(map(str.isdigit, w)))


def _grams(split):
    text = f"  {'  '.join(split)}  "
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


def _jaccard(one, other):
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
