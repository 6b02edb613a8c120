"""Codes of promotions and coupons: the vectors that JavaScript reads, too."""

import json
from datetime import date
from pathlib import Path

import pytest

from md_pure.md_inventory_core import coupons, promo_codes

VECTORS = Path(__file__).parents[1] / "vectors"
CODES = json.loads((VECTORS / "promo_codes/codes.json").read_text())
COUPONS = json.loads((VECTORS / "coupons/coupons.json").read_text())
SEED, KEY = bytes.fromhex(COUPONS["seed"]), bytes.fromhex(COUPONS["key"])


@pytest.mark.parametrize("row", CODES["codes"], ids=lambda row: row["text"])
def test_normal_forms_and_marks(row):
    assert promo_codes.normal(row["text"]) == row["normal"]
    assert promo_codes.mark(row["text"], CODES["salt"]) == row["mark"]


def test_contracts():
    contract = {"id": "P1", "where": {"coupon": "save 1O", "stores": ["1"]}}
    opened = promo_codes.opened(contract)
    assert opened["where"] == {"coupon": "SAVE10", "stores": ["1"]}
    sealed = promo_codes.sealed(contract, "s")["where"]["coupon"]
    assert sealed == promo_codes.mark("SAVE10", "s")
    assert contract["where"]["coupon"] == "save 1O", "the input stays"
    single = {"id": "P1", "where": {"coupon": "@P1"}}
    assert promo_codes.sealed(single, "s") is single
    assert promo_codes.opened({"id": "P1"}) == {"id": "P1"}


def test_nobody_types_the_word_of_a_coupon():
    assert promo_codes.normals(["@P1", "#00", " ", None, "p1"]) == ["P1", "00"]


@pytest.mark.parametrize("row", COUPONS["coupons"], ids=lambda row: str(row["number"]))
def test_codes_of_coupons(row):
    coupon = coupons.Coupon(
        row["number"],
        row["promotion"],
        row["until"] and date.fromisoformat(row["until"]),
        row["customer"],
        row["online"],
    )
    assert coupons.code(coupon, SEED) == row["code"]
    assert coupons.read(row["code"], KEY) == coupon
    assert coupons.public_key(SEED) == KEY


@pytest.mark.parametrize("row", COUPONS["spelled"], ids=lambda row: row["text"][:12])
def test_spellings(row):
    assert coupons.read(row["text"], KEY).number == row["number"]


@pytest.mark.parametrize(("text", "problem"), COUPONS["problems"])
def test_what_is_no_coupon(text, problem):
    with pytest.raises(ValueError, match=f"^{problem}$"):
        coupons.read(text, KEY)


def test_a_number_without_room():
    with pytest.raises(OverflowError):
        coupons.code(coupons.Coupon(2**40, 1), SEED)


@pytest.mark.parametrize("row", COUPONS["packed"], ids=lambda row: row["text"])
def test_packed(row):
    assert coupons.packed(row["numbers"]) == row["text"]
