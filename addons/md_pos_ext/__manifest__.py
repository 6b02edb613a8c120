{
    "name": "Micro Datasoft Point of Sale Extension",
    "summary": "Tills of a retail shop: payments by cash, card and mobile banking",
    "version": "19.0.1.0.0",
    "category": "Sales/Point of Sale",
    "author": "Micro Datasoft",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": [
        "md_inventory_core",
        "point_of_sale",
    ],
    "data": [
    ],
}
