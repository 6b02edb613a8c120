"""Posting stock of what tills sold: what goes into an Odoo context."""


class PostingErrors(list):
    """Why transfers of a till could not be done; core swallows it.

    Value of ``md_posting_errors`` in the context. A class of its own, for a context
    also comes over RPC.
    """
