"""Own numbers, and codes with a weight or a price in them."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from md_pure.md_inventory_core import gtin
from md_pure.md_inventory_core.barcodes import (
    BarcodeError,
    Layout,
    capacity,
    layout_of,
    number,
    price_check_digit,
    read,
)

WEIGHT = Layout("weight", "21", 5, 5, 3)
PRICE = Layout("price", "23", 5, 5, 2)
CHECKED = Layout("price", "24", 5, 4, 2, checked=True)


def why(function, *arguments):
    with pytest.raises(BarcodeError) as caught:
        function(*arguments)
    return caught.value.why


def test_built_by_hand():
    # 21 12345 01234 and the check digit of GS1's rule
    assert WEIGHT.build(12345, Decimal("1.234")) == "2112345012346"
    assert WEIGHT.base(12345) == "2112345000008"
    assert WEIGHT.split("2112345012346") == ("2112345000008", Decimal("1.234"))
    assert PRICE.split(PRICE.build(7, Decimal("99.95"))) == (
        PRICE.base(7),
        Decimal("99.95"),
    )


def test_the_value_may_have_a_check_digit_of_its_own():
    # GS1 General Specifications, section 7.9.3 and 7.9.4
    assert price_check_digit("2875") == 9
    assert price_check_digit("14685") == 6
    code = CHECKED.build(42, Decimal("28.75"))
    assert code.startswith("24" + "00042" + "9" + "2875")
    assert CHECKED.split(code) == (CHECKED.base(42), Decimal("28.75"))
    wrong = code[:7] + "8" + code[8:12]
    assert why(CHECKED.split, wrong + str(gtin.check_digit(wrong))) == "price_check"


@st.composite
def layouts(draw):
    prefix = draw(st.sampled_from([str(n) for n in range(20, 30)]))
    checked = draw(st.booleans())
    sizes = (4, 5) if checked else range(1, 10)
    value = draw(st.sampled_from(sizes))
    item = 12 - len(prefix) - value - checked
    assume(item >= 1)
    return Layout("price", prefix, item, value, draw(st.integers(0, value)), checked)


@given(layouts(), st.data())
def test_what_is_built_is_read_again(layout, data):
    item = data.draw(st.integers(0, 10**layout.item_digits - 1))
    scaled = data.draw(st.integers(0, 10**layout.value_digits - 1))
    value = Decimal(scaled).scaleb(-layout.decimals)
    code = layout.build(item, value)
    assert gtin.validate(code) == code
    assert layout.split(code) == (layout.base(item), value)
    dots = "." * (layout.item_digits + layout.checked)
    digits = "N" * (layout.value_digits - layout.decimals) + "D" * layout.decimals
    pattern = f"{layout.prefix}{dots}{{{digits}}}"
    assert layout_of("price", pattern, layout.checked) == layout


@given(layouts(), st.text("0123456789", min_size=13, max_size=13))
def test_what_is_no_ean_13_of_the_prefix_is_not_split(layout, code):
    right = code[-1] == str(gtin.check_digit(code[:-1]))
    assume(not (right and code.startswith(layout.prefix)))
    assert layout.split(code) is None


def test_what_does_not_fit_is_refused():
    assert why(WEIGHT.build, 123456, Decimal(1)) == "item"
    assert why(WEIGHT.build, 1, Decimal("1.2345")) == "value"
    assert why(WEIGHT.build, 1, Decimal(100)) == "value"
    assert why(WEIGHT.build, 1, Decimal(-1)) == "value"
    assert why(Layout, "price", "19", 5, 5, 2) == "prefix"
    assert why(Layout, "price", "21", 5, 4, 2) == "item"
    assert why(Layout, "price", "21", 5, 5, 6) == "value"
    assert why(Layout, "price", "21", 3, 6, 2, True) == "value"
    assert layout_of("price", "22{NN}") is None
    assert layout_of("price", "2[13].....{NNNDD}") is None


def test_a_scan_of_a_weight_means_the_article_unless_the_code_is_somebodys():
    code, meant = read("2112345012346", [PRICE, WEIGHT])
    assert (code.key, code.how) == ("02112345012346", "code")
    assert (meant.key, meant.how) == ("02112345000008", "instore")
    assert (meant.what, meant.value) == ("weight", Decimal("1.234"))


@given(st.integers(20, 29), st.text("0123456789", max_size=7), st.data())
def test_running_numbers(two, company, data):
    prefix = f"{two}{company}"
    running = data.draw(st.integers(0, capacity(prefix) - 1))
    code = number(prefix, running)
    assert gtin.validate(code) == code
    assert len(code) == 13
    assert code.startswith(prefix)
    assert int(code[len(prefix) : -1]) == running


def test_numbers_end():
    assert number("20012345678", 9)[:12] == "200123456789"
    assert why(number, "20012345678", 10) == "used_up"
    assert why(number, "30", 1) == "prefix"
    assert why(number, "2x", 1) == "prefix"
    assert why(number, "", 1) == "prefix"
