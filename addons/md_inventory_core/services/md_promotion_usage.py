from collections import Counter, defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL


class MdPromotionUsage(models.AbstractModel):
    """The ledger of uses: what each order used, and what is left of limits."""

    _name = "md.promotion.usage"
    _description = "Usage of Promotions"

    def _record(self, rows):
        """Add uses in the caller's transaction; return how many were new.

        Each row: ``promotion`` (code), ``rev``, ``key`` (identity of the order, known
        before its row exists), ``reference``, ``uses``, ``amount`` (Decimal or text in
        the company's currency), and optionally ``partner``, ``channel`` (ids), ``at``
        (UTC). A key that is there already adds nothing; nor does an unknown code.
        """
        if not rows:
            return 0
        now = self.env["md.clock"]._now()
        self.env["md.promotion"].flush_model(["code"])
        # several orders at once insert in one order: nobody waits for each other
        rows = sorted(rows, key=lambda row: (row["promotion"], row["key"]))
        found = self.env.execute_query(
            SQL(
                """
                INSERT INTO md_promotion_use (
                    key, promotion_id, rev, partner_id, channel_id, reference, uses,
                    amount, at
                )
                SELECT r.key, p.id, r.rev, r.partner, r.channel, r.reference, r.uses,
                       r.amount, r.at
                  FROM unnest(
                       %s::text[], %s::text[], %s::int[], %s::int[], %s::int[],
                       %s::text[], %s::int[], %s::numeric[], %s::timestamp[]
                       ) AS r (key, code, rev, partner, channel, reference, uses,
                       amount, at)
                  JOIN md_promotion p ON p.code = r.code
                    ON CONFLICT DO NOTHING
                RETURNING promotion_id
                """,
                [row["key"] for row in rows],
                [row["promotion"] for row in rows],
                [int(row.get("rev") or 0) for row in rows],
                [row.get("partner") or None for row in rows],
                [row.get("channel") or None for row in rows],
                [row.get("reference") for row in rows],
                [row["uses"] for row in rows],
                [row["amount"] for row in rows],
                [row.get("at") or now for row in rows],
            )
        )
        own = self.env["md.own.transaction"]._until_commit("md_promotion_use", set)
        own.update(row["key"] for row in rows)
        self.env["md.promotion.use"].invalidate_model()
        # sudo: who sells need not read promotions
        used = self.env["md.promotion"].sudo().browse({row[0] for row in found})
        used.invalidate_recordset(["used_amount", "used_count"])
        self._look_at_limits(used)
        return len(found)

    def _level(self, key, rows):
        """Add what makes all rows of an order say what ``rows`` say; return how many.

        :param key: of the order; further rows of it are numbered
        :param rows: as for `_record`, without those of which it uses nothing (more)
        """
        found = self.env.execute_query(
            SQL(
                """
                SELECT p.code, count(*), sum(u.uses), sum(u.amount)::text,
                       max(u.rev), max(u.partner_id), max(u.channel_id),
                       max(u.reference)
                  FROM md_promotion_use u JOIN md_promotion p ON p.id = u.promotion_id
                 WHERE u.key = %(key)s OR u.key LIKE %(more)s
                 GROUP BY 1
                """,
                key=key,
                more=f"{key}:%",
            )
        )
        wanted = {row["promotion"]: {**row, "key": key} for row in rows}
        for code, number, uses, amount, rev, partner, channel, reference in found:
            row = wanted.setdefault(
                code,
                {
                    "promotion": code,
                    "rev": rev,
                    "partner": partner,
                    "channel": channel,
                    "reference": reference,
                    "uses": 0,
                    "amount": Decimal(0),
                },
            )
            row["key"] = f"{key}:{number}"
            row["uses"] -= uses
            row["amount"] -= Decimal(amount)
        changed = [
            row for row in wanted.values() if row["uses"] or round(row["amount"], 4)
        ]
        return self._record(changed)

    def _look_at_limits(self, promotions):
        """Wake the clock's job when one has no uses or budget left.

        It ends there, not in the seller's transaction: two tills would fight for the
        row. Until then `md.promotion.catalogue` leaves it out.
        """
        if self._exhausted(promotions):
            self.env.ref("md_inventory_core.ir_cron_promotion_clock")._trigger()

    def _exhausted(self, promotions):
        """Those whose budget or number of uses is used up."""
        limited = promotions.filtered(lambda p: p.budget or p.most_uses)
        totals = self._totals(limited)
        spent = []
        for promotion in limited:
            uses, amount = totals.get(promotion.id, (0, 0))
            over = promotion.budget and amount >= promotion.budget
            if over or (promotion.most_uses and uses >= promotion.most_uses):
                spent.append(promotion.id)
        return promotions.browse(spent)

    def _totals(self, promotions):
        """{id: (uses, amount)} of all time."""
        if not promotions.ids:
            return {}
        rows = self._rows(
            lambda which: SQL(
                "SELECT promotion_id, sum(uses), sum(amount) FROM md_promotion_use u "
                " WHERE promotion_id = ANY(%s) AND %s GROUP BY 1",
                promotions.ids,
                which,
            )
        )
        found = {}
        for number, uses, amount in rows:
            before = found.get(number, (0, 0.0))
            found[number] = before[0] + uses, before[1] + float(amount)
        return found

    def _within(self, promotions, contracts):
        """Contracts that take no more uses than are left of each promotion's limit."""
        limited = promotions.sudo().filtered("most_uses")  # sudo: as `_record`
        totals = self._totals(limited)
        left = {p.code: p.most_uses - totals.get(p.id, (0, 0))[0] for p in limited}
        return [
            {**contract, "limits": self._narrowed(contract, left[contract["id"]])}
            if contract["id"] in left
            else contract
            for contract in contracts
        ]

    def _narrowed(self, contract, left):
        """A contract's limits with at most ``left`` uses in a basket."""
        limits = contract.get("limits") or {}
        known = limits.get("per_basket")
        return {**limits, "per_basket": left if known is None else min(known, left)}

    def _rows(self, make):
        """Rows of a query; several for a group are to be added up.

        In the context: ``md_uses_of``, the key of an order whose own uses do not count;
        ``md_uses_now``, what is committed by now counts, and what this transaction has
        added, instead of what was committed when the transaction began.

        :param make: gives the query, with the uses as ``u``, for a condition on them
        """
        key = self.env.context.get("md_uses_of")
        others = SQL("NOT (u.key = %s OR u.key LIKE %s)", key, f"{key}:%")
        which = others if key else SQL("TRUE")
        if not self.env.context.get("md_uses_now"):
            return self.env.execute_query(make(which))
        ours = self.env["md.own.transaction"]
        own = list(ours._until_commit("md_promotion_use", set))
        with ours._begin(sees=["md.promotion.use"]) as cr:
            cr.execute(make(SQL("%s AND u.key <> ALL(%s::text[])", which, own)))
            rows = cr.fetchall()
        if own:
            mine = SQL("%s AND u.key = ANY(%s::text[])", which, own)
            rows += self.env.execute_query(make(mine))
        return rows

    def _used_by(self, partners, at):
        """{partner id: {code: uses}} in the present period of each limited promotion.

        :param at: moment in UTC. Periods are calendar days, weeks (from Monday), months
            and years of the promotion's time zone.
        """
        if not partners.ids:
            return {}
        self.env["md.promotion"].flush_model(["code", "per_customer", "period", "tz"])
        rows = self._rows(
            lambda which: SQL(
                """
                SELECT u.partner_id, p.code, sum(u.uses)
                  FROM md_promotion_use u JOIN md_promotion p ON p.id = u.promotion_id
                 WHERE u.partner_id = ANY(%s) AND p.per_customer > 0
                   AND (p.period = 'life' OR u.at >= date_trunc(
                        NULLIF(p.period, 'life'),
                        (%s::timestamp AT TIME ZONE 'UTC') AT TIME ZONE p.tz
                        ) AT TIME ZONE p.tz AT TIME ZONE 'UTC')
                   AND %s
                 GROUP BY 1, 2
                """,
                partners.ids,
                at,
                which,
            )
        )
        found = defaultdict(Counter)
        for partner, code, uses in rows:
            found[partner][code] += uses
        return {partner: dict(+used) for partner, used in found.items() if +used}
