{
    "name": "Micro Datasoft Reports",
    "summary": "One list of all sales, from till, web shop and desk",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Micro Datasoft",
    "license": "LGPL-3",
    "development_status": "Beta",
    "application": True,
    "depends": [
        "md_ecommerce_sync",
        "md_pos_ext",
    ],
    "data": [
        "security/ir.model.access.csv",
        "security/md_reports_rules.xml",
        "security/md_store_rules.xml",
        "views/md_report_sale_views.xml",
    ],
}
