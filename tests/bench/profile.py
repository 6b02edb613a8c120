"""Where the time and the queries of a case go; runs inside Odoo."""

import cProfile
import io
import pstats
import re
from collections import Counter

from odoo.sql_db import Cursor

LINES = 25


def profile(call, size):
    """Run ``call`` under a profiler, then say what it did per unit."""
    seen, execute = Counter(), Cursor.execute

    def counting(self, query, *words, **options):
        seen[shape(getattr(query, "code", query))] += 1
        return execute(self, query, *words, **options)

    profiler = cProfile.Profile()
    Cursor.execute = counting
    try:
        profiler.runcall(call)
    finally:
        Cursor.execute = execute
    text = io.StringIO()
    found = pstats.Stats(profiler, stream=text)
    for key in ("tottime", "cumulative"):
        found.sort_stats(key).print_stats(LINES)
    found.sort_stats("cumulative").print_stats("md_", LINES)
    return {
        "time": text.getvalue(),
        "queries": {statement: times / size for statement, times in seen.items()},
    }


def shape(query):
    """A statement without its numbers and lists, short enough to read."""
    text = query.decode() if isinstance(query, bytes) else str(query)
    text = re.sub(r'SAVEPOINT "[^"]*"', "SAVEPOINT", " ".join(text.split()))
    return re.sub(r"\d+", "N", text)[:160]
