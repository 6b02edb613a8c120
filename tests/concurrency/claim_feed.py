"""Who polls what channels publish while others race; run inside Odoo."""

import json
import os
import select

from claim_scenes import committed, race, rest

PAGE = 3  # changes at a time: few, so that there is always more
PAUSE = 0.03  # seconds between two looks


class Reader:
    """A process that asks each channel for what changed, again and again."""

    def __init__(self, registry, first):
        end, self.stop = os.pipe()
        self.found, found = os.pipe()
        self.process = os.fork()
        if not self.process:
            os.close(self.stop)
            seen = self._read(registry, first, end)
            with os.fdopen(found, "w") as out:
                json.dump(seen, out)
            os._exit(0)
        os.close(end)
        os.close(found)

    def _read(self, registry, first, end):
        seen, versions, over = {}, {}, False
        while True:
            committed(registry, self._poll, seen, versions, first)
            if over:
                return seen
            over = bool(select.select([end], [], [], PAUSE)[0])

    def _poll(self, env, seen, versions, first):
        for channel in env["md.channel"].search([]):
            more, read = True, env["md.availability.change"]._since
            while more:
                known = versions.get(channel.id, 0)
                changes, version, more = read(channel, known, PAGE)
                versions[channel.id] = version
                told = seen.setdefault(channel.id, [])
                told += [(p, part) for p, part in changes.items() if p >= first]

    def end(self):
        """{channel: [(product, available)] in the order read}, after a last look."""
        os.close(self.stop)
        with os.fdopen(self.found) as found:
            seen = json.load(found)
        os.waitpid(self.process, 0)
        return seen


def traffic(registry, attempts, seed, first, kills=0.0):
    """A race with a reader beside it; what was read, and what is true at rest."""
    reader = Reader(registry, first)
    done = race(registry, attempts, seed, kills)
    rest(registry)
    return {**done, "read": reader.end(), **committed(registry, _truth, first)}


def _truth(env, first):
    """What is published and what may be promised: {channel: {product: available}}."""
    products = env["product.product"].search([("id", ">=", first)])
    published, free = {}, {}
    for channel in env["md.channel"].search([]):
        changes = env["md.availability.change"].search(
            [("channel_id", "=", channel.id), ("product_id", "in", products.ids)]
        )
        parts = env["md.availability"]._available(channel, products)
        published[channel.id] = {
            change.product_id.id: change.available
            for change in changes
            if change.available
        }
        free[channel.id] = {product: float(part) for product, part in parts.items()}
    return {"published": published, "free": free}
