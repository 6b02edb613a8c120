from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..lib.claims import NO_TERMS, Ground, Slot, additions
from .claim_sql import EXTEND_SQL, GROUND_SQL, VOIDED_SQL
from .md_claim_settler import columns
from .pool_sql import read_parts

# Longer than the longest request (limit_time_real): a hold is never swept under the
# transaction that is about to confirm it.
HOLD_SECONDS = 30 * 60
NOTHING = Decimal(0)


class Granted(NamedTuple):
    """What a call of `md.claim.store` did.

    ``holds``: {`Slot`: Decimal that the key has now}; ``could``: {`Slot`: Decimal that
    it could have had}, more than ``holds`` when it was refused; ``held``: ids of its
    live claims that are only held: confirm them all; ``taken``: those of them that this
    call took: free them when the caller's transaction fails; ``versions``: {(product
    id, warehouse id): which versions of quants were seen}.
    """

    holds: dict
    could: dict
    held: list
    taken: list
    versions: dict


class MdClaimStore(models.AbstractModel):
    """Takes claims, each call in a short READ COMMITTED transaction of its own.

    What it returns is committed; the caller's snapshot does not see it, so nothing is
    read back: keep the answer.
    """

    _name = "md.claim.store"
    _description = "Claim Store"

    def _claim(
        self,
        key,
        wanted,
        *,
        whole=(),
        terms=NO_TERMS,
        seconds=HOLD_SECONDS,
        moves=(),
        until=None,
    ):
        """Claim what ``key`` wants and does not hold yet.

        :param str key: who claims; known before the order's row is, so that a repeat
            finds what it has. A repeat grants nothing more.
        :param dict wanted: {place (`Slot` of COMMON): Decimal in the product's own
            unit}, above zero; the whole demand of the key, not what is added to it.
            From which pools it is taken the terms say.
        :param whole: places that are to be granted whole, or nothing is in any slot
        :param Terms terms: who draws, on which pools, and what it leaves
        :param int seconds: after which a hold that nobody confirmed is swept; what the
            key holds already lasts that long too, from now
        :param until: when the goods are needed (UTC): lots that expire before do not
            count, as in core's reservation
        :param moves: ids whose reservations are to be claimed by this, and so are not
            somebody else's
        :return: `Granted`
        :raises psycopg2.errors.LockNotAvailable: others held the rows for 2 s
        """
        settler = self.env["md.claim.settler"]

        def take(cr, locked):
            grounds, held, versions = self._grounds(
                cr, key, wanted, moves, locked, until
            )
            if held:
                cr.execute(SQL(EXTEND_SQL, claims=held, seconds=seconds))
            given = additions(wanted, grounds, whole=whole, terms=terms)
            taken, got = [], defaultdict(Decimal)
            if given.claims:
                settler._transfer(cr, given.transfers, key)
                claims = {(key, slot): part for slot, part in given.claims.items()}
                taken = settler._take(cr, claims, "hold", seconds, terms.channel_id)
                for slot, part in given.claims.items():
                    got[slot.place] += part
            holds = {slot: grounds[slot].held + got[slot] for slot in wanted}
            could = {
                slot: grounds[slot].held + grounds[slot].free(terms) for slot in wanted
            }
            return Granted(holds, could, held + taken, taken, versions)

        return settler._locked([key], wanted, take)

    def _grounds(self, cr, key, wanted, moves, locked, until):
        """({`Slot`: `Ground`}, ids of held claims, versions of the quants), with the
        key's facts applied.

        Also frees what a killed process was about to free: relied upon, it could never
        be confirmed.
        """
        settler = self.env["md.claim.settler"]
        query = SQL(
            GROUND_SQL, key=key, moves=list(moves), until=until, **columns(wanted)
        )
        cr.execute(query)
        rows = cr.fetchall()
        if any(row[-1] for row in rows):
            settler._settle(cr, [key], locked)
            held = [claim for row in rows for claim in row[-3] or ()]
            cr.execute(SQL(VOIDED_SQL, claims=held))
            settler._free(
                cr,
                [(claim, "release", Decimal(n), None) for claim, n in cr.fetchall()],
            )
            cr.execute(query)
            rows = cr.fetchall()
        grounds, held, versions = {}, [], {}
        for row in rows:
            slot, known, owed = Slot(*row[:4]), row[4:9], Decimal(row[9])
            parts, ids, version = row[10:13]
            grounds[slot] = Ground(*map(Decimal, known), read_parts(parts), owed)
            held += ids or ()
            versions[slot.product_id, slot.warehouse_id] = version
        return grounds, held, versions
