"""What is kept of a login that may be a password."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.login import masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("abc", "***"),
        ("abcd", "a***"),
        ("abcdefgh", "a******"),
        ("abcdefghijkl", "a******l"),
        (" hunter2 and more\n", "h*********e"),
    ],
)
def test_first_and_length_and_last_when_long(text, kept):
    assert masked(text) == kept


@given(st.text(max_size=80))
def test_never_more_than_two_characters(text):
    kept = masked(text)
    assert len(kept) <= 11
    assert len(kept.replace("*", "", 11)) <= 2
