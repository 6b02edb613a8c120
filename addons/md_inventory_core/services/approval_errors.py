"""What business code gets when something is beyond a user's own limit."""

from odoo.exceptions import UserError


class ApprovalNeeded(UserError):
    """Somebody else has to approve first.

    ``asked`` is what to hand to ``md.approval._ask`` (its arguments, JSON-able, with
    ``amount`` as text); ``request_id`` is the request that already waits, or None. Both
    reach the browser as ``error.data.context.md_approval``.
    """

    def __init__(self, message, asked, request_id=None):
        super().__init__(message)
        self.asked = asked
        self.request_id = request_id
        self.context = {"md_approval": {**asked, "request_id": request_id}}


class ApprovalBeyondAll(UserError):
    """No role may approve so much; only another limit helps."""
