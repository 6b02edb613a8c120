from odoo.exceptions import AccessDenied


class TooManyFailures(AccessDenied):
    """A try that is refused unseen, because of those before it."""

    http_status = 429
    # what the web client shows it as: one line, no trace
    context = {"exception_class": "odoo.exceptions.UserError"}
