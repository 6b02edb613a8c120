{
    "name": "Micro Datasoft E-Commerce and Channels",
    "summary": "Web shop and channels on the same stock as the tills",
    "version": "19.0.1.2.0",
    "category": "Website/Website",
    "author": "Micro Datasoft",
    "license": "LGPL-3",
    "development_status": "Beta",
    "application": True,
    "depends": [
        "md_inventory_core",
        "website_sale_mrp",
        "website_sale_stock",
    ],
    "data": [
        "security/md_ecommerce_sync_groups.xml",
        "security/ir.model.access.csv",
        "data/ir_config_parameter_data.xml",
        "data/website_data.xml",
        "views/res_config_settings_views.xml",
        "views/shop_brand_templates.xml",
        "views/shop_promotion_templates.xml",
        "views/shop_variant_templates.xml",
        "views/shop_together_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "md_inventory_core/static/src/choice/**/*",
            "md_ecommerce_sync/static/src/**/*",
        ],
    },
}
