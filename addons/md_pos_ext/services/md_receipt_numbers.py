from datetime import UTC, datetime, time, timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import receipt_numbers as numbers
from ..lib.outbox import PAID

MOST = 200  # blocks and voided numbers that a till tells in one call


class MdReceiptNumbers(models.AbstractModel):
    """Leases receipt numbers to devices, and says of each what became of it.

    A lease writes the counter of its till's series; a sale writes its own block only,
    which no other device writes. So does who voids: of two that decide on one number
    the second begins again and sees what the first did.
    """

    _name = "md.receipt.numbers"
    _description = "Receipt Numbers of Tills"

    # A till asks

    def _sync(self, config, told):
        """Lease a block when one is wanted, and take what is voided at the till.

        :param told: {"device", "held": [block], "want": {"key", "next"} or None,
            "voids": [{"uuid", "number", "serial", "year", "note"}]}
        :return: {"years": [this, next], "soon": whether the next one begins soon,
            "size", "block": facts or False, "voided": [number]}; times in milliseconds
        :raises UserError: for what no till of ours would say, and for a removed device
        """
        device = self._text(told, "device")
        self.env["md.till.devices"]._check_may(device)
        # sudo: who sells has no right to series and blocks; see pos.config
        made, config = self.sudo(), config.sudo()
        now = self.env["md.clock"]._now()
        this = made._year(config, now)
        following = made._year(config, this.end)
        want, block = told.get("want"), False
        if want:
            year = following if want.get("next") else this
            block = made._lease(config, device, self._text(want, "key"), year)
            made._close_others(block, told.get("held"))
        voids = told.get("voids") or []
        if not isinstance(voids, list) or len(voids) > MOST:
            raise UserError(self.env._("A till voids at most %s numbers.", MOST))
        soon = this.end - now.date() <= timedelta(days=numbers.NEXT_YEAR_DAYS)
        return {
            "years": [made._year_facts(config, one) for one in (this, following)],
            "soon": soon,
            "size": config.md_receipt_block_size,
            "block": block and made._facts(block),
            "voided": [made._void_reported(config, device, one) for one in voids],
        }

    def _text(self, told, name):
        value = told.get(name) if isinstance(told, dict) else None
        if not isinstance(value, str) or not 0 < len(value) <= numbers.LONGEST:
            raise UserError(self.env._("A till tells its %s.", name))
        return value

    def _facts(self, block):
        return {
            "id": block.id,
            "year": block.year,
            "form": block.form,
            "first": block.first,
            "last": block.last,
        }

    # Years

    def _year(self, config, moment):
        """The financial year of a moment (UTC) or of a day at the till's company."""
        company = config.company_id
        if isinstance(moment, datetime):
            zone = self.env["md.clock"]._zone(company)
            moment = fields.Datetime.context_timestamp(
                self.with_context(tz=zone.key), moment
            ).date()
        last = (int(company.fiscalyear_last_month), company.fiscalyear_last_day)
        country = company.account_fiscal_country_id or company.country_id
        return numbers.financial_year(
            moment, numbers.JUNE if country.code == "BD" else last
        )

    def _span(self, config, year):
        """First moment of a year and of the one after it, UTC."""
        zone = self.env["md.clock"]._zone(config.company_id)
        return [
            datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)
            for day in (year.first, year.end)
        ]

    def _year_facts(self, config, year):
        starts, ends = (
            int(moment.replace(tzinfo=UTC).timestamp() * 1000)
            for moment in self._span(config, year)
        )
        return {"name": year.name, "starts": starts, "ends": ends}

    # Blocks

    def _lease(self, config, device, key, year):
        """The block of a request, the same one however often it asks."""
        blocks = self.env["md.receipt.block"]
        known = blocks.search([("config_id", "=", config.id), ("key", "=", key)])
        if known:
            if known.device != device:
                raise UserError(self.env._("This request is another device's."))
            return known
        return self._make(config, year, config.md_receipt_block_size, device, key)

    def _make(self, config, year, size, device=False, key=False, **more):
        series, first, last = self.env["md.receipt.series"]._take(
            config, year.name, size
        )
        starts, ends = self._span(config, year)
        template = config.company_id.md_receipt_format or numbers.FORM
        return self.env["md.receipt.block"].create(
            {
                "series_id": series.id,
                "config_id": config.id,
                "company_id": config.company_id.id,
                "warehouse_id": config._md_warehouse().id,
                "year": year.name,
                "device": device,
                "key": key,
                "form": numbers.form(template, config.md_receipt_code, year.name),
                "first": first,
                "last": last,
                "starts": starts,
                "ends": ends,
                "leased_at": self.env["md.clock"]._now(),
                "lessee_id": self.env.uid,
                **more,
            }
        )

    def _close_others(self, block, held):
        """What its device has forgotten is not given out any more."""
        if not isinstance(held, list) or len(held) > MOST:
            raise UserError(self.env._("A till tells which blocks it has."))
        others = self.env["md.receipt.block"].search(
            [
                ("config_id", "=", block.config_id.id),
                ("device", "=", block.device),
                ("state", "=", "leased"),
                ("id", "!=", block.id),
                ("id", "not in", [one for one in held if isinstance(one, int)]),
            ]
        )
        others.write({"state": "closed", "closed_at": self.env["md.clock"]._now()})

    def _block_of(self, config, claim):
        """The block in which a number is that a device says it was leased."""
        block = self.env["md.receipt.block"].search(
            [
                ("config_id", "=", config.id),
                ("device", "=", claim["device"]),
                ("year", "=", claim["year"]),
                ("first", "<=", claim["serial"]),
                ("last", ">=", claim["serial"]),
            ],
            limit=1,
        )
        right = block and numbers.write(block.form, claim["serial"]) == claim["number"]
        return block if right else block.browse()

    # A receipt comes

    def _number(self, order):
        """Give a paid receipt its number: the printed one, unless that cannot be.

        What cannot be is written down for managers; the receipt is stored anyway.
        """
        if order.md_receipt_number or order.session_id.md_data_import_id:
            return
        # sudo: who sells has no right to blocks
        order, made = order.sudo(), self.sudo()
        config, claim = order.config_id, numbers.claim(order.md_receipt_claim)
        block = made._block_of(config, claim) if claim else False
        problem = claim and made._problem(block, claim["serial"], order)
        if not claim or problem:
            year = made._year_of_sale(order)
            server = {"used": 1, "state": "used"}
            block = made._make(config, year, 1, **server)
            block.used_to = serial = block.first
        else:
            serial = claim["serial"]
            made._use(block, serial)
        order.write(
            {
                "md_receipt_block_id": block.id,
                "md_receipt_serial": serial,
                "md_receipt_number": numbers.write(block.form, serial),
                "md_receipt_printed": claim["number"] if problem else False,
            }
        )
        if problem:
            self.env["md.outbox"]._renumbered(order, claim["number"], problem)

    def _year_of_sale(self, order):
        """That of its day, as long as it is this one or the one before."""
        now = self.env["md.clock"]._now()
        this = self._year(order.config_id, now)
        sold = self._year(order.config_id, order.date_order or now)
        before = self._year(order.config_id, this.first - timedelta(days=1))
        return sold if sold == before else this

    def _problem(self, block, serial, order):
        """Why a number cannot be a receipt's; empty when it can."""
        if not block:
            return self.env._("it was not leased to its device")
        other = self.env["pos.order"].search(
            [
                ("md_receipt_block_id", "=", block.id),
                ("md_receipt_serial", "=", serial),
                ("id", "!=", order.id),
            ],
            limit=1,
        )
        if other:
            return self.env._(
                "receipt %s has it already", other.pos_reference or other.name
            )
        if any(void.first <= serial <= void.last for void in block.void_ids):
            return self.env._("it was voided before the receipt came")
        return ""

    def _use(self, block, serial):
        """Count a number as used; who has changed the block meanwhile goes first."""
        block.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE md_receipt_block
                   SET used = used + 1, used_to = GREATEST(used_to, %s),
                       state = CASE WHEN used + voided + 1 > last - first
                               AND state IN ('leased', 'closed') THEN 'used'
                               ELSE state END
                 WHERE id = %s
                """,
                serial,
                block.id,
            )
        )
        block.invalidate_recordset(["used", "used_to", "state", "unused"])

    # Numbers that are void

    def _void_reported(self, config, device, told):
        """A till has given up a number; what the books say counts more.

        :return: the number, of which the till need not tell again
        """
        uuid, number = self._text(told, "uuid"), self._text(told, "number")
        claim = numbers.claim({**told, "device": device})
        block = self._block_of(config, claim) if claim else False
        if not block:
            return number
        order = self.env["pos.order"].search([("uuid", "=", uuid)], limit=1)
        elsewhere = order.state in PAID
        if elsewhere and order.md_receipt_number == number:
            return number
        if not self._problem(block, claim["serial"], self.env["pos.order"]):
            pair, note = (claim["serial"], claim["serial"]), told.get("note")
            note = note[:200] if note and isinstance(note, str) else False
            reason = "elsewhere" if elsewhere else "cancelled"
            self._void(block, [pair], reason, note or order.pos_reference)
        return number

    def _void_unstored(self, finding, order):
        """A receipt will not be stored: neither will another have its number."""
        claim = numbers.claim(order.get("md_receipt_claim"))
        # sudo: managers do not write blocks
        made = self.sudo()
        block = made._block_of(finding.config_id, claim) if claim else False
        if block and not made._problem(block, claim["serial"], self.env["pos.order"]):
            pair = (claim["serial"], claim["serial"])
            made._void(block, [pair], "not_stored", finding.note or False)

    def _void_rest(self, block, reason, note=False):
        """Void all numbers of a block that no receipt has; none comes to be used.

        Receipts with its numbers that come later get others, and a finding.
        """
        # sudo: managers do not write blocks
        block = block.sudo()
        used, voided = block._taken()
        rest = numbers.gaps(block.first, block.last, used + voided)
        # sudo: as above
        self.sudo()._void(block, rest, reason, note)
        block.write({"state": "voided", "closed_at": self.env["md.clock"]._now()})
        self.env["md.audit.trail"]._record(
            "price",
            "receipt.numbers.voided",
            model=block._name,
            res_id=block.id,
            before={"unused": numbers.count(rest)},
            after={"numbers": numbers.words(block.form, rest), "reason": reason},
            reason=note or None,
            company_id=block.company_id.id,
        )

    def _void(self, block, pairs, reason, note):
        """Insert what is voided; who uses or voids at the same time goes first."""
        block.flush_recordset()
        many = numbers.count(pairs)
        self.env.cr.execute(
            SQL(
                """
                UPDATE md_receipt_block SET voided = voided + %s,
                       state = CASE WHEN used + voided + %s > last - first
                               AND state IN ('leased', 'closed') THEN 'used'
                               ELSE state END
                 WHERE id = %s
                """,
                many,
                many,
                block.id,
            )
        )
        now = self.env["md.clock"]._now()
        for first, last in pairs:
            values = {
                "block_id": block.id,
                "config_id": block.config_id.id,
                "company_id": block.company_id.id,
                "warehouse_id": block.warehouse_id.id or None,
                "year": block.year,
                "first": first,
                "last": last,
                "count": last - first + 1,
                "reason": reason,
                "note": note or None,
                "at": now,
                "user_id": self.env.uid,
            }
            self.env.cr.execute(
                SQL(
                    "INSERT INTO md_receipt_void (%s) VALUES %s",
                    SQL(", ").join(map(SQL.identifier, values)),
                    tuple(values.values()),
                )
            )
        block.invalidate_recordset()

    def _device_removed(self, config, device):
        """Numbers that a removed device has not used are void."""
        # sudo: who removes devices does not read blocks
        blocks = self.env["md.receipt.block"].sudo()
        known = [("device", "=", device), ("state", "in", ("leased", "closed"))]
        for block in blocks.search([*known, ("config_id", "in", config.ids)]):
            self._void_rest(block, "removed")

    def _cron_year_end(self):
        """Numbers of a year that is over are void, when its receipts have come."""
        until = self.env["md.clock"]._now() - timedelta(days=numbers.GRACE_DAYS)
        blocks = self.env["md.receipt.block"].search(
            [("ends", "<=", until), ("state", "in", ("leased", "closed"))]
        )
        for block in blocks:
            self._void_rest(block, "year_end")
