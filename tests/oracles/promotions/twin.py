"""The browser's engine in one long-lived node, asked by lines of JSON."""

import json
import os
import subprocess
from pathlib import Path

from tools.lint import find_node

PROGRAM = Path(__file__).resolve().parents[2] / "js" / "promotions_twin.mjs"


class Twin:
    """A node that evaluates; use it in a `with`."""

    def __enter__(self):
        self.node = subprocess.Popen(
            [find_node(), str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "NODE_NO_WARNINGS": "1"},
        )
        return self

    def __exit__(self, *_error):
        self.node.stdin.close()
        self.node.wait(timeout=10)
        self.node.stdout.close()

    def ask(self, kind, *given):
        """Canonical text of `evaluate` or `refund` on these arguments."""
        self.node.stdin.write(json.dumps([kind, *given]) + "\n")
        self.node.stdin.flush()
        text = self.node.stdout.readline()
        if not text:
            raise RuntimeError(f"node ended with status {self.node.wait()}")
        return text.rstrip("\n")
