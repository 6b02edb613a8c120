from decimal import Decimal

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr

from ..lib.kits import scarcest, whole_kits
from ..lib.refusals import refused

NOTHING = Decimal(0)


class MdKitAssembler(models.AbstractModel):
    """Puts preassembled kits together and takes them apart, by core's manufacturing and
    unbuild orders. It takes what is free: what is promised stays where it is.
    """

    _name = "md.kit.assembler"
    _description = "Assembling of Kits"

    def _bom(self, product, company):
        # sudo: who moves goods need not run a factory
        boms = self.env["mrp.bom"].sudo()
        found = boms._bom_find(product, company_id=company.id, bom_type="normal")
        return found.get(product, boms)

    def _can_make(self, product, warehouse):
        """(how many whole kits can be put together, the part that is the fewest)."""
        company = warehouse.company_id
        bom = self._bom(product, company)
        if not bom:
            return NOTHING, None
        top = {product.id: bom}
        parts = self.env["md.kit"]._recipes(product.ids, company, top)[product.id]
        free = self._free(self.env["product.product"].browse(parts), warehouse)
        return whole_kits(parts, free), scarcest(parts, free)

    def _can_unmake(self, product, warehouse):
        """How many whole kits are free to be taken apart."""
        free = self._free(product, warehouse)
        return free.get(product.id, NOTHING) // 1

    def _free(self, products, warehouse):
        """{product id: Decimal} that nobody was promised, in common stock."""
        channel = self.env["md.channel"]._of_company(warehouse.company_id, "internal")
        available = self.env["md.availability"]
        found = available._by_warehouse(channel, products, warehouse)
        return {product: part for (product, _warehouse), part in found.items()}

    def _assemble(self, product, warehouse, quantity):
        """Put kits together; the manufacturing order that did it.

        :raises UserError: naming what is missing; nothing is done then
        """
        bom = self._checked(product, warehouse, quantity)
        name = self.env._("Assembling %s", product.display_name)
        # sudo: as in _bom; whose store it is was checked
        orders = self.env["mrp.production"].sudo().with_context(md_claim_whole=name)
        order = orders.with_company(warehouse.company_id).create(
            {
                "product_id": product.id,
                "product_qty": quantity,
                "product_uom_id": product.uom_id.id,
                "bom_id": bom.id,
                "picking_type_id": warehouse.manu_type_id.id,
                "location_src_id": warehouse.lot_stock_id.id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "company_id": warehouse.company_id.id,
            }
        )
        order.action_confirm()
        order.action_assign()
        self._check_reserved(order, name)
        order.qty_producing = quantity
        order.set_qty_producing()
        order.move_raw_ids.picked = True
        order.with_context(skip_redirection=True).button_mark_done()
        if order.state != "done":
            raise UserError(
                self.env._("%s: it needs more than a click; use Manufacturing.", name)
            )
        return order

    def _check_reserved(self, order, name):
        for move in order.move_raw_ids.filtered("product_id.is_storable"):
            if move.product_uom.compare(move.quantity, move.product_uom_qty) < 0:
                raise UserError(
                    self.env._(
                        "%(name)s: somebody else is moving %(part)s; try again.",
                        name=name,
                        part=move.product_id.display_name,
                    )
                )

    def _take_apart(self, product, warehouse, quantity):
        """Take kits apart; the unbuild order that did it.

        :raises UserError: when fewer are free; nothing is done then
        """
        bom = self._checked(product, warehouse, quantity)
        # sudo: as in _assemble
        orders = self.env["mrp.unbuild"].sudo()
        order = orders.with_company(warehouse.company_id).create(
            {
                "product_id": product.id,
                "product_qty": quantity,
                "product_uom_id": product.uom_id.id,
                "bom_id": bom.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "company_id": warehouse.company_id.id,
            }
        )
        order.action_unbuild()
        return order

    def _checked(self, product, warehouse, quantity):
        """The bill of materials, if all of it may be done.

        :raises AccessError: in a store that is not the user's own, or by another role
        :raises UserError: naming what is wrong
        """
        mover = "md_inventory_core.group_warehouse"
        if not self.env.su and not self.env.user.has_group(mover):
            words = self.env._("Only warehouse staff and managers assemble kits.")
            raise refused(AccessError(words), "md.kit.wizard", "assemble")
        stores = self.env.user.md_store_ids
        if stores and warehouse not in stores:
            words = self.env._("%s is not your store.", warehouse.name)
            raise refused(AccessError(words), "md.kit.wizard", "assemble")
        if not quantity > 0 or quantity % 1:
            given = float_repr(quantity, 2)
            raise UserError(self.env._("%s: kits are whole, one or more.", given))
        bom = self._bom(product, warehouse.company_id)
        if product.product_tmpl_id.md_kit != "stock" or not bom:
            raise UserError(
                self.env._("%s is no preassembled kit.", product.display_name)
            )
        if product.tracking != "none":
            raise UserError(
                self.env._(
                    "%s is counted by lots or serial numbers: assemble it in "
                    "Manufacturing, where they are named.",
                    product.display_name,
                )
            )
        return bom
