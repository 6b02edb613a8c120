from .services import observation

# Core's permissions that security/md_inventory_core_groups.xml switches off.
SWITCHED_OFF = {
    "stock.access_stock_move_line_all": ("perm_write", "perm_create", "perm_unlink"),
    "sale_stock.access_sale_order_stock_worker": ("perm_write",),
    "sale_stock.access_sale_order_line_stock_worker": ("perm_write",),
}


def post_load():
    """Watch this process: log format, request ids, probes."""
    observation.install()


def uninstall_hook(env):
    """Leave core's access rows as core has them."""
    env["md.core.access"]._restore(SWITCHED_OFF)
