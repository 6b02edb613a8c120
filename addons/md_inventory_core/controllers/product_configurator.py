from odoo.http import request

from odoo.addons.sale.controllers.product_configurator import (
    SaleProductConfiguratorController,
)


class ProductConfigurator(SaleProductConfiguratorController):
    def _get_product_information(self, product_template, *args, **kwargs):
        """Of products whose variants exist one by one: what exists, in the order in
        which it is asked.
        """
        found = super()._get_product_information(product_template, *args, **kwargs)
        flag = "on_shop" if request.is_frontend else None
        choice = request.env["md.variant.choice"]
        if data := choice._data(product_template, flag):
            offer = choice._offer(product_template, flag)
            found["md_choice"] = data
            found["attribute_lines"] = choice._ordered(found["attribute_lines"], offer)
        return found
