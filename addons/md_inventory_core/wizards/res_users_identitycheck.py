from odoo import models
from odoo.exceptions import UserError

from ..models.login_errors import TooManyFailures


class ResUsersIdentitycheck(models.TransientModel):
    _inherit = "res.users.identitycheck"

    def _check_identity(self):
        """Say that it is locked, where core says that the password is wrong."""
        try:
            return super()._check_identity()
        except UserError as error:
            if isinstance(error.__context__, TooManyFailures):
                raise UserError(error.__context__.args[0]) from None
            raise
