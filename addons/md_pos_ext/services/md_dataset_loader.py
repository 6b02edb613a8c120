from uuid import NAMESPACE_URL, uuid5

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.md_inventory_core.lib.retail_dataset import CENTS

RECEIPTS_AT_ONCE = 25
# The keys of replayed receipts; another data set must use another space.
RECEIPT_SPACE = uuid5(NAMESPACE_URL, "urn:md:completejourney")


class MdDatasetLoader(models.AbstractModel):
    _inherit = "md.dataset.loader"

    @api.model
    def _slice_steps(self):
        """Tills after the stores, receipts at the end."""
        return [
            *super()._slice_steps(),
            (self.env._("Tills"), "_load_tills"),
            (self.env._("Receipts"), "_load_receipts"),
            (self.env._("Closing the tills"), "_close_replayed_sessions"),
        ]

    def _prepare_product_vals(self, item, price, categ_id):
        vals = super()._prepare_product_vals(item, price, categ_id)
        group = self._named("pos.category", item.group)
        return {
            **vals,
            "available_in_pos": True,
            "pos_categ_ids": [Command.set(group.ids)],
        }

    def _load_tills(self, job):
        """One till per store, with its own cash box; card and mobile are shared."""
        stores = self._world(job).stores
        tills = self._tills()
        warehouses = self._warehouses()
        for store in stores:
            if str(store.ref) not in tills:
                self._create_till(warehouses[str(store.ref)])
                return len(tills), len(stores)
        return len(stores), len(stores)

    def _tills(self):
        """{store number: till} of this company, the first of each store."""
        configs = self.env["pos.config"].search(
            [
                ("picking_type_id.warehouse_id.md_store_ref", "!=", False),
                ("company_id", "=", self.env.company.id),
            ],
            order="id desc",
        )
        return {c.picking_type_id.warehouse_id.md_store_ref: c for c in configs}

    def _create_till(self, warehouse):
        name = self.env._("Till %(store)s", store=warehouse.md_store_ref)
        cash = self.env["pos.config"]._create_cash_payment_method(
            {"name": self.env._("Cash %(till)s", till=name), "show_on_dashboard": False}
        )
        shared = self._bank_method(self.env._("Card")) | self._bank_method("bKash")
        return self.env["pos.config"].create(
            {
                "name": name,
                "company_id": self.env.company.id,
                "picking_type_id": warehouse.pos_type_id.id,
                "payment_method_ids": [Command.set((cash | shared).ids)],
            }
        )

    def _bank_method(self, name):
        """The company's payment method of this name, booked in a bank journal."""
        company = self.env.company
        methods = self.env["pos.payment.method"]
        found = methods.search(
            [("name", "=", name), ("company_id", "=", company.id)], limit=1
        )
        if found:
            return found
        journal = self.env["account.journal"].create(
            {"name": name, "type": "bank", "company_id": company.id}
        )
        return methods.create(
            {"name": name, "journal_id": journal.id, "company_id": company.id}
        )

    def _replayed(self, job):
        """{uuid of a receipt: receipt of the data} of the chosen world."""
        return {
            self._key(f"{basket.store_ref}/{basket.ref}"): basket
            for basket in self._world(job).baskets
        }

    def _key(self, text):
        """Unique key of a record of the data in this company."""
        return str(uuid5(RECEIPT_SPACE, f"{self.env.company.id}/{text}"))

    def _load_receipts(self, job):
        """Send receipts through the entry that tills use, a batch a piece."""
        replayed = self._replayed(job)
        known = self.env["pos.order"].search_fetch([("uuid", "in", list(replayed))])
        missing = replayed.keys() - set(known.mapped("uuid"))
        piece = [uuid for uuid in replayed if uuid in missing][:RECEIPTS_AT_ONCE]
        if piece:
            products = self._products_by_ref(self._world(job).items)
            orders = [
                self._prepare_receipt(
                    uuid,
                    replayed[uuid],
                    self._replay_session(job, replayed[uuid].store_ref),
                    products,
                )
                for uuid in piece
            ]
            cashier = self._cashier()
            self.env["pos.order"].with_user(cashier).sync_from_ui(orders)
        return len(replayed) - len(missing), len(replayed)

    def _cashier(self):
        """Who sells the replayed receipts: the demo cashier, else who may sell here."""
        return self._user_with("point_of_sale.group_pos_user")

    def _user_with(self, group):
        """A user of this company with ``group``; ``cashier`` before all others."""
        users = self.env["res.users"].search(
            [
                ("company_ids", "in", self.env.company.ids),
                ("all_group_ids", "in", self.env.ref(group).ids),
            ],
            order="id",
        )
        if not users:
            raise UserError(
                self.env._(
                    "Nobody in %(company)s has the right “%(group)s”. Give it to a "
                    "user, then start again.",
                    company=self.env.company.name,
                    group=self.env.ref(group).display_name,
                )
            )
        return users.filtered(lambda user: user.login == "cashier") or users[:1]

    def _replay_session(self, job, store_ref):
        """The open session of a store's till that takes this import's receipts."""
        till = self._tills()[str(store_ref)]
        session = till.current_session_id
        if not session:
            till.with_user(self._cashier()).open_ui()
            session = till.current_session_id
            session.set_opening_control(0, self.env._("Replay of retail data"))
            session.md_data_import_id = job
        if session.md_data_import_id != job:
            raise UserError(
                self.env._(
                    "Somebody sells at %(till)s. Close its register, then start again.",
                    till=till.name,
                )
            )
        return session

    def _prepare_receipt(self, uuid, basket, session, products):
        """A paid order as a till sends it; no taxes, paid in full by one method."""
        amount = basket.amount_cents / CENTS
        methods = session.config_id.payment_method_ids.sorted("id")
        method = methods[basket.household_ref % len(methods)]
        at = fields.Datetime.to_string(basket.timestamp)
        return {
            "uuid": uuid,
            "name": f"{basket.store_ref}/{basket.ref}",
            "state": "paid",
            "session_id": session.id,
            "user_id": self._cashier().id,
            "date_order": at,
            "amount_total": amount,
            "amount_paid": amount,
            "amount_tax": 0.0,
            "amount_return": 0.0,
            "to_invoice": False,
            "partner_id": False,
            "last_order_preparation_change": "{}",
            "lines": [
                Command.create(
                    {
                        "uuid": self._key(f"line/{line.line_no}"),
                        "product_id": products[line.item_ref].id,
                        "qty": line.quantity,
                        "price_unit": line.unit_price,
                        "price_type": "manual",
                        "discount": line.discount_percent,
                        "price_subtotal": line.amount_cents / CENTS,
                        "price_subtotal_incl": line.amount_cents / CENTS,
                        "tax_ids": [Command.clear()],
                        "full_product_name": products[line.item_ref].name,
                    }
                )
                for line in basket.lines
            ],
            "payment_ids": [
                Command.create(
                    {
                        "uuid": self._key(f"payment/{uuid}"),
                        "amount": amount,
                        "payment_method_id": method.id,
                        "payment_date": at,
                    }
                )
            ],
        }

    def _succeed(self, session, answer):
        """Refuse to go on when core did not do what it was asked to."""
        if not answer.get("successful"):
            raise UserError(
                self.env._(
                    "%(till)s cannot be closed: %(reason)s",
                    till=session.config_id.name,
                    reason=answer.get("message"),
                )
            )

    def _close_replayed_sessions(self, job):
        """Close the replay's sessions, one a piece, with the cash that they expect."""
        sessions = self.env["pos.session"].search([("md_data_import_id", "=", job.id)])
        still_open = sessions.filtered(lambda session: session.state != "closed")
        manager = self._user_with("point_of_sale.group_pos_manager")
        for session in still_open[:1].with_user(manager):
            counted = session.cash_register_balance_end
            self._succeed(session, session.post_closing_cash_details(counted))
            session.update_closing_control_state_session("")
            self._succeed(session, session.close_session_from_ui())
        # one till a piece; the last piece ends the step
        return len(sessions) - len(still_open), len(sessions)
