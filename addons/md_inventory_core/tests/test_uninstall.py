import csv

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_open

from odoo.addons.md_inventory_core import hooks

PERMS = ("perm_read", "perm_write", "perm_create", "perm_unlink")


def switched_off(path):
    """XML ids of core's access rows that a data file of ours changes."""
    with file_open(path, "rb") as file:
        rows = etree.parse(file).findall(".//record[@model='ir.model.access']")
    return [row.get("id") for row in rows if "." in row.get("id")]


def rows_of_core(xml_ids):
    """{XML id: permissions} as core's own files say."""
    rows = {}
    for addon in {xml_id.partition(".")[0] for xml_id in xml_ids}:
        with file_open(f"{addon}/security/ir.model.access.csv") as file:
            for row in csv.DictReader(file):
                rows[f"{addon}.{row['id']}"] = [row[perm] == "1" for perm in PERMS]
    return {xml_id: rows[xml_id] for xml_id in xml_ids}


@tagged("post_install", "-at_install")
class TestUninstall(TransactionCase):
    """Core's access rows that we switch off are core's again without us."""

    def test_rows_are_as_in_core_again(self):
        path = "md_inventory_core/security/md_inventory_core_groups.xml"
        xml_ids = switched_off(path)
        self.assertEqual(len(xml_ids), 3)
        core, before = rows_of_core(xml_ids), self.rows(xml_ids)
        for xml_id in xml_ids:
            self.assertNotEqual(before[xml_id], core[xml_id], xml_id)
        hooks.uninstall_hook(self.env)
        self.assertEqual(self.rows(xml_ids), core)

    def test_a_row_that_is_gone_is_left_so(self):
        self.env.ref("stock.access_stock_move_line_all").unlink()
        hooks.uninstall_hook(self.env)

    def rows(self, xml_ids):
        return {
            xml_id: [self.env.ref(xml_id)[perm] for perm in PERMS] for xml_id in xml_ids
        }
