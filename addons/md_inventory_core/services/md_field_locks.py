from contextlib import contextmanager

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..lib.refusals import refused

MAKING = "md_making"  # on the cursor: how many creations run at the moment
# Fields of templates that are kept on the variant, and of variants on the template.
ELSEWHERE = {
    "product.template": ("product.product", {}),
    "product.product": ("product.template", {"list_price": "lst_price"}),
}


class MdFieldLocks(models.AbstractModel):
    """Refuses people what is locked for them, whatever road the change comes by.

    Programs (superuser rights) and whoever creates a record are not concerned.
    """

    _name = "md.field.locks"
    _description = "Field Locks"

    def _refuse(self, records, vals):
        """Raise UserError when ``vals`` change a field that is locked for the user."""
        if self.env.su or not records:
            return
        rows = self.env["md.field.lock"]._rows().get(records._name)
        if not rows or rows.keys().isdisjoint(vals):
            return
        names = [name for name in rows if name in vals and self._locked_for(rows[name])]
        if not names or not self._companies():
            return
        # who may not change it at all hears that first
        records.check_access("write")
        for record in self._governed(records):
            if self._is_being_made(record):
                continue
            for name in names:
                if self._differs(record, name, vals[name]):
                    raise self._refusal(record, name, rows[name])

    @contextmanager
    def _making(self):
        """A creation runs: what core writes to the new records is part of it."""
        cache = self.env.cr.cache
        cache[MAKING] = cache.get(MAKING, 0) + 1
        try:
            yield
        finally:
            cache[MAKING] -= 1

    def _names(self, record):
        """Names of the fields of a record that are locked for the user."""
        if self.env.su or not record._origin or not self._governed(record._origin):
            return []
        locks = self.env["md.field.lock"]._rows()
        names = [
            n for n, row in locks.get(record._name, {}).items() if self._locked_for(row)
        ]
        other, renamed = ELSEWHERE.get(record._name, (None, {}))
        for name, row in locks.get(other, {}).items() if other else ():
            name = renamed.get(name, name)
            if name in record._fields and self._locked_for(row):
                names.append(name)
        return names

    def _may_ask(self, model, name):
        """Whether the user may ask for a change of a field.

        What is not locked for anybody is asked for by who could ask for what is.
        """
        row = self.env["md.field.lock"]._rows().get(model, {}).get(name)
        return bool(row and row[1] & set(self.env.user._get_group_ids()))

    def _asks_for(self, model):
        """Names of the fields of a model that the user may ask to have changed."""
        rows = self.env["md.field.lock"]._rows().get(model, {})
        return [name for name in rows if self._may_ask(model, name)]

    def _governed(self, records):
        """Those of the records that are in use, in companies that govern."""
        companies = self._companies()
        if not companies:
            return records.browse()
        # sudo: whether something is locked is not for the user to see or not
        found = records.sudo().filtered(
            lambda record: (
                record._md_in_use() and self._company_governs(record, companies)
            )
        )
        return records.browse(found.ids)

    def _company_governs(self, record, companies):
        company = "company_id" in record._fields and record.company_id
        return not company or company.id in companies

    def _companies(self):
        return self.env["res.company"]._md_governing_ids()

    def _locked_for(self, row):
        return not row[0] & set(self.env.user._get_group_ids())

    def _is_being_made(self, record):
        if not self.env.cr.cache.get(MAKING):
            return False
        # only what this transaction made: a creation may carry writes to others
        made = record.sudo().create_date  # sudo: a fact about the row
        return bool(made) and made >= self.env.cr.now().replace(microsecond=0)

    def _differs(self, record, name, value):
        """Whether writing ``value`` would change the field."""
        field, now = record._fields[name], record[name]
        if field.type in ("float", "monetary"):
            digits = self.env["md.change.values"]._digits(field)
            return bool(float_compare(now, value or 0.0, precision_digits=digits))
        if field.type == "many2one":
            return (value or False) != now.id
        if field.type == "many2many":
            return self._ids_after(now.ids, value) != set(now.ids)
        return (value or False) != (now or False)

    def _ids_after(self, ids, commands):
        found = set(ids)
        for command in commands or ():
            if isinstance(command, int):
                found = set(commands)
                break
            code, number, *more = (*command, None, None)[:3]
            if code == fields.Command.SET:
                found = set(more[0] or ())
            elif code == fields.Command.CLEAR:
                found = set()
            elif code == fields.Command.LINK:
                found.add(number)
            elif code in (fields.Command.UNLINK, fields.Command.DELETE):
                found.discard(number)
            else:
                found.add(None)  # makes or changes a record: that is a change
        return found

    def _refusal(self, record, name, row):
        label = record._fields[name]._description_string(self.env)
        details = {"field": label, "record": record.display_name}
        if row[1] & set(self.env.user._get_group_ids()):
            sentence = self.env._(
                "%(field)s of %(record)s is locked: use the button Ask for a Change.",
                **details,
            )
        else:
            sentence = self.env._(
                "%(field)s of %(record)s is locked for your role: a manager can ask "
                "for a change.",
                **details,
            )
        return refused(UserError(sentence), record._name, "write", record.ids)

    # Screens

    def _lock_view(self, model, arch):
        """Make locked fields of a view read only where they are locked."""
        self._lock_node(model, arch)

    def _lock_node(self, model, root):
        names = self._locked_names(model)
        touched = False
        for node in self._own_fields(root):
            field = model._fields.get(node.get("name"))
            if field is None:
                continue
            if len(node) and field.relational:
                for view in node:
                    if view.tag in ("list", "form"):
                        self._lock_node(self.env[field.comodel_name], view)
            if field.name in names and node.get("readonly") not in ("1", "True"):
                touched = True
                own = node.get("readonly")
                locked = f"' {field.name} ' in (md_locked or '')"
                both = f"({own}) or {locked}"
                node.set(
                    "readonly", both if own not in (None, "0", "False") else locked
                )
        if touched:
            how = "column_invisible" if root.tag == "list" else "invisible"
            extra = root.makeelement("field", {"name": "md_locked", how: "1"})
            root.insert(0, extra)

    def _own_fields(self, root):
        """Field nodes of a view that are not of a view within it."""
        for node in root:
            if node.tag == "field":
                yield node
            elif isinstance(node.tag, str):
                yield from self._own_fields(node)

    def _locked_names(self, model):
        if "md_locked" not in model._fields:
            return set()
        locks = self.env["md.field.lock"]._rows()
        names = set(locks.get(model._name, {}))
        other, renamed = ELSEWHERE.get(model._name, (None, {}))
        names |= {renamed.get(n, n) for n in locks.get(other, {})} if other else set()
        return names & set(model._fields)
