"""Random walks through a `World`, each step judged; run inside Odoo.

A step is (deed, three numbers, how it dies). It dies at one of its own transactions, or
without its hooks before or after its commit, or really, by kill -9.
"""

import os
import random
import signal
import time
from contextlib import suppress

import psycopg2
from claim_deeds import DEEDS, REFUSALS, WEIGHTS
from claim_laws import AT_REST, IN_SHORTAGE, SLOTS, broken
from claim_walk_pools import drift, found, in_vain, make_pools, shares
from claim_world import World

from odoo import SUPERUSER_ID, api, sql_db

from odoo.addons.md_inventory_core.services.md_background import (
    worker as background,
)

KILL, ABANDON, NO_HOOKS = "kill", "abandon", "no hooks"
DEATHS = (*range(1, 7), *(ABANDON, NO_HOOKS) * 2)
DEATH_RATE, KILL_RATE = 0.12, 0.005
REST_AFTER = 50  # steps
QUIET = {"tracking_disable": True}  # nobody reads what is said of these orders
# Deeds after which less may be there than was promised.
REALITY = ("count", "sell", "force")
# What others may have is not for who waits: see `in_vain`.
SHARED = {name: law for name, law in AT_REST.items() if name != "waits in vain"}
REST = (
    *(("sweep", 0), ("expire", 0), ("expire", 1), ("sweep", 0)),
    *(("schedule", 0), ("sweep", 0)),
)


class Dead(BaseException):
    """The process is dead: nothing it would do after this happens."""


class Broken(Exception):
    """A law is broken: (name of the law, row)."""


class Fuse:
    """Lets a step die when it begins its n-th own transaction."""

    def __init__(self, registry):
        self.left = None
        own = registry["md.own.transaction"]
        begin, safely = own._begin, own._safely

        def burning(model, **options):
            self._burn()
            return begin(model, **options)

        def unless_dead(model, name, function):
            if self.left != 0:
                safely(model, name, function)

        own._begin, own._safely = burning, unless_dead
        # in step, or a walk could not be repeated
        background.add = lambda known, model, method, items: background.work_off(
            known, (model, method), items
        )

    def _burn(self):
        if self.left is not None:
            self.left = max(self.left - 1, 0)
            if not self.left:
                raise Dead


class Walk:
    """A world, what its slots were a step ago, and a connection that judges."""

    def __init__(self, registry, fuse):
        self.registry, self.fuse = registry, fuse
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, QUIET)
            self.world = World(env)
            channels = env["md.channel"].browse(self.world.channels)
            self.world.pools = make_pools(env, channels)
            info = cr._cnx.get_dsn_parameters()
        self.eye = psycopg2.connect(**info, password=os.environ.get("PGPASSWORD"))
        self.eye.autocommit = True
        self.slots = {}

    # Doing

    def step(self, deed, numbers, death):
        """Do a deed, alive or dying; judge what is committed then."""
        if death == KILL:
            self._killed(deed, numbers)
        else:
            self._do(deed, numbers, death)
        self.judge(deed in REALITY)

    def _do(self, deed, numbers, death=None):
        cr = self.registry.cursor()
        try:
            self.fuse.left = death if isinstance(death, int) else None
            DEEDS[deed](self.world, api.Environment(cr, SUPERUSER_ID, QUIET), *numbers)
            if death == NO_HOOKS:
                cr.flush()
                cr._cnx.commit()
            if death in (ABANDON, NO_HOOKS):
                raise Dead
            cr.commit()
        except REFUSALS:
            cr.rollback()
        except Dead:
            for hooks in (cr.precommit, cr.postcommit, cr.prerollback, cr.postrollback):
                hooks.clear()
        finally:
            self.fuse.left = None
            cr.close()

    def _killed(self, deed, numbers):
        background.rest()
        sql_db.close_all()
        if not (child := os.fork()):
            with suppress(BaseException):
                self._do(deed, numbers)
            os._exit(0)
        time.sleep(numbers[0] % 100 / 400)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def rest(self):
        """What jobs do in the minutes after; then nothing is left to be done."""
        for deed, number in REST:
            self._do(deed, [number] * 3)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, QUIET)
            env["md.pool.watch"]._look()
            env["md.availability.feed"]._publish()
        self._judge(SHARED)
        self._judge_feed()
        self._judge_pools()

    def _judge_pools(self):
        """The sum over pools is what is free; nobody waits for what he may have."""
        for row in shares(self.look, self.world.products):
            raise Broken("sum over pools", row)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, QUIET)
            for row in found(env, self.world.products):
                raise Broken("reconciler", row)
            for row in in_vain(env, self.world):
                raise Broken("waits in vain", row)

    # Judging

    def judge(self, takes=False):
        """The laws that hold at any moment.

        Promised beyond what there is: only as much as reality took away in steps
        that may take what is promised (``takes``), or less.
        """
        self._judge(IN_SHORTAGE)
        for row in drift(self.look, self.world.first):
            raise Broken("pools and their moves", row)
        slots = {tuple(row[:3]): row[3:] for row in self.look(SLOTS)}
        for slot, (promised, sellable) in slots.items():
            sellable = max(sellable, 0)
            old_promised, old = self.slots.get(slot, (0, sellable))
            old = max(old, 0)
            short = max(old_promised - old, 0) + takes * max(old - sellable, 0)
            if promised < 0 or promised - sellable > short:
                raise Broken("promised too much", (*slot, promised, sellable, short))
        self.slots = slots

    def _judge(self, laws):
        for law, row in broken(self.look, laws, self.world.first):
            raise Broken(law, row)

    def _judge_feed(self):
        """What is published is what may be promised, for each channel."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, QUIET)
            products = env["product.product"].browse(self.world.products)
            for channel in env["md.channel"].search([]):
                free = env["md.availability"]._available(channel, products)
                told = env["md.availability.change"].search(
                    [
                        ("channel_id", "=", channel.id),
                        ("product_id", "in", products.ids),
                    ]
                )
                told = {row.product_id.id: row.available for row in told}
                for product in products.ids:
                    pair = (told.get(product, 0), float(free.get(product, 0)))
                    if pair[0] != pair[1]:
                        raise Broken("published", (channel.code, product, *pair))

    def look(self, query, parameters=None):
        """Rows as committed."""
        with self.eye.cursor() as cr:
            cr.execute(query, parameters or {"first": self.world.first})
            return cr.fetchall()

    def end(self):
        """Put the world out of the way of the jobs of the next one."""
        with self.eye.cursor() as cr:
            cr.execute(
                "UPDATE stock_move SET state = 'cancel' "
                " WHERE product_id = ANY(%s) AND state NOT IN ('done', 'cancel')",
                [self.world.products],
            )
        self.eye.close()


def plan(seed, steps):
    """Steps by chance, the same for the same seed."""
    chance = random.Random(seed)
    found = []
    for name in chance.choices(list(WEIGHTS), WEIGHTS.values(), k=steps):
        numbers = [chance.randrange(1000) for _each in range(3)]
        death, fate = None, chance.random()
        if fate < KILL_RATE:
            death = KILL
        elif fate < DEATH_RATE:
            death = chance.choice(DEATHS)
        found.append((name, numbers, death))
    return found


def walk(registry, fuse, steps, rest_after=REST_AFTER):
    """Do steps in a new world; None, or (number of steps done, law, row)."""
    found = Walk(registry, fuse)
    number = 0
    try:
        for number, step in enumerate(steps, 1):
            found.step(*step)
            if number % rest_after == 0 or number == len(steps):
                found.rest()
    except Broken as error:
        return number, *error.args
    finally:
        found.end()
    return None


def shrink(registry, fuse, steps, law, seconds):
    """Fewer steps that break the same law: leave out pieces, large ones first."""
    until, size = time.monotonic() + seconds, len(steps) // 2
    while size and time.monotonic() < until:
        at = 0
        while at < len(steps) and time.monotonic() < until:
            fewer = steps[:at] + steps[at + size :]
            failed = walk(registry, fuse, fewer, rest_after=len(steps))
            if failed and failed[1] == law:
                steps = fewer[: failed[0]]
            else:
                at += size
        size //= 2
    return steps


def walks(registry, seed, worlds, steps, seconds=120):
    """Walk through worlds; what was broken, by how few steps, or None."""
    fuse = Fuse(registry)
    for number in range(worlds):
        taken = plan(seed + number, steps)
        if failed := walk(registry, fuse, taken):
            done, law, row = failed
            few = shrink(registry, fuse, taken[:done], law, seconds)
            return {"seed": seed + number, "law": law, "row": repr(row), "steps": few}
    return None
