from odoo import models


class MdBrand(models.Model):
    """A brand has a page on each shop: see controllers/brand.py."""

    _name = "md.brand"
    _inherit = ["md.brand", "website.seo.metadata"]

    def _md_page(self):
        """The path of the brand's page."""
        return f"/shop/brand/{self.env['ir.http']._slug(self)}"

    def _default_website_meta(self):
        """Search engines and networks show the brand's own words and logo."""
        meta = super()._default_website_meta()
        words = self.description and self.description.striptags().strip()
        if words:
            meta["default_meta_description"] = words[:160]
            for kind, key in (("opengraph", "og"), ("twitter", "twitter")):
                meta[f"default_{kind}"][f"{key}:description"] = words[:160]
        if self.image_512:
            logo = self.env["website"].image_url(self, "image_512")
            meta["default_opengraph"]["og:image"] = logo
            meta["default_twitter"]["twitter:image"] = logo
        return meta
