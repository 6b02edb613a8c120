from odoo import models


class MdLabelWords(models.AbstractModel):
    """Says in words why a label cannot be made."""

    _name = "md.label.words"
    _description = "Words about Labels"

    def _of(self, error):
        """The message for a `LabelError`."""
        return getattr(self, f"_{error.why}")(**error.details)

    def _too_wide(self, code, needed, given):
        return self.env._(
            "the barcode %(text)s (%(kind)s) needs %(needed)s mm with its quiet zones, "
            "but has only %(given)s mm. Choose a larger label, a finer printer or "
            "another kind of code.",
            text=code.text,
            kind=code.name,
            needed=f"{needed:.1f}",
            given=f"{given:.1f}",
        )

    def _too_low(self, code, needed, given):
        return self.env._(
            "the barcode %(text)s needs bars %(needed)s mm high, but has only "
            "%(given)s mm. Choose a higher label or show fewer fields.",
            text=code.text,
            needed=f"{needed:g}",
            given=f"{max(given, 0):.1f}",
        )

    def _crowded(self, needed, given):
        return self.env._(
            "its fields need %(needed)s mm in height between the margins, but there "
            "are only %(given)s mm. Choose a higher label or show fewer fields.",
            needed=f"{needed:.1f}",
            given=f"{given:.1f}",
        )

    def _no_room(self, field, text):
        names = self.env["md.label.layout"]._field_names()
        return self.env._(
            "%(field)s %(text)s does not fit. Choose a larger label or show fewer "
            "fields.",
            field=names[field],
            text=text,
        )

    def _bad_code(self, code):
        return self.env._("%s cannot be drawn as this kind of barcode.", code)

    def _bad_lot(self, lot):
        return self.env._(
            "lot %s does not go into a GS1-128 code: at most 20 letters and digits of "
            "those that GS1 allows.",
            lot,
        )

    def _bad_grid(self, what, most):
        if what == "size":
            return self.env._("the labels are larger than those of the sheet.")
        return self.env._(
            "the sheet has the places 1 to %(most)s, not %(place)s.",
            most=most,
            place=what,
        )

    def _bad_size(self, what, least, most):
        if what == "dots":
            return self.env._("the label is too large for this resolution.")
        if what == "dpi":
            return self.env._("printers have 203, 300 or 600 dots per inch.")
        names = {
            "width": self.env._("the width"),
            "height": self.env._("the height"),
            "margin": self.env._("the margin"),
        }
        return self.env._(
            "%(what)s must be between %(least)s and %(most)s mm.",
            what=names[what],
            least=f"{least:g}",
            most=f"{most:g}",
        )

    def _no_font(self, folders):
        return self.env._(
            "no fonts were found in %s: install Noto Sans (Debian: fonts-noto-core).",
            folders,
        )
