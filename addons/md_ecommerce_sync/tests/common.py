from unittest.mock import patch

from odoo.addons.md_ecommerce_sync.services.md_dataset_loader import MdDatasetLoader
from odoo.addons.md_inventory_core.services.md_dataset_loader import (
    MdDatasetLoader as CoreLoader,
)
from odoo.addons.md_inventory_core.tests.common import DataImportCase


class WebShopCase(DataImportCase):
    """The tiny slice in a web shop that has no warehouse of its own yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([], limit=1)
        cls.website.warehouse_id = False
        web = (cls.env._("Web shop"), MdDatasetLoader._load_web_shop.__name__)
        cls.startClassPatcher(
            patch.object(
                cls.env.registry["md.dataset.loader"],
                "_slice_steps",
                lambda loader: [*CoreLoader._slice_steps(loader), web],
            )
        )
        cls.job = cls.make_import()

    def stock_of(self, product):
        """Opening pieces of a product in the store."""
        refs = {item.sku: item.ref for item in self.world.items}
        return self.planned_stock()[refs[product.default_code]]
