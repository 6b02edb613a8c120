from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MdChannel(models.Model):
    _inherit = "md.channel"

    website_ids = fields.One2many("website", "md_channel_id", string="Websites")

    @api.constrains(
        "kind", "company_id", "client_id", "all_warehouses", "warehouse_ids"
    )
    def _check_websites(self):
        """The channel of a website is one of its company and sells from its warehouse.

        :raises UserError: naming what is wrong
        """
        # sudo: who changes a channel need not read websites
        for site in self.sudo().website_ids:
            channel, names = site.md_channel_id, {"website": site.name}
            if channel.kind != "website" or channel.company_id != site.company_id:
                raise ValidationError(
                    self.env._(
                        "Channel %(channel)s is not a website's of the company of "
                        "%(website)s.",
                        channel=channel.name,
                        **names,
                    )
                )
            if others := site.warehouse_id - channel._draws_from():
                raise ValidationError(
                    self.env._(
                        "Channel %(channel)s: %(website)s sells from %(warehouse)s. "
                        "Change that in the settings of the website.",
                        channel=channel.name,
                        warehouse=others.name,
                        **names,
                    )
                )
