{
    "name": "Micro Datasoft Point of Sale Extension",
    "summary": "Tills of a retail shop: payments by cash, card and mobile banking",
    "version": "19.0.1.2.0",
    "category": "Sales/Point of Sale",
    "author": "Micro Datasoft",
    "license": "LGPL-3",
    "development_status": "Beta",
    "application": True,
    "depends": [
        "md_inventory_core",
        "point_of_sale",
        "pos_mrp",
    ],
    "data": [
        "security/md_pos_ext_groups.xml",
        "security/ir.model.access.csv",
        "security/md_store_rules.xml",
        "data/md_till_data.xml",
        "views/md_promotion_difference_views.xml",
        "views/md_order_views.xml",
        "views/md_till_stock_views.xml",
        "views/pos_config_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": [
            "md_inventory_core/static/src/choice/sparse_choice.js",
            "md_pos_ext/static/src/app/**/*",
        ],
        "point_of_sale.customer_display_assets": [
            "md_pos_ext/static/src/customer_display/**/*",
        ],
        "web.assets_tests": ["md_pos_ext/static/tests/tours/**/*"],
        "web.assets_unit_tests": ["md_pos_ext/static/tests/unit/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
}
