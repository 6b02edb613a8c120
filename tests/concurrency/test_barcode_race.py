"""Numbers of a range and owners of codes, raced for by many who are killed."""

import random
from collections import Counter

import pytest

pytestmark = pytest.mark.concurrency

SEED = 20261123
WORKERS = 8
NEXT = "SELECT next_number FROM md_barcode_range WHERE id = %(place)s"
GIVEN = """
SELECT substr(barcode, 5, 8)::int FROM product_product
 WHERE barcode LIKE %(prefix)s || '%%' ORDER BY 1
"""
# What stands at products, packagings and further barcodes, in one form; and the index.
CODES = """
WITH codes AS (
    SELECT id AS product, barcode AS code FROM product_product WHERE active
    UNION ALL SELECT product_id, barcode FROM product_uom
    UNION ALL SELECT product_id, code FROM md_product_barcode
)
SELECT product, lpad(code, 14, '0') FROM codes
 WHERE product = ANY(%(products)s) AND code IS NOT NULL ORDER BY 2, 1
"""
INDEX = """
SELECT product_id, key FROM md_barcode_owner
 WHERE product_id = ANY(%(products)s) AND NOT clash ORDER BY 2, 1
"""
# UPC-A, EAN-13 and GTIN-14 of one article
SPELLINGS = ("012345678905", "0012345678905", "00012345678905")


def race(shop, attempts, kills):
    """What attempts came to; none with an error."""
    found = shop.ask(
        "claim_scenes.race", attempts=attempts, seed=SEED, kills=kills, size=WORKERS
    )
    outcomes = Counter(found["outcomes"])
    errors = [outcome for outcome in outcomes if outcome.startswith("error")]
    assert not errors, errors[:3]
    return outcomes, found["killed"]


def test_numbers_have_no_gap_and_are_given_once(shop):
    prefix = "2907"
    place, bare = shop.ask("claim_barcodes.open_numbers", prefix=prefix, number=24)
    attempts = [("give_number", place, product) for product in bare[:12]]
    attempts += [("give_and_fail", place, product) for product in bare[12:]]
    attempts += [("make_numbered", f"Numbered {n}") for n in range(16)]
    outcomes, killed = race(shop, attempts, kills=0.4)
    shop.ask("claim_barcodes.close_numbers", place=place)
    assert killed, "nobody was killed"
    assert outcomes["refused"] == 12, "of those that fail none is given"
    given = [number for [number] in shop.rows(GIVEN, {"prefix": prefix})]
    assert len(given) >= 12 + 16, "who was killed after the commit made two"
    assert given == list(range(1, len(given) + 1)), "no gap, no number twice"
    assert shop.rows(NEXT, {"place": place}) == [(len(given) + 1,)]


def test_a_code_has_one_owner_whoever_wants_it_at_once(shop):
    products = shop.ask("claim_barcodes.open_things", number=12)
    chance = random.Random(SEED)
    ways = ("want_main", "want_packaging", "want_further")
    for _round in range(3):
        attempts = [
            (ways[n % 3], product, chance.choice(SPELLINGS))
            for n, product in enumerate(products)
        ]
        outcomes, killed = race(shop, attempts, kills=0)
        assert outcomes == {"taken": 1, "refused": len(products) - 1}
        assert not killed
        codes = shop.rows(CODES, {"products": products})
        assert len(codes) == 1
        assert codes == shop.rows(INDEX, {"products": products})
        race(shop, [("leave", product) for product in products], kills=0)


def test_the_index_says_what_stands_there_after_kills(shop):
    products = shop.ask("claim_barcodes.open_things", number=8)
    chance = random.Random(SEED)
    ways = ("want_main", "want_packaging", "want_further")
    codes = (*SPELLINGS, "8901234567890", "96385074", "10012345678902")
    attempts = []
    for _turn in range(60):
        product = chance.choice(products)
        way = chance.choice((*ways, "leave"))
        code = () if way == "leave" else (chance.choice(codes),)
        attempts.append((way, product, *code))
    outcomes, killed = race(shop, attempts, kills=0.4)
    assert killed, "nobody was killed"
    assert outcomes["taken"]
    found = shop.rows(CODES, {"products": products})
    assert found == shop.rows(INDEX, {"products": products})
    keys = [key for _product, key in found]
    assert len(keys) == len(set(keys)), "one owner each"
