from itertools import count

from odoo import Command, api, fields, models, tools


class Website(models.Model):
    """Every website sells through a channel of its own, which follows it.

    The channel sells from the website's warehouse, and from the stores in which its
    shoppers collect; from all warehouses when the website has none. What an
    administrator adds to the channel stays.
    """

    _inherit = "website"

    md_channel_id = fields.Many2one(
        "md.channel",
        string="Channel",
        copy=False,
        ondelete="restrict",
        domain="[('kind', '=', 'website'), ('company_id', '=', company_id)]",
        help="Decides what the website may promise: from which warehouses, what is "
        "left for others, and for how long goods are held for who pays.",
    )

    _md_channel_uniq = models.UniqueIndex(
        "(md_channel_id)", "This channel is another website's."
    )

    def _product_domain(self):
        """The shop does not offer drafts."""
        return [*super()._product_domain(), ("md_life", "!=", "draft")]

    @api.constrains("md_channel_id")
    def _check_md_channel(self):
        # sudo: as in md.channel
        self.sudo().md_channel_id._check_websites()

    @api.model_create_multi
    def create(self, vals_list):
        websites = super().create(vals_list)
        websites.filtered(lambda site: not site.md_channel_id)._md_make_channels()
        return websites

    def write(self, vals):
        before = {site: (site.name, site.warehouse_id) for site in self}
        result = super().write(vals)
        if {"name", "company_id", "warehouse_id"} & vals.keys():
            for site, (name, warehouse) in before.items():
                site._md_channel_follows(name, warehouse)
        return result

    def unlink(self):
        # sudo: as in _md_make_channels; its orders keep the channel
        channels = self.sudo().md_channel_id
        result = super().unlink()
        channels.active = False
        return result

    # The channel

    @api.model
    def _md_make_for_websites(self):
        """Channels of the websites that have none, as when we are installed."""
        # sudo: of all companies
        self.sudo().search([("md_channel_id", "=", False)])._md_make_channels()

    def _md_make_channels(self):
        """A channel for each; its carts come along."""
        for site in self:
            stores = site.warehouse_id | site._md_stores()
            # sudo: who makes a website need not be an administrator of channels
            channels, site = self.env["md.channel"].sudo(), site.sudo()
            site.md_channel_id = channels.create(
                {
                    "name": site.name,
                    "code": site._md_code(),
                    "kind": "website",
                    "company_id": site.company_id.id,
                    "all_warehouses": not site.warehouse_id,
                    "warehouse_ids": [Command.set(stores.ids)],
                }
            )
            site._md_carts().md_channel_id = site.md_channel_id

    def _md_code(self):
        """WEB-<id>, or the next that is free in the company."""
        # sudo: as in _md_make_channels
        channels = self.env["md.channel"].sudo().with_context(active_test=False)
        mine = channels.search([("company_id", "=", self.company_id.id)])
        taken, name = {code.upper() for code in mine.mapped("code")}, f"WEB-{self.id}"
        return next(
            code
            for number in count()
            if (code := f"{name}-{number}" if number else name) not in taken
        )

    def _md_carts(self):
        """Orders of the website that are not confirmed."""
        # sudo: orders of all shoppers
        orders = self.env["sale.order"].sudo()
        return orders.search(
            [
                ("website_id", "in", self.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "in", ("draft", "sent")),
            ]
        )

    def _md_stores(self):
        """Where shoppers collect what they order, if Click & Collect is installed."""
        if "in_store_dm_id" not in self._fields:
            return self.env["stock.warehouse"]
        self.invalidate_recordset(["in_store_dm_id"])  # core computes it once
        # sudo: visitors read no deliveries
        stores = self.sudo().in_store_dm_id.warehouse_ids
        return stores.filtered(lambda store: store.company_id == self.company_id)

    def _md_sell_from_stores(self):
        for site in self:
            # sudo: as in _md_make_channels
            channel = site.sudo().md_channel_id
            if new := site._md_stores() - channel.warehouse_ids:
                channel.warehouse_ids |= new

    def _md_channel_follows(self, name, warehouse):
        """Name, company or warehouse changed; until now they were these."""
        # sudo: as in _md_make_channels
        channel = self.sudo().md_channel_id
        if channel.company_id != self.company_id:
            channel.active = False
            self._md_make_channels()
            return
        if channel.name == name:
            channel.name = self.name
        if warehouse != self.warehouse_id:
            self._md_move_to(self.warehouse_id, warehouse)

    def _md_move_to(self, warehouse, before):
        """Sell from another warehouse, or from all; carts of the former follow."""
        # sudo: as in _md_make_channels
        channel = self.sudo().md_channel_id
        chosen = bool(before) and channel.all_warehouses  # by hand
        rest = channel.warehouse_ids - before | self._md_stores()
        channel.write(
            {
                "all_warehouses": not warehouse or chosen,
                "warehouse_ids": [Command.set((warehouse | rest).ids)],
            }
        )
        sells_from = channel._draws_from()
        carts = self._md_carts().filtered(
            lambda order: order.warehouse_id not in sells_from and not order._md_paid()
        )
        if warehouse:
            carts.warehouse_id = warehouse

    # What a visitor is told

    def _md_shop_context(self, cart):
        """Context in which what is free is this website's, for a visitor's cart.

        :param cart: id of the cart, or nothing
        """
        context = {"md_channel": self._get_cached("md_channel_id")}
        if cart:
            # sudo: of a visitor's own session
            orders = self.env["sale.order"].sudo()
            order = orders.search_fetch([("id", "=", cart)], ["md_claim_round"])
            context["md_claim_key"] = order._md_claim_key() if order else ""
        return context

    @tools.ormcache("self.id")
    def _get_cached_values(self):
        self.fetch(["md_channel_id"])
        channel = self.md_channel_id.id
        return {**super()._get_cached_values(), "md_channel_id": channel}

    def _get_product_available_qty(self, product, **kwargs):
        """What the website's channel may promise."""
        if self and "md_channel" not in product.env.context:
            channel = self._get_cached("md_channel_id")
            product = product.with_context(md_channel=channel)
        return super()._get_product_available_qty(product, **kwargs)
