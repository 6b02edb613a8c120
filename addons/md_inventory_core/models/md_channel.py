from decimal import Decimal

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..lib.claims import COMMON, Terms
from ..lib.codes import is_code

KINDS = [
    ("pos", "Point of Sale"),
    ("website", "Website"),
    ("marketplace", "Marketplace"),
    ("b2b", "B2B and back office"),
    ("internal", "Internal"),
]
# A change of it changes what the channel may promise.
PROMISED_BY = {
    *("active", "all_warehouses", "buffer_percent", "buffer_units", "client_id"),
    *("company_id", "draws_common", "warehouse_ids"),
}
SHORTAGES = [("wait", "Order waits"), ("refuse", "Order is refused")]
OF_EACH_COMPANY = ("b2b", "internal")
# Who buys here must be told at once; an order of the back office waits.
ON_SHORTAGE = {"website": "refuse", "marketplace": "refuse"}


class MdChannel(models.Model):
    """A place that sells: a shop's tills, a website, a marketplace account, B2B.

    Tills, websites and companies get theirs by themselves; what a channel may promise
    is decided by `md.claim.store` on its `Terms`.
    """

    _name = "md.channel"
    _description = "Channel"
    _inherit = ["mail.thread"]
    _order = "priority, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        required=True, help="Short name, in addresses, files and over the API."
    )
    kind = fields.Selection(KINDS, required=True, default="marketplace")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    priority = fields.Integer(
        default=5, tracking=True, help="1 is served before 9 when goods are scarce."
    )
    sla_class = fields.Integer(
        "SLA Class", default=9, help="Orders of class 1 are served before those of 9."
    )
    fulfilment = fields.Selection(
        [
            ("BLOCK_COMPLETE", "All or nothing"),
            ("MULTI_SHIPMENT_PARTIAL", "In several shipments"),
            ("SINGLE_SHIPMENT_PARTIAL", "One shipment, the rest is cancelled"),
        ],
        required=True,
        default="MULTI_SHIPMENT_PARTIAL",
        help="What happens when not all of an order can be sent together.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    client_id = fields.Many2one(
        "md.client",
        required=True,
        ondelete="restrict",
        check_company=True,
        compute="_compute_client_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Whose goods are sold here.",
    )
    all_warehouses = fields.Boolean(
        help="Sells from every warehouse of the client, also from later ones.",
    )
    warehouse_ids = fields.Many2many(
        "stock.warehouse",
        string="Warehouses",
        check_company=True,
        help="From which the channel may sell; first come, first searched.",
    )
    pool_line_ids = fields.One2many(
        "md.channel.pool",
        "channel_id",
        string="Pools",
        help="Whose goods are kept for this channel; drawn on from first to last.",
    )
    draws_common = fields.Boolean(
        "Common Stock",
        default=True,
        tracking=True,
        help="Sells what no pool keeps, too, after its own pools.",
    )
    buffer_units = fields.Float(
        digits="Product Unit",
        tracking=True,
        help="This many of each product are left in each warehouse.",
    )
    buffer_percent = fields.Float(
        digits=(5, 2),
        tracking=True,
        help="This share of what is on hand is left, in whole units. The greater of "
        "units and share counts.",
    )
    on_shortage = fields.Selection(
        SHORTAGES,
        required=True,
        tracking=True,
        compute="_compute_on_shortage",
        store=True,
        readonly=False,
        precompute=True,
        help="What happens to an order when not all of it is free: it is confirmed and "
        "waits for goods, or it is refused and says why.",
    )
    hold_minutes = fields.Integer(
        default=15,
        help="So long goods are held for who is about to pay.",
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, upper(code))", "Another channel of this company has this code."
    )
    _buffer_sane = models.Constraint(
        "CHECK (buffer_units >= 0 AND buffer_percent BETWEEN 0 AND 100)",
        "A buffer is not below zero and at most 100 percent.",
    )
    _hold_sane = models.Constraint(
        "CHECK (hold_minutes BETWEEN 1 AND 1440)",
        "Goods are held from one minute to a day.",
    )

    @api.depends("company_id")
    def _compute_client_id(self):
        for channel in self:
            if channel.client_id.company_id != channel.company_id:
                clients = self.env["md.client"]
                channel.client_id = channel.company_id and clients._own(
                    channel.company_id
                )

    @api.depends("kind")
    def _compute_on_shortage(self):
        for channel in self:
            channel.on_shortage = ON_SHORTAGE.get(channel.kind, "wait")

    @api.constrains("code")
    def _check_code(self):
        for channel in self:
            if not is_code(channel.code):
                raise ValidationError(
                    self.env._(
                        "Channel %(name)s: the code %(code)s may have letters, digits, "
                        "- and _ only.",
                        name=channel.name,
                        code=channel.code,
                    )
                )

    @api.constrains("warehouse_ids", "client_id")
    def _check_warehouses(self):
        for channel in self:
            allowed = channel.client_id.warehouse_ids
            if allowed and (others := channel.warehouse_ids - allowed):
                raise ValidationError(
                    self.env._(
                        "Channel %(channel)s: %(warehouse)s keeps no goods of "
                        "%(client)s.",
                        channel=channel.name,
                        warehouse=others[0].name,
                        client=channel.client_id.name,
                    )
                )

    @api.constrains("kind")
    def _check_kind(self):
        self.pool_line_ids._check_tills()

    @tools.ormcache("self.id")
    def _known(self):
        """`_read_known`, asked with every sale and known by heart."""
        return self._read_known()

    def _forget(self):
        """Channels are read anew: at once, and by all with the commit.

        Another thread may have read the old again before the commit.
        """
        forget = self.env.registry.clear_cache
        forget()
        self.env["md.own.transaction"]._after("forget channels", forget)

    def _read_known(self):
        """(`Terms`, id of the owner or 0, ids of the warehouses)."""
        self.ensure_one()
        # sudo: who sells need not see all warehouses, nor clients
        channel = self.sudo()
        client, warehouses = channel.client_id, channel.warehouse_ids
        if channel.all_warehouses:
            of_company = [("company_id", "=", channel.company_id.id)]
            found = channel.env["stock.warehouse"].search(of_company)
            warehouses = client.warehouse_ids or found
        common = (COMMON,) if channel.draws_common else ()
        terms = Terms(
            channel.id,
            Decimal(str(channel.buffer_units)),
            Decimal(str(channel.buffer_percent)),
            (*channel.pool_line_ids.pool_id.ids, *common),
        )
        owner = client.partner_id.id if client.goods == "consigned" else 0
        return terms, owner, tuple(warehouses.ids)

    def _draws_from_or_none(self):
        """Warehouses that the channel may sell from, if there are any."""
        _terms, _owner, warehouses = self._known()
        # sudo: as in _known
        return self.env["stock.warehouse"].sudo().browse(warehouses)

    def _draws_from(self):
        """Warehouses that the channel may sell from.

        :raises UserError: when there is none
        """
        found = self._draws_from_or_none()
        if not found:
            raise UserError(
                self.env._(
                    "Channel %(channel)s has no warehouse: say from where it sells.",
                    channel=self.sudo().name,  # sudo: who sells reads no channels
                )
            )
        return found

    def _owner(self):
        """Id of the partner whose goods are sold, 0 for own goods."""
        return self._known()[1]

    def _terms(self):
        """On what `Terms` the channel draws; those of nobody without a channel."""
        return self._known()[0] if self else Terms()

    @api.model
    def _of_company(self, company, kind):
        """The company's own channel of a kind that every company has; made if missing.

        ``b2b`` sells what the back office enters, ``internal`` moves goods.
        """
        found = self._id_of_company(company.id, kind)
        return self.browse(found) if found else self._make(company, kind)

    @tools.ormcache("company_id", "kind")
    def _id_of_company(self, company_id, kind):
        # sudo: every order needs its channel, few may read one
        channels = self.sudo().with_context(active_test=False)
        mine = [("company_id", "=", company_id), ("kind", "=", kind)]
        return channels.search(mine, order="id", limit=1).id

    def _make(self, company, kind):
        names = {"b2b": self.env._("Back Office"), "internal": self.env._("Internal")}
        # sudo: as in _id_of_company
        made = self.sudo().create(
            {
                "name": names[kind],
                "code": kind.upper(),
                "kind": kind,
                "company_id": company.id,
                "all_warehouses": True,
            }
        )
        return made.with_env(self.env)

    @api.model
    def _make_for_companies(self, companies=None):
        """The channels that every company has, made where they are missing."""
        # sudo: of all companies, whoever installs or makes one
        companies = companies or self.env["res.company"].sudo().search(
            [("active", "in", (True, False))]
        )
        for company in companies:
            for kind in OF_EACH_COMPANY:
                self._of_company(company, kind)

    @api.model_create_multi
    def create(self, vals_list):
        channels = super().create(vals_list)
        self._forget()
        self.env["md.availability.feed"]._touched(channels=channels.ids)
        return channels

    def write(self, vals):
        result = super().write(vals)
        if (PROMISED_BY | {"kind"}) & vals.keys():
            self._drawn_otherwise()
        return result

    def _drawn_otherwise(self):
        """The channels draw on other pools than before."""
        self._forget()
        self.env["md.availability.feed"]._touched(channels=self.ids)

    def unlink(self):
        result = super().unlink()
        self._forget()
        return result
