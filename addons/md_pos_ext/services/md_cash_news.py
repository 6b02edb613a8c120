from odoo import models
from odoo.tools.misc import formatLang


class MdCashNews(models.AbstractModel):
    """Tells managers of a store what a drawer lacked, and what is not in the ledger."""

    _name = "md.cash.news"
    _description = "News of Drawers"

    def _closed(self, session):
        """Look at the Z report of a session that was just closed."""
        report = self.env["md.z.report"].search([("session_id", "=", session.id)])
        off = abs(report.difference) > session.config_id.md_cash_tolerance
        if not off and not report.ledger_difference:
            return
        news = self.env["md.promotion.difference.news"]
        for user in news._managers(report):
            speaking = session.with_context(
                lang=user.lang, mail_activity_quick_update=True
            )
            speaking.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=speaking.env._("Look at %s", report.display_name),
                note=self._note(speaking, report),
            )

    def _note(self, session, report):
        """What is to be looked at, in the words of who is told."""
        say, currency = session.env._, report.currency_id
        notes = []
        if report.difference:
            notes.append(
                say(
                    "The drawer differs by %(amount)s. %(reason)s",
                    amount=formatLang(
                        session.env, report.difference, currency_obj=currency
                    ),
                    reason=report.facts["cash"]["reason"] or say("No reason was said."),
                )
            )
        if report.ledger_difference:
            notes.append(
                say(
                    "The report differs from the ledger by %s.",
                    formatLang(
                        session.env, report.ledger_difference, currency_obj=currency
                    ),
                )
            )
        return " ".join(notes)
