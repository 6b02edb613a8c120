from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError


class MdClient(models.Model):
    """Whose goods are sold: the own company's, or a principal's in consignment.

    Consigned goods are those of quants whose owner is ``partner_id``: only channels of
    this client sell them, no other, and core leaves them out of the own valuation. The
    goods of an owner who is no client here are sold like own ones, as core does.
    """

    _name = "md.client"
    _description = "Client"
    _order = "sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="Short name, for example in files and over the API."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    goods = fields.Selection(
        [("own", "Own goods"), ("consigned", "Consigned goods of the owner")],
        required=True,
        default="own",
        help="Consigned goods stay the owner's: they are kept apart, sold by this "
        "client's channels only, and left out of the stock valuation.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Owner",
        ondelete="restrict",
        help="Goods received for this owner are the consigned ones.",
    )
    warehouse_ids = fields.Many2many(
        "stock.warehouse",
        string="Warehouses",
        check_company=True,
        help="Where goods of this client are kept. Empty: in all of the company.",
    )
    channel_ids = fields.One2many("md.channel", "client_id", string="Channels")

    _code_uniq = models.UniqueIndex(
        "(company_id, code)", "Another client of this company has this code."
    )
    _owner_uniq = models.UniqueIndex(
        "(partner_id) WHERE goods = 'consigned'",
        "Another client keeps goods of this owner already.",
    )
    _owner_known = models.Constraint(
        "CHECK (goods = 'own' OR partner_id IS NOT NULL)",
        "Say whose the consigned goods are: choose an owner.",
    )
    _check_company_auto = True

    @api.model_create_multi
    def create(self, vals_list):
        clients = super().create(vals_list)
        clients._goods_change()
        return clients

    def write(self, vals):
        changes = {"goods", "partner_id"} & vals.keys()
        if changes:
            self._goods_change()
        result = super().write(vals)
        if changes:
            self._goods_change()
        if changes or "warehouse_ids" in vals:
            self.env["md.channel"]._forget()
            channels = self.with_context(active_test=False).channel_ids
            self.env["md.availability.feed"]._touched(channels=channels.ids)
        return result

    def unlink(self):
        self._goods_change()
        self.env["md.channel"]._forget()
        return super().unlink()

    def _goods_change(self):
        """Nobody's promised goods change hands.

        :raises ValidationError: when goods of the owner are promised or reserved
        """
        self.env["md.channel"]._forget()
        for client in self.filtered(lambda c: c.goods == "consigned"):
            # what is promised in stores out of sight counts too
            promised = client.sudo()._promised()
            if promised:
                raise ValidationError(
                    self.env._(
                        "%(product)s of %(owner)s is promised or reserved: deliver or "
                        "cancel that first, then say whose goods they are.",
                        product=promised.display_name,
                        owner=client.partner_id.display_name,
                    )
                )

    def _promised(self):
        """A product of the owner that is promised or reserved."""
        self.ensure_one()
        counter = self.env["md.stock.counter"].search(
            [("owner_id", "=", self.partner_id.id), ("claimed", ">", 0)], limit=1
        )
        quant = self.env["stock.quant"].search(
            [
                ("owner_id", "=", self.partner_id.id),
                ("reserved_quantity", ">", 0),
                ("location_id.usage", "=", "internal"),
            ],
            limit=1,
        )
        return counter.product_id or quant.product_id

    @tools.ormcache()
    def _consignors(self):
        """Ids of the partners whose goods are kept apart, as a tuple."""
        # sudo: whoever reserves need not see all clients
        clients = self.sudo().with_context(active_test=False)
        return tuple(clients.search([("goods", "=", "consigned")]).partner_id.ids)

    def _renamed(self, company, before):
        """The client of own goods keeps its company's name, unless it has its own."""
        # sudo: who renames the company need not write clients
        clients = self.sudo().with_context(active_test=False)
        mine = [("company_id", "=", company.id), ("goods", "=", "own")]
        clients.search([*mine, ("name", "=", before)]).name = company.name

    def _own(self, company):
        """The company's client of own goods; made when there is none."""
        # sudo: every order needs it, few may read clients
        clients = self.sudo().with_context(active_test=False)
        own = [("company_id", "=", company.id), ("goods", "=", "own")]
        return clients.search(own, limit=1) or clients.create(
            {"name": company.name, "code": "OWN", "company_id": company.id}
        )
