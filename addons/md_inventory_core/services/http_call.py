"""The HTTP call that is being answered, for what looks at who calls from where."""

from odoo.http import request


def current():
    """Its werkzeug request; None in a job or a shell.

    Also None for a bare request that a program pushed to have a session: it has nobody
    behind it.
    """
    return getattr(request, "httprequest", None) if request else None
