"""A process with Odoo in it that forks shells: to load Odoo takes seconds; run inside.

A shell is a process of its own, in a group of its own, with connections of its own,
that runs a script as `odoo shell` does. It starts as one that has just loaded Odoo.
"""

import gc
import io
import json
import os
import socket
import sys
import traceback
from contextlib import suppress

from odoo import SUPERUSER_ID, api, sql_db

from odoo.addons.md_inventory_core.services.md_background import (
    worker as background,
)


def serve(env, path):
    """Fork and wait for shells as asked by the socket ``path``, until it closes."""
    registry = env.registry
    env.cr.close()
    background.rest()
    sql_db.close_all()
    gc.freeze()  # what is loaded stays; forks share it
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as calls:
        calls.connect(path)
        while True:
            line, pipes, *_rest = socket.recv_fds(calls, 1000, 3)
            if not line:
                break
            word, *arguments = json.loads(line)
            answer = _fork(registry, calls, pipes) if pipes else _wait(*arguments)
            calls.send(json.dumps(answer).encode())
    os._exit(0)  # the shell's own connection is closed


def _fork(registry, calls, pipes):
    if not (child := os.fork()):
        status = 1
        try:
            os.setpgid(0, 0)
            calls.close()
            for number, pipe in enumerate(pipes):
                os.dup2(pipe, number)
                os.close(pipe)
            status = _run(registry)
        finally:
            os._exit(status)
    with suppress(OSError):  # whoever of both is first
        os.setpgid(child, child)
    for pipe in pipes:
        os.close(pipe)
    return child


def _run(registry):
    """Do the script that comes in; the status with which a shell would end."""
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    for name, number in (("stdout", 1), ("stderr", 2)):
        raw = os.fdopen(number, "wb", 0, closefd=False)
        setattr(sys, name, io.TextIOWrapper(raw, "utf-8", write_through=True))
    try:
        with registry.cursor() as cr:
            context = api.Environment(cr, SUPERUSER_ID, {})["res.users"].context_get()
            env = api.Environment(cr, SUPERUSER_ID, context)
            cr.rollback()
            exec(sys.stdin.read(), {"env": env, "__name__": "__main__"})
            cr.rollback()
        background.rest()
    except BaseException:  # noqa: BLE001 - the test tells it
        traceback.print_exc()
        return 1
    return 0


def _wait(process, hang):
    """How a shell ended, below 0 when killed; None when it did not yet."""
    found, status = os.waitpid(process, 0 if hang else os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None
