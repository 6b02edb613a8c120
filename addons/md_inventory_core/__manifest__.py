{
    "name": "Micro Datasoft Inventory Core",
    "summary": "One stock truth: warehouses, live stock, real retail data",
    "version": "19.0.1.0.0",
    "category": "Inventory/Inventory",
    "author": "Micro Datasoft",
    "license": "LGPL-3",
    "development_status": "Beta",
    "application": True,
    "depends": [
        "bus",
        "md_hw_proxy",
        "product_expiry",
        "purchase_stock",
        "sale_stock",
        "stock_account",
    ],
    "data": [
    ],
}
