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
        self.env["md.promotion.use"].invalidate_model()
        # sudo: who sells need not read promotions
        used = self.env["md.promotion"].sudo().browse({row[0] for row in found})
        used.invalidate_recordset(["used_amount", "used_count"])
        self._look_at_limits(used)
        return len(found)

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
        rows = self.env.execute_query(
            SQL(
                "SELECT promotion_id, sum(uses), sum(amount) FROM md_promotion_use "
                " WHERE promotion_id = ANY(%s) GROUP BY 1",
                promotions.ids,
            )
        )
        return {row[0]: (row[1], float(row[2])) for row in rows}

    def _used_by(self, partners, at):
        """{partner id: {code: uses}} in the present period of each limited promotion.

        :param at: moment in UTC. Periods are calendar days, weeks (from Monday), months
            and years of the promotion's time zone.
        """
        if not partners.ids:
            return {}
        self.env["md.promotion"].flush_model(["code", "per_customer", "period", "tz"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT u.partner_id, p.code, sum(u.uses)
                  FROM md_promotion_use u JOIN md_promotion p ON p.id = u.promotion_id
                 WHERE u.partner_id = ANY(%s) AND p.per_customer > 0
                   AND (p.period = 'life' OR u.at >= date_trunc(
                        NULLIF(p.period, 'life'),
                        (%s::timestamp AT TIME ZONE 'UTC') AT TIME ZONE p.tz
                        ) AT TIME ZONE p.tz AT TIME ZONE 'UTC')
                 GROUP BY 1, 2 HAVING sum(u.uses) > 0
                """,
                partners.ids,
                at,
            )
        )
        found = {}
        for partner, code, uses in rows:
            found.setdefault(partner, {})[code] = uses
        return found
