from werkzeug.exceptions import NotFound

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.website.models.ir_http import sitemap_qs2dom
from odoo.addons.website_sale.controllers import main


def sitemap_brands(env, rule, qs):
    """Pages of the brands of which the website sells something."""
    website = env["website"].get_current_website()
    if website.ecommerce_access == "logged_in" and not qs:
        return
    sold = Domain(website.sale_product_domain()) & Domain("md_brand_id", "!=", False)
    brands = env["md.brand"].search(
        sitemap_qs2dom(qs, f"{main.SHOP_PATH}/brand", "name")
    )
    found = env["product.template"]._read_group(
        sold & Domain("md_brand_id", "in", brands.ids), ["md_brand_id"]
    )
    for (brand,) in found:
        yield {"loc": brand._md_page()}


class WebsiteSale(main.WebsiteSale):
    """Brands: a page of each, and a filter of the shop."""

    @route(
        [
            f'{main.SHOP_PATH}/brand/<model("md.brand"):md_brand>',
            f'{main.SHOP_PATH}/brand/<model("md.brand"):md_brand>/page/<int:page>',
        ],
        type="http",
        auth="public",
        website=True,
        sitemap=sitemap_brands,
        handle_params_access_error=lambda e, **kwargs: NotFound.code,
    )
    def md_shop_brand(self, md_brand, page=0, **post):
        """The shop with one brand's products only, under its own address."""
        if not md_brand.active:
            raise NotFound()
        request.update_context(md_brand_page=md_brand.id)
        post.pop("brand", None)
        return self.shop(page=page, **post)

    @staticmethod
    def _get_shop_path(category=None, page=0):
        path = main.WebsiteSale._get_shop_path(category, page)
        brand = request.env.context.get("md_brand_page")
        if not brand or category:
            return path
        tail = path.removeprefix(main.SHOP_PATH)
        return request.env["md.brand"].browse(brand)._md_page() + tail

    def _md_brands(self):
        """The brands to which the shop is limited; none for all."""
        brands = request.env["md.brand"]
        if page := request.env.context.get("md_brand_page"):
            return brands.browse(page)
        named = (request.params.get("brand") or "").split(",")
        slugs = [request.env["ir.http"]._unslug(name)[1] for name in named]
        return brands.search([("id", "in", [one for one in slugs if one])])

    def _get_search_options(self, **post):
        options = super()._get_search_options(**post)
        return options | {"md_brand_ids": self._md_brands().ids}

    def _get_shop_domain(self, *args, md_all_brands=False, **kwargs):
        domain = super()._get_shop_domain(*args, **kwargs)
        brands = not md_all_brands and self._md_brands()
        return domain & Domain("md_brand_id", "in", brands.ids) if brands else domain

    def _shop_get_query_url_kwargs(self, *args, brand=None, **kwargs):
        return {
            **super()._shop_get_query_url_kwargs(*args, **kwargs),
            "brand": brand,
        }

    def _get_additional_shop_values(self, values, **kwargs):
        more = super()._get_additional_shop_values(values, **kwargs)
        page = request.env.context.get("md_brand_page")
        brand = request.env["md.brand"].browse(page or ())
        chosen = self._md_brands()
        more |= {
            "md_brand": brand,
            "md_brand_links": self._md_brand_links(values, chosen),
            "md_brands_chosen": chosen,
        }
        if brand:
            more |= {"main_object": brand, "additional_title": brand.name}
        return more

    def _md_brand_links(self, values, chosen):
        """[(brand, how many products, whether it is chosen, the address that chooses it
        or does so no more)] of what is found without regard to brands.
        """
        domain = self._get_shop_domain(
            values["search"],
            values["category"],
            values["attrib_values"],
            md_all_brands=True,
        )
        found = request.env["product.template"]._read_group(
            domain & Domain("md_brand_id", "!=", False), ["md_brand_id"], ["__count"]
        )
        slug, keep = request.env["ir.http"]._slug, values["keep"]
        path = None if values["category"] else main.SHOP_PATH
        links = []
        for brand, count in found:
            is_chosen = brand in chosen
            brands = chosen - brand if is_chosen else chosen | brand
            address = keep(path, brand=",".join(slug(one) for one in brands))
            links.append((brand, count, is_chosen, address))
        return links
