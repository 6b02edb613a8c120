from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..lib.claims import COMMON, Ground
from ..lib.kits import whole_kits
from .availability_sql import AVAILABLE_SQL, TOTAL_SQL
from .pool_sql import PARTS_SQL, read_parts

NOTHING = Decimal(0)
READ = (
    *("md.inventory.pool", "md.inventory.pool.window"),
    *("stock.move", "stock.move.line", "stock.quant"),
)


class MdAvailability(models.AbstractModel):
    """What a channel may promise now (ATP): on hand, less what is promised, less its
    buffer. Claims are decided elsewhere, under locks; this is for whoever asks.
    """

    _name = "md.availability"
    _description = "Availability"

    def _grounds(self, products, warehouses, *, owner=0, key=""):
        """{(product id, warehouse id): `Ground`} where something is on hand.

        As committed when the caller's transaction began, and by itself.

        :param owner: whose goods: a partner's id, 0 for own goods
        :param key: whose own claims do not count as promised
        """
        self._flush()
        self.env.cr.execute(
            SQL(
                AVAILABLE_SQL,
                products=products.ids,
                warehouses=warehouses.ids,
                owner=owner,
                key=key,
            )
        )
        rows = self.env.cr.fetchall()
        parts = self._parts(products.ids, warehouses.ids, owner, key)
        return {
            (product, warehouse): Ground(
                *map(Decimal, known), parts=parts.get((product, warehouse), ())
            )
            for product, warehouse, *known in rows
        }

    def _parts(self, products, warehouses, owner=0, key=""):
        """{(product id, warehouse id): tuple of `Part`} where pools have something."""
        self.env.cr.execute(
            SQL(
                PARTS_SQL,
                products=list(products),
                warehouses=list(warehouses),
                owner=owner,
                key=key,
            )
        )
        found = defaultdict(list)
        for product, warehouse, *part in self.env.cr.fetchall():
            found[product, warehouse].append(part)
        return {place: read_parts(rows) for place, rows in found.items()}

    def _by_warehouse(self, channel, products, warehouses=None, *, key=""):
        """{(product id, warehouse id): Decimal that ``channel`` may promise}.

        In the product's own unit, only what is above zero.

        :param warehouses: of those only; of all that the channel draws from otherwise
        A channel without warehouse may promise nothing.
        """
        draws = channel._draws_from_or_none()
        warehouses = draws if warehouses is None else draws & warehouses
        terms, owner = channel._terms(), channel._owner()
        kits = self._kits(products.ids, warehouses.ids)
        return self._free(products.ids, warehouses.ids, terms, owner, key, kits)

    def _available(self, channel, products, warehouses=None, *, key=""):
        """{product id: Decimal that ``channel`` may promise}, over its warehouses."""
        draws = channel._draws_from_or_none()
        warehouses = draws if warehouses is None else draws & warehouses
        terms, owner = channel._terms(), channel._owner()
        return self._totals(products.ids, warehouses.ids, terms, owner, key)

    def _totals(self, products, warehouses, terms, owner=0, key=""):
        """{product id: Decimal}: the sum over warehouses of what `Terms` leave free.

        :param products: ids, and ``warehouses``
        """
        self._flush()
        kits = self._kits(products, warehouses)
        pooled = self._parts(products, warehouses, owner)
        if kits or pooled or COMMON not in terms.pools:
            free = self._free(products, warehouses, terms, owner, key, kits)
            found = defaultdict(Decimal)
            for (product, _warehouse), part in free.items():
                found[product] += part
            return found
        self.env.cr.execute(
            SQL(
                TOTAL_SQL,
                products=list(products),
                warehouses=list(warehouses),
                owner=owner,
                key=key,
                units=terms.units,
                percent=terms.percent,
            )
        )
        found = defaultdict(Decimal)
        for product, part in self.env.cr.fetchall():
            found[product] = Decimal(part)
        return found

    def _free(self, products, warehouses, terms, owner, key, kits):
        """{(product id, warehouse id): Decimal above zero that `Terms` leave free}.

        Kits are counted in each warehouse: what is in two of them makes none.

        :param products: ids, and ``warehouses``
        :param kits: what `_kits` found
        """
        recipes = {kit: parts for of in kits.values() for kit, parts in of.items()}
        every = {*products, *(part for parts in recipes.values() for part in parts)}
        grounds = self._grounds(
            self.env["product.product"].browse(sorted(every)),
            self.env["stock.warehouse"].browse(warehouses),
            owner=owner,
            key=key,
        )
        free = {place: ground.free(terms) for place, ground in grounds.items()}
        asked = set(products)
        found = {
            place: part
            for place, part in free.items()
            if part > NOTHING and place[0] in asked and place[0] not in recipes
        }
        for warehouse, of in kits.items():
            here = {
                product: part for (product, w), part in free.items() if w == warehouse
            }
            for kit, parts in of.items():
                if (whole := whole_kits(parts, here)) > NOTHING:
                    found[kit, warehouse] = whole
        return found

    def _kits(self, products, warehouses):
        """{warehouse id: {kit id: {part id: how many are in one}}} of what are kits."""
        # sudo: what a kit is made of depends on the company, whoever asks
        stores = self.env["stock.warehouse"].sudo().browse(warehouses)
        found = {}
        for company, of_company in stores.grouped("company_id").items():
            if recipes := self.env["md.kit"]._recipes(products, company):
                found.update(dict.fromkeys(of_company.ids, recipes))
        return found

    def _flush(self):
        for model in READ:
            self.env[model].flush_model()
