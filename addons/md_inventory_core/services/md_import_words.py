from odoo import models

MOST_DIMENSIONS = 20


class MdImportWords(models.AbstractModel):
    """Says in words what is wrong with a file, or with a row of it."""

    _name = "md.import.words"
    _description = "Words of Imports"

    def _sheet(self):
        """The sheet of a template that holds the rows."""
        return "Rows"

    def _told(self, fault, number):
        """(column, message) for the row ``number`` of a bundle with a fault."""
        if fault.row and fault.row != number:
            text = self.env._(
                "Row %(row)s: row %(other)s, which belongs to the same record, is "
                "refused.",
                row=number,
                other=fault.row,
            )
            return None, text
        words = self._words(fault) % fault.details
        if not fault.column:
            return None, self.env._("Row %(row)s: %(words)s", row=number, words=words)
        text = self.env._(
            "Row %(row)s, column %(column)s: %(words)s",
            row=number,
            column=fault.column,
            words=words,
        )
        return fault.column, text

    def _words(self, fault):
        for words in (self._of_cells, self._of_names, self._of_products):
            if found := words().get(fault.why):
                return found
        return fault.why

    def _of_cells(self):
        return {
            "said": "%(text)s",
            "long": self.env._(
                "has %(length)s characters; at most %(most)s are allowed."
            ),
            "control": self.env._("has a character that no text may have."),
            "shortened": self.env._(
                "%(text)s is what Excel leaves of a long code: format the column as "
                "text and enter it again."
            ),
            "dated": self.env._(
                "%(text)s: Excel made a date of it; format the column as text and "
                "enter it again."
            ),
            "zeros": self.env._(
                "%(text)s is no barcode; is it %(longer)s, without the zeros that "
                "Excel takes off?"
            ),
            "check_digit": self.env._(
                "%(text)s: the check digit is %(found)s, but should be %(right)s."
            ),
            "number": self.env._("%(text)s is no number."),
            "negative": self.env._("%(text)s is below zero."),
            "large": self.env._("%(text)s is too large."),
            "places": self.env._("%(text)s has more than %(digits)s decimal places."),
            "flag": self.env._("%(text)s: write yes or no."),
            "double": self.env._("%(text)s is in row %(other)s, too."),
            "choice": self.env._("%(text)s is none of %(known)s."),
            "no_image": self.env._("the ZIP has no file %(text)s."),
            "no_picture": self.env._("%(text)s is no picture that can be read."),
            "several_images": self.env._("the ZIP has several files %(text)s."),
            "no_zip": self.env._("the pictures are no ZIP."),
            "large_image": self.env._("%(text)s has more than %(most)s MB."),
        }

    def _of_names(self):
        create = self.env._(" Create it, or let the import create it.")
        return {
            "unknown_brand": self.env._("there is no brand %(text)s.") + create,
            "unknown_category": self.env._("there is no %(text)s.") + create,
            "unknown_value": self.env._("this dimension has no value %(text)s.")
            + create,
            "unknown_tax": self.env._("there is no sales tax %(text)s."),
            "unknown_purchase_tax": self.env._("there is no purchase tax %(text)s."),
            "unknown_uom": self.env._("there is no unit of measure %(text)s."),
            "unknown_supplier": self.env._("there is no supplier %(text)s."),
            "unknown": self.env._("there is no %(text)s."),
            "several": self.env._(
                "several have %(text)s: nobody can tell which is meant."
            ),
            "gap": self.env._("is empty, while what is below it is filled."),
            "gap_supplier": self.env._("is empty, while %(filled)s is filled."),
            "contradicts": self.env._("%(text)s is %(path)s."),
            "needed": self.env._("is needed for what is new."),
            "category_needs": self.env._("the category needs it."),
            "locked": self.env._("%(field)s of %(record)s is locked for you."),
            "taken": self.env._("%(text)s is that of %(owner)s already."),
        }

    def _of_products(self):
        return {
            "disagree": self.env._(
                "%(text)s, but %(before)s in row %(other)s of the same product: it is "
                "the same for all its variants."
            ),
            "lacks": self.env._(
                "is empty, but the other variants of the product have it."
            ),
            "new_dimension": self.env._(
                "%(text)s: the product has variants without this dimension; add it in "
                "the matrix first."
            ),
            "other_value": self.env._(
                "%(text)s: the variant with this key has another value; it cannot "
                "become another variant."
            ),
            "other_key": self.env._("%(text)s: this variant has %(found)s already."),
            "plain_key": self.env._(
                "the product has one variant without dimensions, %(found)s: name it in "
                "one of the rows."
            ),
            "same_terms": self.env._(
                "row %(other)s has the same supplier and price_from for this variant."
            ),
            "same_variant": self.env._(
                "row %(other)s is the same variant: no dimension tells them apart."
            ),
            "two_products": self.env._(
                "it belongs to another product than row %(other)s, but both have the "
                "same style."
            ),
        }

    def _of_database(self, error):
        """What the database refused, for people."""
        name = error.diag.constraint_name or ""
        for model in self.env.registry.values():
            if name.startswith(f"{model._table}_"):
                objects = model._table_objects
                if name in objects:
                    return objects[name].get_error_message(self.env[model._name])
        return (error.diag.message_detail or error.diag.message_primary or "").strip()

    def _of_file(self, job, error):
        """What is wrong with a file that cannot be read."""
        kind = job._kind()
        known = ", ".join(column.name for column in kind._columns(job))
        words = {
            "empty": self.env._("The file has no rows."),
            "too_large": self.env._("The file has more than %(most)s MB."),
            "too_many": self.env._("The file has more than %(most)s rows."),
            "unreadable": self.env._("The file is no CSV and no XLSX: save it as one."),
            "no_column": self.env._(
                "Row 1: column %(column)s is missing; there are %(found)s."
            ),
            "unknown_column": self.env._(
                "Row 1: column %%(column)s is not known; known are %s.", known
            ),
            "twice": self.env._("Row 1: column %(column)s is there twice."),
        }[error.why]
        unknown = error.why == "unknown_column" and job.kind == "products"
        if unknown and len(kind._dimensions(job)) >= MOST_DIMENSIONS:
            words += self.env._(
                " As a dimension it would be the 21st: there are at most 20."
            )
        return words % error.details
