import io
import re
import shutil
from pathlib import Path

import pypdfium2
from PIL import ImageChops
from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.base.models import ir_actions_report

CUSTOMER = "রহিমা খাতুন"
PRODUCT = "মিষ্টি দই ক্ষীর"  # joins letters: what a naive engine gets wrong
SELLER = "কামাল হোসেন"
# Of joined letters the text layer knows only some; these stand alone.
SINGLE = set("রহমাখাতনদইকামালহন৳")
# Code points that no font has: nothing, or the box of a missing glyph, is drawn.
NO_LETTER = "\ue7f0"
RESULTS = Path(__file__).resolve().parents[3] / "test-results"
SCALE = 2  # 144 dots per inch


def bengali_glyphs(pdf):
    """Numbers of the glyphs that a PDF draws with an embedded Bengali font."""
    glyphs = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        ours = {
            key
            for key, font in page["/Resources"].get("/Font", {}).items()
            if "Bengali" in font.get_object()["/BaseFont"]
        }
        font = None
        for operands, operator in page.get_contents().operations:
            if operator == b"Tf":
                font = operands[0]
            elif operator in (b"Tj", b"TJ") and font in ours:
                glyphs += numbers(operands[0])
    return glyphs


def numbers(shown):
    """Two-byte glyph numbers of what a PDF's text operator shows."""
    pieces = shown if isinstance(shown, list) else [shown]
    codes = b"".join(p.original_bytes for p in pieces if hasattr(p, "original_bytes"))
    return [int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2)]


def picture(pdf, name):
    """First page of a PDF as a grey image, kept in the results' folder."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=SCALE).to_pil().convert("L")
    RESULTS.mkdir(exist_ok=True)
    image.save(RESULTS / f"{name}.png")
    return image


def ink(image):
    """Number of dark pixels."""
    return sum(image.histogram()[:128])


@tagged("post_install", "-at_install")
class TestBengaliDocument(TransactionCase):
    """A document in Bengali is printed with real letters, not with empty boxes."""

    def order(self, customer, product, seller):
        self.env.user.name = seller
        goods = self.env["product.product"].create(
            {"name": product, "list_price": 250, "taxes_id": False}
        )
        return self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": customer}).id,
                "user_id": self.env.user.id,
                "currency_id": self.env.ref("base.BDT").id,
                "order_line": [Command.create({"product_id": goods.id})],
            }
        )

    def pdf(self, *words):
        """The quotation that Odoo prints, by its own engine."""
        self.assertTrue(shutil.which("wkhtmltopdf"), "the PDF engine is missing")
        self.assertEqual(ir_actions_report._wkhtml().state, "ok")
        order = self.order(*words)
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        with self.allow_pdf_render():
            pdf, kind = reports._render_qweb_pdf(
                "sale.action_report_saleorder", order.ids
            )
        self.assertEqual(kind, "pdf")
        return pdf

    def test_bengali_is_printed_with_its_letters(self):
        pdf = self.pdf(CUSTOMER, PRODUCT, SELLER)
        text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
        self.assertEqual(SINGLE - set(text), set(), "letters are not in the text layer")

        glyphs = bengali_glyphs(pdf)
        self.assertNotIn(0, glyphs, "a box is drawn for a letter that the font lacks")
        self.assertGreaterEqual(len(set(glyphs)), 18)
        # joined letters are one glyph: fewer glyphs than code points
        code_points = len(re.sub(r"\s", "", CUSTOMER + PRODUCT + SELLER))
        self.assertLess(len(glyphs), code_points + 2)

        printed = picture(pdf, "bengali_document")
        blank = picture(self.pdf(*(NO_LETTER * 9,) * 3), "bengali_document_no_letters")
        boxes = picture(self.pdf(*("\u25a1" * 9,) * 3), "bengali_document_boxes")
        self.assertGreater(ink(printed), ink(blank) + 500)
        self.assertGreater(
            ink(ImageChops.difference(printed, boxes).point(invert)), 500
        )


def invert(level):
    """Dark for light."""
    return 255 - level
