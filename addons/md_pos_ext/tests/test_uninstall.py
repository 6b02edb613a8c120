from odoo.tests import TransactionCase, tagged

from odoo.addons.md_inventory_core.tests.test_uninstall import (
    PERMS,
    rows_of_core,
    switched_off,
)
from odoo.addons.md_pos_ext import hooks


@tagged("post_install", "-at_install")
class TestUninstallTill(TransactionCase):
    """The till's access rows that we switch off are core's again without us."""

    def test_rows_are_as_in_core_again(self):
        xml_ids = switched_off("md_pos_ext/security/md_pos_ext_groups.xml")
        self.assertEqual(len(xml_ids), 3)
        hooks.uninstall_hook(self.env)
        for xml_id, core in rows_of_core(xml_ids).items():
            row = self.env.ref(xml_id)
            self.assertEqual([row[perm] for perm in PERMS], core, xml_id)
