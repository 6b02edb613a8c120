"""Card numbers are found and masked; barcodes, times and telephones are left alone."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from md_pure.md_inventory_core.card_numbers import (
    NETWORKS,
    find_cards,
    luhn_fits,
    mask_cards,
    network_of,
)
from md_pure.md_inventory_core.gtin import check_digit

# Published by the networks and by payment providers for testing.
CARDS = {
    "4111111111111111": "visa",
    "4012888888881881": "visa",
    "4242424242424242": "visa",
    "4000002500003155": "visa",
    "5555555555554444": "mastercard",
    "5105105105105100": "mastercard",
    "2223003122003222": "mastercard",
    "378282246310005": "amex",
    "371449635398431": "amex",
    "6011111111111117": "discover",
    "6011000990139424": "discover",
    "30569309025904": "diners",
    "38520000023237": "diners",
    "3530111333300000": "jcb",
    "3566002020360505": "jcb",
    "6200000000000005": "unionpay",
    "6759649826438453": "maestro",
    "6304000000000000": "maestro",
    "2201382000000013": "mir",
}
HARMLESS = [
    "4006381333931",  # GTIN-13 that begins like a Visa card
    "4006381333931 4006381333931",
    "4006381333931 123",  # a barcode and a quantity: 16 digits, begins with 4
    "04006381333931",  # the same as GTIN-14
    "10012345678902",  # GTIN-14 of a carton
    "0885909950805",
    "20261122071012",  # a time, 14 digits
    "2026112207101234",  # with hundredths
    "2026-11-22 07:10:12,345",
    "1795331894123456",  # microseconds since 1970
    "1795331894123456789",
    "+880 1711 123456",
    "+8801711123456",
    "01711-123456 01811-123456",
    "4111111111111112",  # the check digit is wrong
    "411111111111111",  # a digit is missing
    "99994111111111111111999",  # part of something longer
    "4111 1111-1111 1111",  # nobody prints it so
    "4111  1111  1111  1111",
    "SO 2026/00042, line 7",
    "",
]


@pytest.mark.parametrize(("number", "network"), CARDS.items())
def test_published_numbers_are_found(number, network):
    text = f"paid with {number}."
    [found] = find_cards(text)
    assert (found.network, found.last4) == (network, number[-4:])
    assert text[found.start : found.end] == number
    assert mask_cards(text) == f"paid with [card ****{number[-4:]}]."


@pytest.mark.parametrize(
    "printed",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "3782 822463 10005",
        "3056-930902-5904",
        "card:4111 1111 1111 1111",
        '"4111111111111111"',
        "x=4111111111111111&y=1",
    ],
)
def test_numbers_in_groups_and_in_company(printed):
    masked = mask_cards(printed)
    assert "[card ****" in masked
    assert sum(c.isdigit() for c in masked) <= 5


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_numbers_stay(text):
    assert mask_cards(text) == text


def test_a_card_between_other_numbers():
    text = "order 42 4111 1111 1111 1111 7 times"
    assert mask_cards(text) == "order 42 [card ****1111] 7 times"


def test_several_cards_and_what_is_between_them():
    text = "4111111111111111, then 5555 5555 5555 4444; then 4006381333931"
    assert (
        mask_cards(text) == "[card ****1111], then [card ****4444]; then 4006381333931"
    )


def with_check_digit(payload):
    """The number whose Luhn digit fits."""
    return next(payload + d for d in string.digits if luhn_fits(payload + d))


@st.composite
def card_numbers(draw):
    """A number of any network and any length it has."""
    network, first, last, lengths = draw(st.sampled_from(NETWORKS))
    iin = str(draw(st.integers(int(first), int(last)))).zfill(len(first))
    size = draw(st.sampled_from(lengths)) - len(iin) - 1
    rest = draw(st.text(string.digits, min_size=size, max_size=size))
    return network, with_check_digit(iin + rest)


@given(card_numbers(), st.text(string.ascii_letters + " .,:;", max_size=20))
def test_every_card_is_masked_wherever_it_stands(card, around):
    _network, number = card
    masked = mask_cards(f"{around} {number} {around}")
    assert number not in masked
    assert masked.count("[card ****") == 1
    assert mask_cards(masked) == masked


@given(card_numbers())
def test_one_wrong_digit_is_no_card(card):
    _network, number = card
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert network_of(wrong) is None
    assert mask_cards(wrong) == wrong


@given(st.text(string.digits, min_size=12, max_size=12))
def test_no_gtin_13_is_masked(payload):
    code = payload + str(check_digit(payload))
    assert mask_cards(f"scanned {code}") == f"scanned {code}"


def test_a_barcode_and_a_quantity_are_two_numbers():
    quantity = next(n for n in range(100, 999) if luhn_fits(f"4006381333931{n}"))
    assert network_of(f"4006381333931{quantity}") == "visa"
    assert find_cards(f"4006381333931 {quantity}") == []


@given(
    st.text(string.digits, min_size=13, max_size=13),
)
def test_no_gtin_14_without_a_card_iin_is_masked(payload):
    # of the networks with 14 digits: Diners and Maestro
    assume(not payload.startswith(("30", "36", "38", "39", "5", "6")))
    code = payload + str(check_digit(payload))
    assert mask_cards(code) == code


@given(st.datetimes())
def test_no_time_is_masked(moment):
    for form in ("%Y%m%d%H%M%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d-%H-%M-%S"):
        text = moment.replace(year=2000 + moment.year % 100).strftime(form)
        assert mask_cards(text) == text


@given(st.text())
def test_any_text_can_be_masked_and_loses_only_digits(text):
    masked = mask_cards(text)
    assert masked == text or len(find_cards(text)) > 0
