from odoo import models


class MdCoreAccess(models.AbstractModel):
    """Core's access rows that data files of ours switch off."""

    _name = "md.core.access"
    _description = "Access Rows of Core"

    def _restore(self, rows):
        """Switch permissions on again, when the addon that switched them off leaves.

        :param rows: {XML id: names of the permissions}; rows that are gone stay so.
        """
        for xml_id, permissions in rows.items():
            row = self.env.ref(xml_id, raise_if_not_found=False)
            if row:
                row.write(dict.fromkeys(permissions, True))
