"""Labels: what stands where, as pictures, PDF and ZPL; without Odoo or a database.

layout (areas in a box) and a label's texts -> drawing (in dots) -> raster, pdf, zpl.
Text is shaped by HarfBuzz for all of them, so Bengali joins its letters everywhere.
"""
