from datetime import timedelta
from decimal import Decimal

from markupsafe import Markup

from odoo import models
from odoo.tools import SQL

from ..lib.claims.fairness import lot
from .shortage_sql import EXPIRED_SQL, LEFT_SQL, TILL_SQL

MANAGER = "md_inventory_core.group_manager"
SEE = (
    "md_inventory_core.group_warehouse",
    "md_inventory_core.group_support",
    "md_inventory_core.group_auditor",
    "md_inventory_core.group_admin",
)
RECENT = timedelta(hours=1)  # what may have taken goods just now
PLACES = 3  # other warehouses that are offered


class MdShortageNews(models.AbstractModel):
    """Says what is known of a shortage, and tells who is responsible."""

    _name = "md.shortage.news"
    _description = "News of Shortages"
    _inherit = ["md.live.mixin"]

    # What is known

    def _as_kept(self, one, seed):
        """A contender as a shortage keeps it; ``at`` to the millisecond, UTC."""
        claim = one.contender
        return {
            "claim": claim.claim_id,
            "key": claim.key,
            "name": self._name_of(claim.key),
            "standing": claim.standing.name.lower(),
            "at": claim.at.isoformat(timespec="milliseconds"),
            "claimed": f"{claim.left.normalize():f}",
            "loses": f"{one.loses.normalize():f}",
            "drawn": one.drawn,
            "lot": lot(seed, claim.key),
        }

    def _name_of(self, key):
        """What people call the document of a key."""
        document = self.env["md.stock.shortage"].new({"key": key}).document
        return document.name if document else False

    def _cause(self, place):
        """What took the goods of a place, as text; False when nothing is found."""
        names = ("product", "warehouse", "owner")
        here = dict(zip(names, place[:3], strict=True))
        self.env.cr.execute(SQL(TILL_SQL, **here))
        if row := self.env.cr.fetchone():
            return self.env._("Till sale %s", self._receipt(row[0]))
        self.env.cr.execute(SQL(EXPIRED_SQL, **here))
        if row := self.env.cr.fetchone():
            return self.env._("Lot %s is past its date", row[0])
        since = self.env.cr.now() - RECENT
        self.env.cr.execute(SQL(LEFT_SQL, since=since, **here))
        row = self.env.cr.fetchone()
        if not row:
            return False
        move = self.env["stock.move"].browse(row[0])
        if move.is_inventory:
            return self.env._("Counted by %s", move.create_uid.name)
        transfer = move.picking_id
        return transfer.origin or transfer.name or move.reference or False

    def _receipt(self, source):
        """What people call a till sale; to be extended by who knows tills."""
        return source

    def _responsible(self, row):
        """Who sees to a shortage: the seller, else a manager of the store."""
        document = row.document
        seller = document.user_id if document else self.env["res.users"]
        if seller.active and seller.share is False:
            return seller
        return self._managers(row)[:1]

    def _managers(self, row):
        """Managers of the store, or of all stores, of the company."""
        group = self.env["ir.model.data"]._xmlid_to_res_id(MANAGER)
        store = row.warehouse_id
        managers = self.env["res.users"].search(
            [
                ("all_group_ids", "in", group),
                ("company_ids", "in", store.company_id.ids),
            ],
            order="id",
        )
        near = managers.filtered(lambda user: store in user.md_store_ids)
        return near or managers.filtered(lambda user: not user.md_store_ids)

    def _offer(self, row):
        """Where else the channel has the goods, and when some are expected."""
        texts = self._elsewhere(row)
        expected = self.env["stock.move"].search(
            [
                ("product_id", "=", row.product_id.id),
                ("state", "in", ("confirmed", "assigned", "partially_available")),
                ("location_id.usage", "=", "supplier"),
                ("location_dest_id.warehouse_id", "=", row.warehouse_id.id),
            ],
            order="date, id",
            limit=1,
        )
        if expected:
            texts.append(
                self.env._(
                    "%(quantity)s expected on %(date)s",
                    quantity=self._text(expected.product_qty),
                    date=expected.date.date().isoformat(),
                )
            )
        return "; ".join(texts) or self.env._("Nothing elsewhere: wait, or cancel")

    def _elsewhere(self, row):
        if not row.channel_id:
            return []
        found = self.env["md.availability"]._by_warehouse(
            row.channel_id, row.product_id, key=row.key
        )
        places = [
            (part, warehouse)
            for (_product, warehouse), part in found.items()
            if warehouse != row.warehouse_id.id
        ]
        names = self.env["stock.warehouse"].browse
        return [
            self.env._(
                "%(quantity)s in %(warehouse)s",
                quantity=self._text(part),
                warehouse=names(warehouse).name,
            )
            for part, warehouse in sorted(places, reverse=True)[:PLACES]
        ]

    def _text(self, quantity):
        return f"{Decimal(str(quantity)).normalize():f}"

    # Telling

    def _begun(self, row):
        """Write down who is responsible and what is offered, and give it to them."""
        row.user_id = self._responsible(row)
        row = row.with_context(lang=row.user_id.lang)
        news = row.env[self._name]
        row.offer = news._offer(row)
        self._record(row, "shortage.begun", quantity=row.quantity, cause=row.cause)
        if row.user_id and (document := row.document):
            row.activity_id = document.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=row.env._("Shortage"),
                note=Markup("<p>%s</p>") % news._sentence(row),
                user_id=row.user_id.id,
            )

    def _tell(self, rows):
        """Tell at once: each seller of the own shortages, managers of the decision."""
        self._changed()
        managers = self._managers(rows[0])
        for user, mine in rows.grouped("user_id").items():
            if user not in managers:
                self._toast(user, mine)
        self._toast(managers, rows)

    def _toast(self, users, rows):
        for user in users:
            row = rows[0].with_context(lang=user.lang)
            news = row.env[self._name]
            message = news._sentence(row)
            if len(rows) > 1:
                message = row.env._(
                    "%(first)s And %(count)s more.", first=message, count=len(rows) - 1
                )
            user._bus_send(
                "simple_notification",
                {
                    "title": row.env._("Shortage"),
                    "message": message,
                    "type": "danger",
                    "sticky": True,
                },
            )

    def _sentence(self, row):
        """A shortage in one line."""
        return self.env._(
            "%(quantity)s of %(product)s for %(document)s are gone in %(warehouse)s "
            "(%(cause)s). %(offer)s.",
            quantity=self._text(row.quantity),
            product=row.product_id.display_name,
            document=(row.document and row.document.name) or row.key,
            warehouse=row.warehouse_id.name,
            cause=row.cause or self.env._("unknown"),
            offer=row.offer,
        )

    def _ended(self, rows):
        """They are over: their activities are done."""
        for row in rows:
            self._record(row, "shortage.ended", state=row.state, reason=row.reason)
            # done by hand before: gone, or not active any more
            row.activity_id.exists().filtered("active").action_feedback(
                feedback=self.env._("The shortage is over.")
            )
        self._changed()

    def _record(self, row, action, **facts):
        self.env["md.audit.trail"]._record(
            "stock",
            action,
            model=row._name,
            res_id=row.id,
            after={
                "key": row.key,
                "product": [[row.product_id.id, row.product_id.display_name]],
                **{name: value for name, value in facts.items() if value},
            },
            company_id=row.warehouse_id.company_id.id,
        )

    def _changed(self):
        for group in SEE:
            self._live_changed("md.stock.shortage", group)
