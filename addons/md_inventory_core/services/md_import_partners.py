from odoo import models

from ..lib.imports import Column, Fault, folded


class MdImportPartners(models.AbstractModel):
    """Suppliers and customers, told apart by their code or else their name."""

    _name = "md.import.partners"
    _inherit = ["md.import.records"]
    _description = "Import of Partners"

    _writes = ("res.partner",)
    _target = "res.partner"
    _rank = None  # the field that says what they are
    _fields_of = {
        "code": "ref",
        "name": "name",
        "company": "is_company",
        "email": "email",
        "phone": "phone",
        "street": "street",
        "street2": "street2",
        "city": "city",
        "zip": "zip",
        "tax_id": "vat",
        "active": "active",
    }

    def _columns(self, job):
        return [
            Column("code", "code", 64),
            Column("name"),
            Column("company", "flag"),
            Column("email", "code", clears=True),
            Column("phone", "code", 64, clears=True),
            Column("street", clears=True),
            Column("street2", clears=True),
            Column("city", clears=True),
            Column("zip", "code", 24, clears=True),
            Column("state", clears=True),
            Column("country", clears=True),
            Column("tax_id", "code", 64, clears=True),
            Column("active", "flag"),
        ]

    def _help(self, job):
        return {
            "code": self.env._(
                "Your own number of it: the key. Without one, the name is the key."
            ),
            "company": self.env._("yes or no: no for a person. New ones: yes."),
            "country": self.env._("Name, or code of two letters."),
            "state": self.env._("Name or code of a state or division."),
        }

    def _found(self, job, entries):
        partners = self.env["res.partner"].with_context(active_test=False)
        mine = [("company_id", "in", (False, job.company_id.id))]
        found = {}
        for column, name in (("code", "ref"), ("name", "name")):
            wanted = [e for e in entries if self._key(e) == column and e.get(column)]
            texts = [entry.get(column) for entry in wanted]
            top = [("parent_id", "=", False)] if column == "name" else []
            known = partners.search([*mine, *top, (name, "in", texts)]).grouped(name)
            for entry in wanted:
                found[entry.number] = known.get(entry.get(column), partners.browse())
        return found

    def _bundles(self, job, entries):
        seen = {}
        for entry in entries:
            key = self._key(entry)
            text = entry.get(key)
            if not text and not entry.fault:
                entry.fault = Fault("name", "needed", entry.number)
            other = seen.setdefault((key, text), entry)
            if text and other is not entry and not entry.fault:
                entry.fault = Fault(
                    key, "double", entry.number, text=text, other=other.number
                )
        return super()._bundles(job, entries)

    def _wishes(self, job, entry, record):
        wishes = super()._wishes(job, entry, record)
        if not record and not wishes.get("name"):
            raise Fault("name", "needed", entry.number)
        countries = self.env["res.country"]
        country = record.country_id
        if "country" in entry.values:
            country = self._named(countries, [], entry, "country")
            wishes["country_id"] = country.id or None
        if "state" in entry.values:
            mine = [("country_id", "=", country.id)] if country else []
            state = self._named(self.env["res.country.state"], mine, entry, "state")
            wishes["state_id"] = state.id or None
        if not record or not record[self._rank]:
            wishes[self._rank] = 1
        return wishes

    def _named(self, records, domain, entry, column):
        text = entry.get(column)
        if text is None:
            return records
        found = records.search(
            [
                *domain,
                "|",
                ("name", "=ilike", _plain(text)),
                ("code", "=ilike", _plain(text)),
            ]
        )
        exact = found.filtered(lambda one: folded(one.name) == folded(text))
        found = exact or found
        if len(found) != 1:
            raise Fault(column, "several" if found else "unknown", text=text)
        return found

    def _prepare_new(self, job):
        return {"is_company": True}


class MdImportSuppliers(models.AbstractModel):
    """Who delivers."""

    _name = "md.import.suppliers"
    _inherit = ["md.import.partners"]
    _description = "Import of Suppliers"

    _rank = "supplier_rank"


class MdImportCustomers(models.AbstractModel):
    """Who buys."""

    _name = "md.import.customers"
    _inherit = ["md.import.partners"]
    _description = "Import of Customers"

    _rank = "customer_rank"


def _plain(text):
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
