from odoo import models


class MdTenderWords(models.AbstractModel):
    """What is wrong with payments, ids and codes, in words."""

    _name = "md.tender.words"
    _description = "Words about Payments"

    def _finding(self, finding):
        told = {
            "tender": finding.tender_id.name
            or finding.payment_id.payment_method_id.name,
            "id": finding.transaction_id or "",
            "other": finding.other_id.pos_reference or finding.other_id.name or "",
            "amount": finding.currency_id.format(finding.excess or 0),
            "note": finding.note or "",
        }
        if finding.reason == "reused" and told["other"]:
            return self.env._(
                "%(tender)s transaction %(id)s has paid %(other)s before.", **told
            )
        sentences = {
            "reused": self.env._(
                "%(tender)s transaction %(id)s was used before.", **told
            ),
            "missing": self.env._(
                "%(tender)s was taken without a transaction id.", **told
            ),
            "form": self.env._(
                "%(id)s does not look like a transaction of %(tender)s.", **told
            ),
            "refund": self.env._(
                "%(amount)s more went back on %(tender)s than was left on it.", **told
            ),
            "other": self.env._(
                "A manager gave %(amount)s back on %(tender)s, which had not paid it: "
                "%(note)s",
                **told,
            ),
        }
        if finding.reason == "gift":
            return self.env._(
                "%(amount)s of this receipt are on no gift card: look at the cards of "
                "the receipt; where a customer has no code, give the card a new one.",
                **told,
            )
        if finding.reason == "credit":
            return self._credit(finding, told)
        return sentences[finding.reason]

    def _credit(self, finding, told):
        # sudo: who buys, and whether somebody gave a reason, is no secret of stores
        order = finding.sudo().order_id
        told["customer"] = order.partner_id.display_name or ""
        if finding.state == "resolved" and told["note"]:
            return self.env._(
                "%(customer)s bought on account %(amount)s beyond the limit: %(note)s",
                **told,
            )
        return self.env._(
            "%(customer)s bought on account %(amount)s beyond what was free: the till "
            "could not ask the server.",
            **told,
        )

    def _id_problem(self, found, tender):
        """What is wrong with a transaction id; see lib/tender_ids."""
        told = {
            "tender": tender.name,
            "value": found["value"],
            "least": tender.md_id_shortest,
            "most": tender.md_id_longest,
        }
        return {
            "empty": self.env._("Enter the transaction id of %(tender)s.", **told),
            "character": self.env._(
                "A transaction id has letters A to Z and digits, no %(value)s.", **told
            ),
            "digits": self.env._(
                "A transaction id of %(tender)s has digits only, no %(value)s.", **told
            ),
            "short": self.env._(
                "A transaction id of %(tender)s has at least %(least)s letters and "
                "digits; this one has %(value)s.",
                **told,
            ),
            "long": self.env._(
                "A transaction id of %(tender)s has at most %(most)s letters and "
                "digits; this one has %(value)s.",
                **told,
            ),
            "same": self.env._(
                "%(value)s again and again is no transaction id.", **told
            ),
        }[found["problem"]]

    def _qr_problem(self, method, error):
        """What is wrong with a QR code of a payment method; see lib/emv_qr."""
        field = {
            "accounts": self.env._("Merchant Accounts"),
            "name": self.env._("Merchant Name"),
            "city": self.env._("City"),
            "category": self.env._("Category Code"),
            "country": self.env._("Country Code"),
            "currency": self.env._("Currency"),
        }.get(error.field, error.field)
        told = {"method": method.name, "field": field, "value": error.value}
        return {
            "missing": self.env._(
                "%(method)s: a QR code needs something in %(field)s.", **told
            ),
            "letters": self.env._(
                "%(method)s: a QR code cannot carry %(value)s in %(field)s; write it "
                "in English letters.",
                **told,
            ),
            "long": self.env._(
                "%(method)s: %(field)s is too long for a QR code (%(value)s).", **told
            ),
            "form": self.env._("%(method)s: %(field)s cannot be %(value)s.", **told),
            "tag": self.env._(
                "%(method)s: %(value)s is no tag of a merchant account, which are 02 "
                "to 51.",
                **told,
            ),
            "template": self.env._(
                "%(method)s: tag %(value)s begins with its field 00, who issued the "
                "account.",
                **told,
            ),
            "line": self.env._(
                "%(method)s: line %(value)s of %(field)s is not like 26.00 = com.bank.",
                **told,
            ),
            "format": self.env._(
                "%(method)s: this is no text of a payment QR code (at %(value)s).",
                **told,
            ),
            "crc": self.env._(
                "%(method)s: the check sum of the QR code is wrong.", **told
            ),
        }[error.problem]
