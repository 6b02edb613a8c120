from odoo import models


class MdClaimWords(models.AbstractModel):
    """What the reconciler found, in plain words; see `md.claim.finding`.

    ``%(expected)s`` and ``%(found)s`` are quantities, ``%(short)s`` their difference.
    """

    _name = "md.claim.words"
    _description = "Words for Findings"

    def _sentences(self):
        """{why: sentence}; addons add their own."""
        return {
            **self._of_beginnings(),
            **self._of_endings(),
            **self._of_whole_claims(),
            **self._of_stock(),
        }

    def _of_beginnings(self):
        """The first wrong entry of a claim: where it stands, how it begins."""
        return {
            "no_claim": self.env._(
                "Entry %(entry)s is of claim %(claim)s, which is not there."
            ),
            "no_entry": self.env._(
                "Claim %(claim)s of %(key)s has no entry in the journal."
            ),
            "no_beginning": self.env._(
                "The journal of claim %(claim)s begins with entry %(entry)s: when it "
                "was held or adopted is missing."
            ),
            "begun_twice": self.env._(
                "Entry %(entry)s begins claim %(claim)s, which had begun before."
            ),
            "granted": self.env._(
                "Entry %(entry)s grants %(found)s to claim %(claim)s, which says that "
                "it was granted %(expected)s."
            ),
            "elsewhere": self.env._(
                "Entry %(entry)s of claim %(claim)s is of another key, product, "
                "warehouse, owner or pool than the claim."
            ),
            "after_end": self.env._(
                "Entry %(entry)s is of claim %(claim)s, which had ended before."
            ),
        }

    def _of_endings(self):
        """The first wrong entry of a claim: what it takes off, or confirms."""
        return {
            "amount": self.env._(
                "Entry %(entry)s changes claim %(claim)s by %(found)s, which its kind "
                "never does."
            ),
            "unknown": self.env._(
                "Entry %(entry)s of claim %(claim)s is of no known kind."
            ),
            "source": self.env._(
                "Entry %(entry)s of claim %(claim)s: goods that left name where they "
                "went, and nothing else does."
            ),
            "consumed_twice": self.env._(
                "Entry %(entry)s takes the same goods off claim %(claim)s again."
            ),
            "confirmed_twice": self.env._(
                "Entry %(entry)s confirms claim %(claim)s, which was sure before."
            ),
            "expired": self.env._(
                "Entry %(entry)s lets claim %(claim)s expire, which was confirmed, or "
                "in part: %(found)s of %(expected)s."
            ),
            "below_zero": self.env._(
                "Entry %(entry)s takes %(found)s off claim %(claim)s, of which "
                "%(expected)s were left."
            ),
            "beyond_claim": self.env._(
                "Up to the entry before %(entry)s the journal can agree with claim "
                "%(claim)s. That takes %(found)s off; the claim knows of %(expected)s."
            ),
        }

    def _of_whole_claims(self):
        """All entries can be right, but the claim says something else."""
        return {
            "not_told": self.env._(
                "After its last entry %(entry)s claim %(claim)s has %(expected)s left; "
                "the claim says %(found)s."
            ),
            "confirmed": self.env._(
                "Claim %(claim)s and its journal do not agree whether it is confirmed; "
                "entry %(entry)s is the last that speaks of it."
            ),
            "state": self.env._(
                "The state of claim %(claim)s does not follow from its journal, which "
                "ends with entry %(entry)s."
            ),
        }

    def _of_stock(self):
        """What can be wrong between claims, counters, orders and stock."""
        return {
            "counter": self.env._(
                "The counter says %(found)s claimed; the claims, and the journal with "
                "them, say %(expected)s."
            ),
            "pool": self.env._(
                "The pool says that it has %(found)s; by its moves and by what left it "
                "has %(expected)s."
            ),
            "lent": self.env._(
                "The pool says that %(found)s were borrowed of it and not given back; "
                "by its moves it is %(expected)s."
            ),
            "unneeded": self.env._(
                "%(key)s has claimed %(found)s for sure; its open moves need "
                "%(expected)s."
            ),
            "unclaimed": self.env._(
                "Moves of %(key)s have reserved %(found)s; it has claimed %(expected)s."
            ),
            "over_reserved": self.env._(
                "%(found)s are reserved at %(subject)s, where %(expected)s are."
            ),
            "shortage": self.env._(
                "%(found)s are promised and %(expected)s are there to keep it: "
                "%(short)s short."
            ),
            "hold": self.env._(
                "%(key)s holds %(found)s for longer than it may: holds that expired "
                "are not freed."
            ),
            "fact": self.env._(
                "%(found)s facts of %(key)s wait for more than five minutes: what was "
                "confirmed or left is not settled."
            ),
        }
