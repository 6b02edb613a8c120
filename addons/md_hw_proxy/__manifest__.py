{
    "name": "Micro Datasoft Hardware Proxy",
    "summary": "Ground floor for printers, drawers, scales, displays and scanners",
    "version": "19.0.1.0.0",
    "category": "Sales/Point of Sale",
    "author": "Micro Datasoft",
    "license": "LGPL-3",
    "development_status": "Beta",
    "application": True,
    "depends": [
        "base",
    ],
}
