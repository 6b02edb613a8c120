# Core's permissions that security/md_pos_ext_groups.xml switches off.
SWITCHED_OFF = {
    "point_of_sale.access_pos_config_user": ("perm_write",),
    "point_of_sale.access_stock_picking_pos_user": (
        *("perm_write", "perm_create", "perm_unlink"),
    ),
    "point_of_sale.access_stock_move_pos_user": (
        *("perm_write", "perm_create", "perm_unlink"),
    ),
}


def uninstall_hook(env):
    """Leave access rows as core has them, and no sale that only we would post."""
    env["md.till.stock"]._leave()
    env["md.core.access"]._restore(SWITCHED_OFF)
