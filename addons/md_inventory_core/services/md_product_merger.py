import json

from odoo import models
from odoo.exceptions import UserError

from ..models.md_product_merge import MADE

PAIR, MERGE = "md.duplicate.pair", "md.product.merge"
NAMED = 5  # documents that a refusal names
# Many2many fields that show the loser where the survivor belongs from now on:
# {model: fields}
SHOWN = {
    "product.template": (
        "optional_product_ids",
        "alternative_product_ids",
        "accessory_product_ids",
        "pos_optional_product_ids",
    ),
    "md.pool.rule": ("product_ids",),
}


class MdProductMerger(models.AbstractModel):
    """Makes one product of two: the loser is archived and keeps its history.

    What is for the future (suppliers, reordering, pricelists, packagings, suggestions)
    goes over to the survivor; what has happened stays where it happened.
    """

    _name = "md.product.merger"
    _description = "Merging of Products"

    def _objections(self, survivor, loser, move_stock=False):
        """Sentences that say why the loser cannot go now."""
        mine = [(loser, survivor), (survivor, loser)]
        for one, _other in mine:
            if len(one.with_context(active_test=False).product_variant_ids) != 1:
                return [
                    self.env._(
                        "%s has variants: only products of one variant are merged.",
                        one.display_name,
                    )
                ]
        if loser.uom_id != survivor.uom_id:
            return [self.env._("The products have different units.")]
        if loser.company_id != survivor.company_id:
            return [self.env._("The products are of different companies.")]
        found = self._open_documents(loser)
        stock = self._stock(loser)
        if stock and not move_stock:
            told = ", ".join(
                f"{quant.quantity:g} {quant.location_id.display_name}"
                for quant in stock[:NAMED]
            )
            found.append(
                self.env._(
                    "%(product)s has stock: %(stock)s.",
                    product=loser.display_name,
                    stock=told,
                )
            )
        return found + (self._cannot_move(stock, survivor) if move_stock else [])

    def _cannot_move(self, stock, survivor):
        held = stock.filtered(
            lambda q: (
                q.lot_id
                or q.package_id
                or q.owner_id
                or q.reserved_quantity
                or q.quantity < 0
            )
        )
        if held or (stock and survivor.tracking != "none"):
            return [
                self.env._(
                    "The stock of %s cannot be moved: some of it is reserved, missing, "
                    "packed, in a lot or somebody else's.",
                    stock.product_id.display_name,
                )
            ]
        return []

    def _open_documents(self, loser):
        """Sentences that name what is still open of the loser."""
        variant = loser.with_context(active_test=False).product_variant_ids
        found = []
        for model, domain, title in self._open_domains(variant):
            if model not in self.env:
                continue
            # sudo: documents of stores that are not the user's count, too
            rows = self.env[model].sudo().search(domain, limit=NAMED + 1)
            if rows:
                names = ", ".join(self._named(row) for row in rows[:NAMED])
                more = "…" if len(rows) > NAMED else ""
                found.append(f"{title}: {names}{more}")
        return found

    def _open_domains(self, variant):
        """[(model, domain, what it is)] of what must be over; addons add theirs."""
        mine = ("product_id", "=", variant.id)
        return [
            (
                "md.stock.claim",
                [mine, ("state", "in", ("held", "confirmed"))],
                self.env._("Promised goods"),
            ),
            (
                "stock.move",
                [mine, ("state", "not in", ("done", "cancel"))],
                self.env._("Open transfers"),
            ),
            (
                "sale.order.line",
                [mine, ("state", "in", ("draft", "sent"))],
                self.env._("Open sales orders"),
            ),
            (
                "purchase.order.line",
                [mine, ("order_id.state", "in", ("draft", "sent", "to approve"))],
                self.env._("Open purchase orders"),
            ),
        ]

    def _named(self, row):
        for link in ("picking_id", "order_id"):
            if link in row._fields and row[link]:
                return row[link].display_name
        return row.display_name

    def _stock(self, loser):
        variant = loser.with_context(active_test=False).product_variant_ids
        domain = [
            ("product_id", "in", variant.ids),
            ("location_id.usage", "in", ("internal", "transit")),
            ("quantity", "!=", 0),
        ]
        # sudo: stock of stores that are not the user's counts, too
        return self.env["stock.quant"].sudo().search(domain)

    def _merge(self, survivor, loser, reason, pair=None, move_stock=False):
        """Merge ``loser`` into ``survivor``; return the `md.product.merge`.

        :raises UserError: naming all that stands against it
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        if survivor == loser or not (survivor.active and loser.active):
            raise UserError(self.env._("Choose two active products."))
        if objections := self._objections(survivor, loser, move_stock):
            raise UserError("\n".join(objections))
        # who decides that two products are one need not write all they touch
        system = self.env(su=True)
        survivor, loser = (
            product.with_env(system).with_context(md_audit_reason=reason)
            for product in (survivor, loser)
        )
        moved = self._move_stock(survivor, loser) if move_stock else None
        changes = []
        self._repoint(changes, survivor, loser)
        values = {
            "survivor_id": survivor.id,
            "loser_id": loser.id,
            "pair_id": pair.id if pair else False,
            "user_id": self.env.uid,
            "at": self.env["md.clock"]._now(),
            "reason": reason,
            "state": "done",
            "moved": moved,
            "changes": json.dumps(changes),
        }
        merge = system[MERGE].create(values)
        if pair:
            pair._decide("merged")
        self._tell(merge, "product.merged")
        return merge.with_env(self.env)

    def _repoint(self, changes, survivor, loser):
        """What is for the future goes over to the survivor; write down each change."""
        old = loser.with_context(active_test=False).product_variant_ids
        new = survivor.product_variant_ids
        if old.barcode and not new.barcode:
            code = old.barcode
            self._set(changes, old, "barcode", False)
            self.env.flush_all()  # a barcode is one product's at a time
            self._set(changes, new, "barcode", code)
        elif old.barcode:
            self._repoint_barcode(changes, old, new)
        for further in loser.env["md.product.barcode"].search(
            [("product_id", "=", old.id)]
        ):
            self._set(changes, further, "product_id", new.id)
        for supplier in loser.seller_ids:
            known = survivor.seller_ids.filtered(
                lambda s, supplier=supplier: (
                    (s.partner_id, s.min_qty) == (supplier.partner_id, supplier.min_qty)
                )
            )
            if not known:
                if supplier.product_id:
                    self._set(changes, supplier, "product_id", new.id)
                self._set(changes, supplier, "product_tmpl_id", survivor.id)
        self._repoint_rules(changes, survivor, loser, old, new)
        for model, names in SHOWN.items():
            for name in names:
                self._repoint_shown(changes, model, name, survivor, loser)
        self._set(changes, loser, "md_merged_into_id", survivor.id)
        self._set(changes, loser, "active", False)

    def _repoint_barcode(self, changes, old, new):
        """Goods with the loser's label are scanned as the survivor."""
        code = old.barcode
        self._set(changes, old, "barcode", False)
        self.env.flush_all()  # a barcode is one product's at a time
        note = self.env._("From %s", old.display_name)
        further = old.env["md.product.barcode"].create(
            {"code": code, "product_id": new.id, "note": note}
        )
        changes.append([further._name, further.id, MADE, None, None])

    def _repoint_rules(self, changes, survivor, loser, old, new):
        env = loser.env
        orderpoints = env["stock.warehouse.orderpoint"]
        for rule in orderpoints.search([("product_id", "=", old.id)]):
            place = [("location_id", "=", rule.location_id.id)]
            if orderpoints.search([("product_id", "=", new.id), *place], limit=1):
                self._set(changes, rule, "active", False)
            else:
                self._set(changes, rule, "product_id", new.id)
        items = env["product.pricelist.item"]
        for item in items.search([("product_tmpl_id", "=", loser.id)]):
            if item.product_id:
                self._set(changes, item, "product_id", new.id)
            self._set(changes, item, "product_tmpl_id", survivor.id)
        for packaging in env["product.uom"].search([("product_id", "=", old.id)]):
            self._set(changes, packaging, "product_id", new.id)

    def _repoint_shown(self, changes, model, name, survivor, loser):
        field = loser.env[model]._fields.get(name)
        if field is None:
            return
        variants = field.comodel_name == "product.product"
        old = loser.product_variant_ids if variants else loser
        new = survivor.product_variant_ids if variants else survivor
        rows = loser.env[model].with_context(active_test=False)
        for row in rows.search([(name, "in", old.ids)]):
            others = (row[name] - old) | (new if row != survivor else new.browse())
            self._set(changes, row, name, others.ids)

    def _set(self, changes, record, name, value):
        """Write a value and note what was there before."""
        values, field = self.env["md.change.values"], record._fields[name]
        old, new = values._of(record, name), values._encode(field, value)
        if old == new:
            return
        record.write({name: values._to_write(field, new)})
        changes.append([record._name, record.id, name, old, new])

    def _move_stock(self, survivor, loser):
        """By inventory: what lies there of the loser lies there of the survivor."""
        told, reason = [], self.env._("Merged: %s", loser.display_name)
        quants = loser.env["stock.quant"].with_context(
            inventory_mode=True, inventory_name=reason
        )
        new = survivor.product_variant_ids
        for quant in self._stock(loser):
            place, units = quant.location_id, quant.quantity
            known = quants.search(
                [
                    ("product_id", "=", new.id),
                    ("location_id", "=", place.id),
                    *(
                        (name, "=", False)
                        for name in ("lot_id", "package_id", "owner_id")
                    ),
                ]
            )
            wanted = sum(known.mapped("quantity")) + units
            counted = quants.create(
                [
                    {
                        "product_id": product.id,
                        "location_id": place.id,
                        "inventory_quantity": quantity,
                    }
                    for product, quantity in ((quant.product_id, 0), (new, wanted))
                ]
            )
            counted.action_apply_inventory()
            told.append(f"{units:g} {place.display_name}")
        return ", ".join(told) or None

    def _undo(self, merge):
        """Take a merge back; what others changed since is left and named."""
        merge.check_access("read")
        merge.pair_id._check_decides()
        # one at a time: who comes second begins again and finds it undone
        self.env.cr.execute(
            "UPDATE md_product_merge SET write_date = write_date WHERE id = %s",
            [merge.id],
        )
        merge.invalidate_recordset()
        if merge.state != "done":
            raise UserError(self.env._("This merge was undone already."))
        values = self.env["md.change.values"]
        kept = []
        # sudo: as in _merge
        env = self.env(su=True)
        for model, number, name, old, new in reversed(
            json.loads(merge.changes or "[]")
        ):
            record = env[model].browse(number).exists()
            if name == MADE:
                record.unlink()
                env.flush_all()
                continue
            if not record or values._of(record, name) != new:
                label = env[model]._fields[name]._description_string(self.env)
                kept.append(f"{record.display_name or number}, {label}")
                continue
            record.write({name: values._to_write(record._fields[name], old)})
            env.flush_all()
        merge.sudo().state = "undone"  # sudo: merges are ours to write
        if merge.pair_id:
            merge.pair_id._decide("open")
        self._tell(merge, "product.unmerged", kept)

    def _tell(self, merge, action, kept=()):
        """Both products' stories and the audit trail say so."""
        row = merge.sudo()  # sudo: names
        loser, survivor = row.loser_id, row.survivor_id
        words = {
            "product.merged": self.env._(
                "%(loser)s was merged into %(survivor)s: %(why)s",
                loser=loser.display_name,
                survivor=survivor.display_name,
                why=row.reason,
            ),
            "product.unmerged": self.env._(
                "The merge of %(loser)s into %(survivor)s was undone.",
                loser=loser.display_name,
                survivor=survivor.display_name,
            ),
        }[action]
        if kept:
            words += " " + self.env._(
                "Left as it is, for it was changed since: %s.", "; ".join(kept)
            )
        for product in (loser, survivor):
            product.message_post(body=words)
        self.env["md.audit.trail"]._record(
            "price",
            action,
            model="product.template",
            res_id=loser.id,
            after={"md_merged_into_id": [[survivor.id, survivor.display_name]]},
            reason=row.reason,
            company_id=loser.company_id.id or None,
        )
