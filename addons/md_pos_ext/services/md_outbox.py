import json

from psycopg2 import IntegrityError
from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import AccessError, ConcurrencyError, MissingError, UserError

from ..lib import outbox

MOST = 50  # entries in one call; a till sends one after the other
LOST = ("refused", "damaged")  # what the till still has
SEE = (
    "md_inventory_core.group_manager",
    "md_inventory_core.group_auditor",
    "md_inventory_core.group_admin",
)
# What a receipt can be refused for: words of the server, or what its values are not.
REFUSALS = (UserError, IntegrityError, ValueError, TypeError, KeyError, AttributeError)


class MdOutbox(models.AbstractModel):
    """Takes receipts that tills have kept, each once, and says what became of each.

    The key is the receipt's uuid, which is unique in the database: a repeat gets the
    first answer. What cannot be stored is written down for managers with all it says,
    and the till keeps it, too.
    """

    _name = "md.outbox"
    _description = "Receipts that Tills have kept"
    _inherit = ["md.live.mixin"]

    def _take(self, config, entries):
        """Store receipts in their order.

        :param entries: [{"uuid", "body", "checksum"}], see lib/outbox
        :return: [{"uuid", "state", "message"}]: "stored" or "settled" (the till lets go
            of it), "refused" or "damaged" (a manager has been told, the till keeps it)
        :raises UserError: for what is no list of entries
        """
        if not isinstance(entries, list | tuple) or len(entries) > MOST:
            raise UserError(
                self.env._("A till sends a list of at most %s receipts.", MOST)
            )
        return [self._take_one(config, entry) for entry in entries]

    def _take_one(self, config, entry):
        uuid = entry.get("uuid") if isinstance(entry, dict) else None
        if isinstance(uuid, str) and self._is_stored(uuid):
            self._settle(uuid)
            return self._answer(uuid, "stored")
        # sudo: a till need not read what managers were told of it
        past = self.env["md.till.finding"].sudo()
        done = [
            ("uuid", "=", uuid),
            ("state", "=", "resolved"),
            ("reason", "in", LOST),
        ]
        if isinstance(uuid, str) and past.search_count(done, limit=1):
            return self._answer(uuid, "settled")
        try:
            order = outbox.read(entry)
        except outbox.DamagedError as error:
            message = self._damage(error.problem)
            if isinstance(uuid, str):
                self._note(config, entry, {}, "damaged", message)
            return self._answer(uuid, "damaged", message)
        return self._store(config, entry, order)

    def _store(self, config, entry, order):
        uuid = entry["uuid"]
        facts = json.loads(
            entry["body"]
        )  # what core changes of an order is not its own
        try:
            with self.env.cr.savepoint():
                self._check_session(config, order)
                orders = self.env["pos.order"].with_context(md_outbox=True)
                orders.sync_from_ui([order])
        except UniqueViolation as error:
            if _is_race(error):
                raise ConcurrencyError(uuid) from error
            return self._refuse(config, entry, facts, error)
        except REFUSALS as error:
            return self._refuse(config, entry, facts, error)
        if not self._is_stored(uuid):
            message = self.env._("The receipt is not among the paid ones.")
            return self._refuse(config, entry, facts, UserError(message))
        self._settle(uuid)
        return self._answer(uuid, "stored")

    def _check_session(self, config, order):
        """It is of a till that the sender may use; of his, when its session is gone."""
        session = self.env["pos.session"].browse(order.get("session_id") or 0)
        # sudo: whether it is there is no secret
        if session.sudo().exists():
            session.check_access("read")
            return
        lost = self.env["pos.session"]
        order["session_id"] = lost._md_rescue(config, lost).id

    def _is_stored(self, uuid):
        # sudo: that a receipt is stored is said to who has it
        found = self.env["pos.order"].sudo().search([("uuid", "=", uuid)], limit=1)
        return found.state in outbox.PAID

    def _answer(self, uuid, state, message=""):
        return {"uuid": uuid, "state": state, "message": message}

    def _damage(self, problem):
        return {
            "form": self.env._("it has no key or no text"),
            "checksum": self.env._("its check sum is wrong"),
            "json": self.env._("its text cannot be read"),
            "uuid": self.env._("it is another receipt than its key says"),
            "draft": self.env._("it is not paid"),
        }[problem]

    def _refuse(self, config, entry, order, error):
        message = self._words(error)
        self._note(config, entry, order, "refused", message)
        return self._answer(entry["uuid"], "refused", message)

    def _words(self, error):
        if isinstance(error, AccessError | MissingError):
            return self.env._("Something that it needs is gone, or not this user's.")
        if isinstance(error, UserError):
            return str(error)
        return self.env._("Something that it needs is gone: %s", _first_line(error))

    def _settle(self, uuid):
        """What could not be stored before is stored now."""
        # sudo: a till need not read what managers were told of it
        rows = self.env["md.till.finding"].sudo()
        rows = rows.search([("uuid", "=", uuid), ("state", "=", "open")])
        for row in rows.filtered(lambda one: one.reason in LOST):
            row.note = self.env._("It is stored now.")
            row._resolve()

    def _late(self, order, closed):
        """A receipt of a closed session was stored: managers count its money."""
        if order.session_id == closed or order.state not in outbox.PAID:
            return
        entry = {"uuid": order.uuid}
        facts = {
            "pos_reference": order.pos_reference or order.name,
            "amount_total": order.amount_total,
            "date_order": order.date_order,
            "session_id": closed.id,
        }
        more = {"order_id": order.id, "landed_id": order.session_id.id}
        self._note(order.config_id, entry, facts, "late", "", **more)

    def _note(self, config, entry, order, reason, message, **more):
        """Write down what managers should look at, once for each receipt and reason."""
        # sudo: rows are the system's, and who sells has no right to them
        rows = self.env["md.till.finding"].sudo()
        known = rows.search([("uuid", "=", entry["uuid"]), ("reason", "=", reason)])
        if known:
            known.write({"message": message} if known.state == "open" else {})
            return
        # sudo: names of the till and its store
        config = config.sudo()
        session = rows.session_id.browse(_number(order.get("session_id"))).exists()
        row = rows.create(
            {
                "uuid": entry["uuid"],
                "reason": reason,
                "reference": _text(order.get("pos_reference")) or entry["uuid"][:8],
                "config_id": config.id,
                "session_id": session.id,
                "company_id": config.company_id.id,
                "currency_id": config.currency_id.id,
                "warehouse_id": config._md_warehouse().id,
                "sender_id": self.env.uid,
                "sold_at": _moment(order.get("date_order")),
                "amount": _amount(order.get("amount_total")),
                "message": message,
                "body": _text(entry.get("body")),
                "checksum": _text(entry.get("checksum")),
                **more,
            }
        )
        self._tell(row)

    def _tell(self, row):
        """Lists show it at once; managers of the store are asked to look."""
        for group in SEE:
            self._live_changed("md.till.finding", group)
        # sudo: who sells need not know the managers
        news = self.env["md.promotion.difference.news"].sudo()
        for user in news._managers(row):
            # in the words of who is told; no mail for what is on the screen
            speaking = row.with_context(lang=user.lang, mail_activity_quick_update=True)
            speaking.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=speaking.env._("Look at receipt %s", speaking.reference),
                note=speaking.explanation,
            )


def _is_race(error):
    """Whether the same receipt was stored at this moment by somebody else."""
    return error.diag.constraint_name == "pos_order_unique_uuid"


def _first_line(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _text(value):
    return value if isinstance(value, str) else False


def _number(value):
    return value if isinstance(value, int) and value > 0 else 0


def _amount(value):
    return value if isinstance(value, int | float) else 0


def _moment(value):
    try:
        return fields.Datetime.to_datetime(value) or False
    except (ValueError, TypeError):
        return False
