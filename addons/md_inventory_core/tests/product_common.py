from odoo.tests import TransactionCase


class ProductCase(TransactionCase):
    """A company with the shipped dimensions and values for some of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.dimensions = {
            dimension.code: dimension
            for dimension in cls.env["md.dimension"]._for(cls.company)
        }
        cls.values = {}
        cls.colours = cls.add("colour", "Red Test", "Blue Test", "Green Test")
        cls.sizes = cls.add("size", "XS Test", "M Test", "XXL Test")
        cls.fits = cls.add("fit", "Slim Test", "Wide Test")
        cls.brand = cls.env["md.brand"].create({"name": "Test Aarong", "code": "TAR"})
        cls.maker = cls.env["md.variant.maker"]

    @classmethod
    def add(cls, code, *names):
        """New values of a dimension."""
        attribute = cls.dimensions[code].attribute_id
        return cls.env["product.attribute.value"].create(
            [{"attribute_id": attribute.id, "name": name} for name in names]
        )

    @classmethod
    def style(cls, **values):
        """A new product that can be stocked."""
        return cls.env["product.template"].create(
            {"name": "Test Shirt", "is_storable": True, **values}
        )

    @staticmethod
    def wish(*values):
        """A combination of values."""
        return {value.attribute_id.id: value.id for value in values}
