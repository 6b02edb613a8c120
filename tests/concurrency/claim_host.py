"""A process with Odoo in it that does what a test asks: one start for many scenes."""

import gc
import json
import sys
import traceback
from importlib import import_module

from claim_scenes import warm_up

from odoo import sql_db

from odoo.addons.md_inventory_core.services.md_background import (
    worker as background,
)


def serve(env, pipe):
    """Do each line of ``pipe``: ["module.function", {arguments}], answered by JSON.

    A scene gets the registry and is without connections when it forks.
    """
    registry = env.registry
    env.cr.close()
    warm_up(registry)
    background.rest()
    sql_db.close_all()
    gc.freeze()  # what is loaded stays; forks share it
    say("ready")
    with open(pipe) as orders:
        for line in orders:
            name, arguments = json.loads(line)
            module, _, function = name.rpartition(".")
            try:
                scene = getattr(import_module(module), function)
                say({"answer": scene(registry, **arguments)})
            except Exception:  # noqa: BLE001 - the test tells it
                say({"error": traceback.format_exc()})
            background.rest()
            sql_db.close_all()


def say(answer):
    """One line of JSON for the test."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
