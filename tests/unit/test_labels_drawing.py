"""Labels as they are drawn: shaped letters, edges, sheets."""

import io
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from label_samples import BENGALI, ENGLISH, drawn, fitter, label, plan
from md_pure.md_inventory_core.labels import fonts, pdf, raster, shaping
from md_pure.md_inventory_core.labels.errors import LabelError

pytestmark = pytest.mark.slow
SHELF = plan("shelf", 70, 36)
GRID = pdf.Grid(3, 8, 70.0, 36.0, 0.0, 4.5)
SMALL = pdf.Grid(5, 13, 38.1, 21.2, 4.75, 10.7, gap_x=2.5)


def glyphs(text):
    return [glyph.number for glyph in shaping.shape(text, fitter().book).glyphs]


def letter_by_letter(text):
    """What a program draws that knows no Bengali: the glyph of each letter."""
    found = []
    for letter in text:
        face = fitter().book.face(letter)
        found.append(face.font.get_nominal_glyph(ord(letter)))
    return found


@pytest.mark.parametrize("text", ["ক্ষ", "ষ্টি", "ক্তি", "শ্রী", "র্ম", "ন্ত্র"])
def test_bengali_letters_are_joined(text):
    shaped = glyphs(text)
    assert 0 not in shaped
    # fewer glyphs than letters, and other ones
    assert len(shaped) < len(text)
    assert shaped != letter_by_letter(text)


def test_vowel_stands_before_its_consonant():
    # ি is written after ক but drawn before it
    assert glyphs("কি") == letter_by_letter("কি")[::-1]


def test_picture_of_joined_letters_is_another_one():
    """The same letters, kept apart, give another picture."""
    said = [{"name": "ক্ষ"}, {"name": "ক\u09cd\u200cষ"}]
    layout = plan("shelf", 70, 36)
    made = raster.pictures(drawn(layout, label("", says)) for says in said)
    joined, apart = (picture.convert("L") for picture in made)
    dark = [picture.histogram()[0] for picture in (joined, apart)]
    assert min(dark) > 300
    assert joined.tobytes() != apart.tobytes()


def test_right_to_left():
    base = glyphs("אב")
    assert base == letter_by_letter("אב")[::-1]
    line = shaping.shape("500 g חלב", fitter().book)
    said = "".join(glyph.text for glyph in line.glyphs)
    assert said == "500 g בלח"  # as it is seen, from the left
    assert len({glyph.face.name for glyph in line.glyphs}) == 2


def test_letter_that_no_font_has_is_said():
    made = drawn(SHELF, label("", ENGLISH | {"name": "Doi \ue7f0"}))
    assert ("missing", "\ue7f0") in made.notes
    assert ("missing", "\ue7f0") not in drawn(SHELF, label("", BENGALI)).notes


def test_no_fonts_at_all(tmp_path):
    with pytest.raises(LabelError) as caught:
        fonts.FontBook([tmp_path])
    assert caught.value.why == "no_font"
    named = tmp_path / "fonts.conf"
    named.write_text("<fontconfig><dir> /somewhere </dir></fontconfig>")
    first, *_others = fonts.folders({"FONTCONFIG_FILE": str(named)})
    assert str(first) == "/somewhere"


words = st.text(
    st.sampled_from("abcdefghij WMকখগঘষ্টিীর দই ক্ষ ,.-0123456789"), max_size=300
)


@settings(max_examples=40)
@given(words, words, st.sampled_from([(70, 36), (38, 21), (30, 40), (20, 12)]))
def test_nothing_stands_over_the_edge(name, variant, size):
    layout = replace(plan("shelf", *size), fields=frozenset({"name", "variant"}))
    made = drawn(layout, label("", {"name": name, "variant": variant}))
    for text in made.texts:
        assert text.x >= 0 and text.x + text.line.width * text.size <= made.width + 0.01
        assert text.size < text.y + 1 and text.y <= made.height


def test_long_name_ends_with_an_ellipsis():
    made = drawn(SHELF, label("", {"name": "দই ক্ষীর " * 40}))
    assert ("cut", "name") in made.notes
    lines = ["".join(g.text for g in text.line.glyphs) for text in made.texts]
    assert len(lines) == 2 and lines[-1].endswith("…")
    short = drawn(SHELF, label("", {"name": "দই"}))
    assert short.notes == () and len(short.texts) == 1


def test_pdf_is_searched_in_any_language():
    data = pdf.roll([(drawn(SHELF, label("5901234123457", BENGALI)), 2)])
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 2
    text = document[1].get_textpage().get_text_bounded()
    assert BENGALI["name"] in text and "1,250.00" in text
    page = PdfReader(io.BytesIO(data)).pages[0]
    assert [round(float(side), 1) for side in page.mediabox[2:]] == [198.3, 101.8]


def test_sheet_goes_on_where_it_was_begun():
    one = drawn(SHELF, label("5901234123457"))
    data = pdf.sheets([(one, 30)], GRID, start=5)
    document = pypdfium2.PdfDocument(data)
    counts = [
        page.get_textpage().get_text_bounded().count("DOI-500") for page in document
    ]
    assert counts == [20, 10]
    first = document[0].render(scale=1, grayscale=True).to_pil()
    # the first row and one label of the second are used up
    cell = (595 / 3, 36 / 25.4 * 72)
    top = 4.5 / 25.4 * 72
    used = first.crop((0, 0, 595, int(top + cell[1])))
    begun = first.crop((0, int(top + cell[1]), int(cell[0]), int(top + 2 * cell[1])))
    after = first.crop((int(cell[0]), int(top + cell[1]), 595, int(top + 2 * cell[1])))
    assert used.getextrema() == begun.getextrema() == (255, 255)
    assert after.getextrema()[0] < 60


def test_sheets_that_cannot_be():
    one = drawn(SHELF, label(""))
    for grid, start in ((GRID, 0), (GRID, 25), (SMALL, 1)):
        with pytest.raises(LabelError) as caught:
            pdf.sheets([(one, 1)], grid, start)
        assert caught.value.why == "bad_grid"


def test_many_copies_are_one_drawing():
    one = drawn(SHELF, label("5901234123457", BENGALI))
    few = len(pdf.sheets([(one, 24)], GRID))
    many = len(pdf.sheets([(one, 4_800)], GRID))
    assert many < few + 200 * 2_500
