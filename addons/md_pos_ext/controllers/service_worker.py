from odoo.tools import file_open

from odoo.addons.point_of_sale.controllers.main import PosController

OURS = "md_pos_ext/static/src/worker/offline_worker.js"


class MdPosController(PosController):
    """A scope has one service worker: ours comes before Odoo's in the same script."""

    def _get_pos_service_worker(self):
        with file_open(OURS) as script:
            return f"{script.read()}\n{super()._get_pos_service_worker()}"
