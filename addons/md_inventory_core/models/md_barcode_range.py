from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..lib.barcodes import BarcodeError, capacity, key, number


class MdBarcodeRange(models.Model):
    """Own EAN-13 numbers of a company: behind a prefix, one after the other.

    A number is given in the transaction that uses it. Who gives at the same time waits
    for the row, fails and is run again by Odoo; so there is no gap and no number twice,
    whoever fails or is killed.
    """

    _name = "md.barcode.range"
    _description = "Range of Barcodes"
    _order = "company_id, sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    prefix = fields.Char(
        required=True,
        help="20 to 29, which no maker has, with a part for the company behind it if "
        "several share products: 2001, 2002.",
    )
    next_number = fields.Integer(
        "Next", required=True, default=1, help="The running number that comes next."
    )
    last_number = fields.Integer(
        "Last",
        required=True,
        compute="_compute_last_number",
        precompute=True,
        store=True,
        readonly=False,
    )
    warn_at = fields.Integer(
        "Warn When Left",
        default=100,
        help="When so many numbers are left, who takes some is told.",
    )
    for_new = fields.Boolean(
        "For New Products",
        help="New goods without a barcode get a number of this range at once.",
    )
    left = fields.Integer(compute="_compute_left")
    next_barcode = fields.Char(compute="_compute_left")
    runs_out = fields.Boolean(compute="_compute_left")

    _numbers = models.Constraint(
        "CHECK (next_number >= 0 AND last_number <= 999999999 AND "
        "next_number <= last_number + 1)",
        "The next number comes before the last one.",
    )

    @api.depends("prefix")
    def _compute_last_number(self):
        for place in self:
            prefix = place.prefix or ""
            most = capacity(prefix) - 1 if 2 <= len(prefix) <= 11 else 0
            place.last_number = min(most, 999_999_999)

    @api.depends("next_number", "last_number", "prefix", "warn_at")
    def _compute_left(self):
        for place in self:
            place.left = max(place.last_number - place.next_number + 1, 0)
            place.runs_out = place.left <= place.warn_at
            place.next_barcode = place._number(place.next_number) if place.left else ""

    @api.constrains("prefix", "last_number", "company_id", "active")
    def _check_prefix(self):
        for place in self:
            place._check_numbers()
            # sudo: ranges of all companies are told apart
            every = self.sudo().with_context(active_test=False)
            for other in every.search([("id", "!=", place.id)]):
                if place._meets(other):
                    raise ValidationError(
                        self.env._(
                            "Range %(range)s: prefix %(prefix)s overlaps %(taken)s of "
                            "range %(other)s.",
                            range=place.name,
                            prefix=place.prefix,
                            taken=other.prefix,
                            other=other.name,
                        )
                    )

    def _check_numbers(self):
        try:
            number(self.prefix, self.last_number)
        except BarcodeError as error:
            if error.why != "used_up":
                words = self.env["md.barcode.words"]._wrong(self.prefix, error)
                raise ValidationError(words) from None
            raise ValidationError(
                self.env._(
                    "Range %(range)s: behind prefix %(prefix)s numbers go up to "
                    "%(most)s.",
                    range=self.name,
                    prefix=self.prefix,
                    most=capacity(self.prefix) - 1,
                )
            ) from None

    @api.constrains("prefix", "company_id", "active")
    def _check_nomenclature(self):
        """Numbers that a till would take for a weight, a price or a discount."""
        for place in self.filtered("next_barcode"):
            place._check_numbers()  # whichever of the two checks comes first
            # sudo: a nomenclature is a setting
            rules = place.company_id.sudo().nomenclature_id
            said = rules.parse_barcode(place.next_barcode) if rules else None
            if isinstance(said, dict) and said["type"] not in ("product", "error"):
                raise ValidationError(
                    self.env._(
                        "Range %(range)s: tills of %(company)s read codes with prefix "
                        "%(prefix)s as %(type)s, by a rule of %(nomenclature)s.",
                        range=place.name,
                        company=place.company_id.name,
                        prefix=place.prefix,
                        type=said["type"],
                        nomenclature=rules.name,
                    )
                )

    def _meets(self, other):
        one, two = self.prefix, other.prefix
        return one.startswith(two) or two.startswith(one)

    def _number(self, running):
        try:
            return number(self.prefix or "", running)
        except BarcodeError:
            return ""

    # Giving

    @api.model
    def _of_new_products(self):
        """The range for new products of the company at hand, or none."""
        # sudo: who makes products need not see ranges
        return self.sudo().search(
            [("for_new", "=", True), ("company_id", "=", self.env.company.id)], limit=1
        )

    def _give(self, products):
        """Give each product a number as its barcode.

        :raises UserError: when there are fewer left than products
        """
        if not products:
            return
        self.ensure_one().flush_recordset()
        # whoever was here since our transaction began: the database lets us run again
        [[following, last]] = self.env.execute_query(
            SQL(
                "SELECT next_number, last_number FROM md_barcode_range "
                " WHERE id = %s FOR UPDATE",
                self.id,
            )
        )
        numbers = self._free(following, last, len(products))
        if len(numbers) < len(products):
            raise UserError(
                self.env._(
                    "Range %(range)s (prefix %(prefix)s) has %(left)s numbers left; "
                    "%(count)s are needed. Make a range with another prefix.",
                    range=self.name,
                    prefix=self.prefix,
                    left=len(numbers),
                    count=len(products),
                )
            )
        self.next_number = numbers[-1] + 1
        for product, running in zip(products, numbers, strict=True):
            product.barcode = self._number(running)

    def _free(self, following, last, count):
        """The next ``count`` numbers that nobody typed before, as far as there are."""
        index, found = self.env["md.barcode.index"], []
        while following <= last and len(found) < count:
            most = min(following + max(count - len(found), 100), last + 1)
            codes = {n: key(self._number(n)) for n in range(following, most)}
            taken = index._known(codes.values())
            found += [n for n, code in codes.items() if code not in taken]
            following = most
        return found[:count]

    @api.model
    def _give_by_hand(self, products):
        """Numbers for those of products that have no barcode; tells how many."""
        bare = products.filtered(lambda product: not product.barcode)
        # sudo: who writes products need not see ranges
        places = self.sudo().search([("company_id", "=", self.env.company.id)])
        place = places.filtered("left")[:1] or places[:1]
        if not place:
            raise UserError(
                self.env._(
                    "%s has no range of barcodes yet: an administrator makes one in "
                    "Retail > Products > Barcode Ranges.",
                    self.env.company.name,
                )
            )
        # sudo: who may write them adds what is missing; nothing locked is changed
        place._give(bare.sudo())
        return place._told(len(bare))

    def _told(self, count):
        words = self.env._("Products that got a barcode: %s.", count)
        if self.runs_out:
            more = self.env._(
                "Range %(range)s has %(left)s numbers left.",
                range=self.name,
                left=self.left,
            )
            words = f"{words} {more}"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": words,
                "type": "warning" if self.runs_out or not count else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
