from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import models
from odoo.tools import SQL


class MdPromotionFacts(models.AbstractModel):
    """What the engine is told of goods, customers and places."""

    _name = "md.promotion.facts"
    _description = "Facts for Promotions"

    def _products(self, products):
        """{product id: {"sku", "tags", "divisible", "locked"}}, in few queries.

        Tags: ``prod:`` the variant, ``tmpl:`` the product, ``cat:`` its category and
        all above, ``brand:``, ``tag:`` product tags of product and variant, ``val:``
        attribute values, those of the product that make no variants included.
        """
        # sudo: who sells need not read all that tells goods apart
        products = products.sudo()
        values = self._values(products)
        found = {}
        for product in products:
            template = product.product_tmpl_id
            path = (template.categ_id.parent_path or "").split("/")
            tags = [f"prod:{product.id}", f"tmpl:{template.id}"]
            tags += [f"cat:{number}" for number in path if number]
            if template.md_brand_id:
                tags.append(f"brand:{template.md_brand_id.id}")
            tags += [f"tag:{tag}" for tag in product.all_product_tag_ids.ids]
            tags += [f"val:{value}" for value in values.get(product.id, ())]
            found[product.id] = {
                "sku": str(product.id),
                "tags": sorted(set(tags)),
                "divisible": self._divisible(product),
                "locked": self._locked(product),
            }
        return found

    def _values(self, products):
        """{product id: ids of attribute values}."""
        models_ = (
            "product.template.attribute.value",
            "product.template.attribute.line",
        )
        for name in models_:
            self.env[name].flush_model()
        products.flush_model(
            ["product_template_attribute_value_ids", "product_tmpl_id"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.product_product_id, v.product_attribute_value_id
                  FROM product_variant_combination c
                  JOIN product_template_attribute_value v
                    ON v.id = c.product_template_attribute_value_id
                 WHERE c.product_product_id = ANY(%(ids)s)
                 UNION
                SELECT p.id, v.product_attribute_value_id
                  FROM product_product p
                  JOIN product_template_attribute_line l
                    ON l.product_tmpl_id = p.product_tmpl_id AND l.active
                  JOIN product_template_attribute_value v
                    ON v.attribute_line_id = l.id AND v.ptav_active
                  JOIN product_attribute a ON a.id = l.attribute_id
                 WHERE p.id = ANY(%(ids)s) AND l.value_count = 1
                """,
                ids=products.ids,
            )
        )
        found = {}
        for product, value in rows:
            found.setdefault(product, []).append(value)
        return found

    def _divisible(self, product):
        """Whether it is sold by weight or measure: not by the piece."""
        pieces = self.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_unit")
        uom = product.uom_id
        return not (uom.parent_path or "").startswith(f"{pieces}/")

    def _locked(self, product):
        """Whether no promotion may touch it."""
        return product.product_tmpl_id.md_no_promotions

    def _customer(self, partner, at):
        """What the engine knows of a customer at a moment (UTC); None of nobody."""
        return self._customers(partner, at).get(partner.id) if partner else None

    def _customers(self, partners, at):
        """{partner id: {"id", "groups", "used"}}, in few queries."""
        # sudo: who sells may see neither tags, nor birthdays, nor who is staff
        partners = partners.sudo()
        used = self.env["md.promotion.usage"]._used_by(partners, at)
        bought = self._bought(partners)
        classes = self.env["md.customer.classes"]._of(partners, at)
        found = {}
        for partner in partners:
            person = partner.commercial_partner_id | partner
            groups = {
                f"tag:{n}" for tag in person.category_id for n in self._above(tag)
            }
            groups |= {f"class:{number}" for number in classes[partner.id].ids}
            if self._has_birthday(partner, at):
                groups.add("birthday")
            if partner.id not in bought:
                groups.add("first_order")
            if partner.user_ids.filtered(lambda user: not user.share):
                groups.add("staff")
            found[partner.id] = {
                "id": str(partner.id),
                "groups": sorted(groups),
                "used": used.get(partner.id, {}),
            }
        return found

    def _above(self, tag):
        """Numbers of a partner tag and of those above it."""
        return [number for number in (tag.parent_path or "").split("/") if number]

    def _has_birthday(self, partner, at):
        """Whether a clock at the customer's place shows the birthday.

        Who was born on 29 February has it on the 28th in other years.
        """
        born = partner.md_birth_date
        if not born:
            return False
        own = partner.tz and ZoneInfo(partner.tz)
        zone = own or self.env["md.clock"]._zone(self.env.company)
        today = at.replace(tzinfo=UTC).astimezone(zone).date()
        day = (born.month, born.day)
        leap = today.year % 4 == 0 and (today.year % 100 or today.year % 400 == 0)
        if day == (2, 29) and not leap:
            day = (2, 28)
        return (today.month, today.day) == day

    def _bought(self, partners):
        """Ids of those of partners who have bought before; addons with tills add."""
        orders = self.env["sale.order"].sudo()  # sudo: whose orders they are is known
        rows = orders._read_group(
            [("partner_id", "in", partners.ids), ("state", "=", "sale")], ["partner_id"]
        )
        return {partner.id for [partner] in rows}

    def _place(self, channel, warehouse, pricelist):
        """What a contract's ``where`` is compared with."""
        return {
            "channel": str(channel.id) if channel else None,
            "store": str(warehouse.id) if warehouse else None,
            "price_list": str(pricelist.id) if pricelist else None,
        }
