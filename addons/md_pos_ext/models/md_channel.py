import re

from odoo import Command, api, models


class MdChannel(models.Model):
    """The tills of a warehouse are one place that sells, unless an admin parts them."""

    _inherit = "md.channel"

    @api.constrains(
        "warehouse_ids", "all_warehouses", "client_id", "kind", "company_id"
    )
    def _check_tills(self):
        # who changes a channel may see the tills of some stores only
        tills = self.env["pos.config"].sudo().with_context(active_test=False)
        tills.search([("md_channel_id", "in", self.ids)])._check_md_channel_id()

    def _of_tills(self, company, warehouse):
        """The channel of the tills that sell from a warehouse; made if missing.

        :param warehouse: none: of tills whose goods come from no warehouse at all
        """
        # sudo: who sets up a till need not read channels
        channels = self.sudo()
        shared = [("kind", "=", "pos"), ("company_id", "=", company.id)]
        place = ("warehouse_ids", "=", warehouse.id)
        if not warehouse:
            place = ("all_warehouses", "=", True)
        found = channels.search([*shared, place], order="id", limit=1)
        return found or channels._make_for_tills(company, warehouse)

    def _make_for_tills(self, company, warehouse):
        clients = self.env["md.client"].with_context(active_test=False)
        keepers = clients.search([("warehouse_ids", "in", warehouse.ids)], order="id")
        own = clients._own(company)
        all_here = not own.warehouse_ids or own in keepers
        vals = {
            "name": self.env._("Tills"),
            "code": self._free_code(company, "POS"),
            "kind": "pos",
            "company_id": company.id,
            "client_id": own.id if all_here else keepers[:1].id or own.id,
            "all_warehouses": not warehouse,
        }
        if warehouse:
            vals["name"] = self.env._("Tills of %(store)s", store=warehouse.name)
            vals["code"] = self._free_code(company, f"POS-{warehouse.code}")
            vals["warehouse_ids"] = [Command.set(warehouse.ids)]
        return self.create(vals)

    def _free_code(self, company, wanted):
        """``wanted`` in the letters that a code may have; numbered when it is taken."""
        wanted = re.sub(r"[^0-9A-Za-z_-]+", "-", wanted)
        others = self.with_context(active_test=False)
        taken = others.search([("company_id", "=", company.id)]).mapped("code")
        taken = {code.upper() for code in taken}
        code, number = wanted, 1
        while code.upper() in taken:
            number += 1
            code = f"{wanted}-{number}"
        return code

    def _sells_from(self, warehouse):
        """Whether the channel may sell what is in ``warehouse``."""
        self.ensure_one()
        # a store that is archived has its tills still
        channel = self.with_context(active_test=False)
        if not channel.all_warehouses:
            return warehouse in channel.warehouse_ids
        of_client = channel.client_id.warehouse_ids
        return not of_client or warehouse in of_client
