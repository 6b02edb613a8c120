import logging
import threading

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.service.server import thread_local

from ..lib.refusals import Refusal, RefusalGate, Told, refusal_of

_logger = logging.getLogger(__name__)

# Roads on which the user comes with each call instead of with a session.
CALLED_AS = ("/xmlrpc/", "/jsonrpc")
gate = RefusalGate()  # one per process


class MdRefusal(models.AbstractModel):
    """Writes what was refused to a user into the audit trail.

    Errors that are recorded where they are raised carry ``md_recorded``.
    """

    _name = "md.refusal"
    _description = "Refusal"

    @api.model
    @api.private
    def note(self, error):
        """Record an error that is about to leave the request; never fail for it.

        An `AccessError`, or an error that `lib.refusals.refused` marked. The request's
        own transaction is being rolled back, so this one has its own.
        """
        if getattr(error, "md_recorded", False) or not request or not request.db:
            return
        if not isinstance(error, AccessError) and not refusal_of(error):
            return
        error.md_recorded = True
        try:
            self._record(error)
        except Exception:
            _logger.exception("A refusal cannot be recorded: %s", error)

    def _record(self, error):
        user_id, called = self._who(), self._called()
        told, untold = gate.admit((self.env.cr.dbname, user_id))
        if told is Told.UNTOLD:
            return
        what = refusal_of(error) or Refusal(called[0] or "", called[1] or "")
        with self.env.registry.cursor() as cr:
            trail = api.Environment(cr, user_id, {})["md.audit.trail"]
            if untold:
                trail._record_apart(
                    "refusal", "access.untold", after={"refusals": untold}
                )
            trail._record_apart(
                "refusal",
                "access.refused" if told is Told.ONCE else "access.refused_often",
                model=what.model or None,
                res_id=what.ids[0] if what.ids else None,
                after=self._details(what, called),
                reason=self._first_line(error),
            )

    def _details(self, what, called):
        """What was tried, for the event."""
        details = {"operation": what.operation}
        if any(called):
            details["called"] = ".".join(filter(None, called))
        if len(what.ids) > 1:
            details["records"] = list(what.ids[:20])
        return details

    def _first_line(self, error):
        """An error's first line; a person who reads the trail needs no more."""
        text = str(error.args[0]) if isinstance(error, UserError) else str(error)
        return text.strip().partition("\n")[0]

    def _who(self):
        """Id of the user whose call is refused."""
        if request.httprequest.path.startswith(CALLED_AS):
            return getattr(threading.current_thread(), "uid", None) or self.env.uid
        return request.env.uid or self.env.uid

    def _called(self):
        """(model, method) of the call; (None, None) for what is no call of a method."""
        params = request.params if isinstance(request.params, dict) else {}
        if "__model__" in params:
            return params["__model__"], params.get("__method__")
        model, _dot, method = (thread_local.rpc_model_method or "").rpartition(".")
        return model or None, method or None
