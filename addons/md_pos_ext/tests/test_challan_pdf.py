"""The printed tax challan: two languages, two layouts, many lines, a code to scan."""

import io
import shutil

import pypdfium2
import zxingcpp

from odoo.tests import tagged

from odoo.addons.md_inventory_core.tests.test_bengali_document import (
    RESULTS,
    bengali_glyphs,
)

from .challan_common import BIN, ChallanCase


@tagged("post_install", "-at_install")
class TestChallanPdf(ChallanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.write({"name": "রহিমা ট্রেডার্স", "md_bin": "0009876540202"})
        if not shutil.which("wkhtmltopdf"):
            cls.skipTest(cls, "no wkhtmltopdf")

    def pdf(self, challan, language):
        """The next print, as pages of an independent reader."""
        challan._print(language)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf(
            "md_pos_ext.md_challan_report", challan.print_ids[:1].ids
        )
        RESULTS.mkdir(exist_ok=True)
        pages = pypdfium2.PdfDocument(io.BytesIO(content))
        image = pages[0].render(scale=2).to_pil()
        image.save(RESULTS / f"mushak-{challan.layout}-{language}.png")
        return content, pages

    def facts(self, pages):
        (code,) = zxingcpp.read_barcodes(pages[0].render(scale=3).to_pil())
        return dict(line.split("=", 1) for line in code.text.splitlines())

    def text(self, pages):
        return "\n".join(page.get_textpage().get_text_range() for page in pages)

    def test_both_layouts_in_both_languages(self):
        for layout in ("10", "13"):
            self.company.md_challan_layout = layout
            taxes = self.taxes(20, 15, True)
            move = self.invoice(taxes, [(1380, 2, 10), (100, 3, 0)])
            challan = self.challan(move)
            content, english = self.pdf(challan, "en")
            text = self.text(english)
            for words in ("Tax Challan", "Mushak-6.3", "Original", "2,784.00", BIN):
                self.assertIn(words, text, layout)
            self.assertEqual("Discount" in text, layout == "13")
            facts = self.facts(english)
            self.assertEqual(facts["NO"], challan.number)
            self.assertEqual(facts["BUYER_BIN"], "000987654-0202")
            self.assertEqual(facts["TOTAL"], "2784.00")
            glyphs = len(bengali_glyphs(content))
            content, bengali = self.pdf(challan, "bn")
            self.assertEqual(self.facts(bengali), facts)
            self.assertGreater(len(bengali_glyphs(content)), 10 * glyphs)
            self.assertNotIn("Tax Challan", self.text(bengali))
            self.assertEqual((len(english), len(bengali)), (1, 1))

    def test_many_lines_go_on_with_their_headings(self):
        rows = [(100 + n, 1, 0) for n in range(60)]
        move = self.invoice(self.taxes(20, 15, True), rows)
        _content, pages = self.pdf(self.challan(move), "en")
        self.assertGreater(len(pages), 1)
        self.assertEqual(len(pages), 3)
        for at, page in enumerate(pages, 1):
            text = page.get_textpage().get_text_range()
            for words in ("Perfume", "Unit of supply", "Original", f"Page {at}/3"):
                self.assertIn(words, text)
        self.assertIn("7,770.00", text)
        self.assertEqual(self.text(pages).count("Perfume"), 60)
