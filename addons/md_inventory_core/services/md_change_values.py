import json

from odoo import models
from odoo.fields import Command
from odoo.tools import float_repr

PLAIN_DIGITS = 6


class MdChangeValues(models.AbstractModel):
    """Values of fields as texts (JSON) that can be compared, shown and written."""

    _name = "md.change.values"
    _description = "Values of Changes"

    def _digits(self, field):
        """Places behind the point that count in a number."""
        if field.type == "monetary":
            return 2
        digits = field.get_digits(self.env)
        return digits[1] if digits else PLAIN_DIGITS

    def _records(self, lines):
        """{line id: the record that it changes, None when it is gone}."""
        found = {}
        for model in dict.fromkeys(lines.mapped("model")):
            mine = lines.filtered(lambda line, model=model: line.model == model)
            records = self.env[model].browse(dict.fromkeys(mine.mapped("res_id")))
            there = {record.id: record for record in records.exists()}
            found |= {line.id: there.get(line.res_id) for line in mine}
        return found

    def _now(self, lines):
        """{line id: (record, present value as JSON)}; (None, None) when it is gone."""
        return {
            line.id: (record, self._of(record, line.field)) if record else (None, None)
            for line, record in zip(
                lines, map(self._records(lines).get, lines.ids), strict=True
            )
        }

    def _of(self, record, name):
        """The present value as JSON text."""
        return self._encode(record._fields[name], record[name])

    def _encode(self, field, value):
        """A value, as the ORM gives it or as people wrote it, as JSON text."""
        if field.type in ("float", "monetary"):
            text = float_repr(float(value or 0), self._digits(field))
            # 80 and 80.000000 are the same
            value = text.rstrip("0").rstrip(".") if "." in text else text
            value = "0" if value == "-0" else value
        elif field.type == "many2one":
            value = value.id if hasattr(value, "_name") else value or False
        elif field.type == "many2many":
            ids = value.ids if hasattr(value, "_name") else value or ()
            value = sorted(ids)
        elif field.type in ("char", "text"):
            value = (value or "").strip() or False
        else:
            value = value or False
        return json.dumps(value, ensure_ascii=False)

    def _to_write(self, field, text):
        """What `write` takes for a JSON text."""
        value = json.loads(text)
        if field.type in ("float", "monetary"):
            return float(value)
        if field.type == "many2many":
            return [Command.set(value)]
        return value

    def _for_people(self, field, text):
        """A JSON text as people read it."""
        value = json.loads(text)
        if field.type in ("many2one", "many2many"):
            ids = [value] if isinstance(value, int) and value else value or []
            # sudo: a name
            names = self.env[field.comodel_name].sudo().browse(ids).exists()
            return ", ".join(names.mapped("display_name")) or "–"
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "–")
        if field.type in ("float", "monetary"):
            whole, _point, places = value.partition(".")
            return f"{whole}.{places.ljust(self._least_digits(field), '0')}".rstrip(".")
        return str(value) if value not in (False, "", None) else "–"

    def _least_digits(self, field):
        """Places that are shown at least."""
        least = getattr(field, "_min_display_digits", None)
        if isinstance(least, str):
            return self.env["decimal.precision"].precision_get(least)
        return self._digits(field) if least is None else least
