import hmac
from hashlib import sha256

from odoo import models
from odoo.tools import SQL

from ..lib import coupons

TAKE = """
UPDATE md_coupon
   SET state = 'used', order_uuid = %(uuid)s, reference = %(reference)s,
       used_at = %(at)s, changed_at = (now() AT TIME ZONE 'UTC')
 WHERE id = %(id)s AND state = 'issued'
RETURNING id
"""
GIVE_BACK = """
UPDATE md_coupon c
   SET state = 'issued', order_uuid = NULL, reference = NULL, used_at = NULL,
       changed_at = (now() AT TIME ZONE 'UTC')
  FROM md_coupon_batch b
 WHERE b.id = c.batch_id AND b.returns AND c.state = 'used' AND c.order_uuid = %s
RETURNING c.id
"""


class MdCoupons(models.AbstractModel):
    """Signs coupons for one use, and redeems each of them once.

    The key is made of the database's own secret: it is in no table, in no export and in
    no backup of these records; who has coupons printed and moves the database keeps it.
    """

    _name = "md.coupons"
    _description = "Coupons for One Use"

    def _secret(self, purpose):
        """32 bytes for one purpose."""
        # sudo: the key is the system's
        key = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        return hmac.digest(key.encode(), f"md-coupon:{purpose}".encode(), sha256)

    def _seed(self):
        return self._secret("sign")

    def _key(self):
        """The public key, which tills get."""
        return coupons.public_key(self._seed())

    def _code(self, coupon):
        """The code of an `md.coupon`; made anew each time, kept nowhere."""
        batch = coupon.batch_id
        return coupons.code(
            coupons.Coupon(
                number=coupon.id,
                promotion=batch.promotion_id.id,
                until=batch.expires_on or None,
                customer=coupon.partner_id.id or 0,
                online=batch.online_only,
            ),
            self._seed(),
        )

    def _read(self, text):
        """The `Coupon` that a text is, None of what we have not signed."""
        try:
            return coupons.read(text, self._key())
        except ValueError:
            return None

    def _redeem(self, number, uuid, reference, at):
        """Use a coupon for an order, in the caller's transaction: who is first wins.

        Of two at one moment the second begins again and sees it used.

        :return: None when it is this order's now, or was before; else who was first
            (its reference), or "" when it is blocked or unknown
        """
        # sudo: who sells has no right to coupons
        row = self.env["md.coupon"].sudo().browse(number).exists()
        self.env["md.coupon"].flush_model()
        asked = {"id": number, "uuid": uuid, "reference": reference, "at": at}
        taken = self.env.execute_query(SQL(TAKE, **asked))
        row.invalidate_recordset()
        if taken or (row and row.order_uuid == uuid):
            return None
        return (row.reference or row.order_uuid or "") if row else ""

    def _give_back(self, uuid):
        """An order came back as a whole: its coupons are as before, where that is said.

        :return: ids
        """
        self.env["md.coupon"].flush_model()
        self.env["md.coupon.batch"].flush_model()
        rows = self.env.execute_query(SQL(GIVE_BACK, uuid))
        self.env["md.coupon"].invalidate_model()
        return [row[0] for row in rows]
