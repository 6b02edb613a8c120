from odoo import models

from ..lib.products import short_code


class MdShortCodes(models.AbstractModel):
    """Gives records without a short code one, made of their name."""

    _name = "md.short.codes"
    _description = "Short Codes"

    def _fill(self, records, field, within=None):
        """Set ``field`` of each record to a code that no other has.

        :param within: field whose records have codes of their own, as an attribute's
            values have
        """
        if not records:
            return
        # sudo: a code is unique among all records, also of those out of sight
        every = records.sudo().with_context(active_test=False).browse()
        scopes = {record[within] if within else None for record in records}
        for scope in scopes:
            mine = records.filtered(lambda r, s=scope: not within or r[within] == s)
            domain = [(field, "!=", False)]
            if within:
                domain.append((within, "=", scope.id))
            taken = {one[field] for one in every.search_fetch(domain, [field])}
            for record in mine:
                # in English, whoever does it: a code does not depend on the language
                name = record.with_context(lang=None).name or record.name
                record[field] = short_code(name, taken)
                taken.add(record[field])
