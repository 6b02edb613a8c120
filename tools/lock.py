"""Pin the requirements*.txt from their .in files: `make lock`.

Run it with the oldest Python that we support, Debian 12's 3.11.2: newer ones are
offered packages that it refuses.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLAN = (
    ("requirements.in", "requirements.txt", ()),
    ("requirements-test.in", "requirements-test.txt", ("requirements.txt",)),
    (
        "requirements-lint.in",
        "requirements-lint.txt",
        ("requirements.txt", "requirements-test.txt"),
    ),
)


def freeze(sources):
    """Names and versions that a fresh environment gets from ``sources``."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip"]
        words = [word for source in sources for word in ("-r", str(ROOT / source))]
        subprocess.run([*pip, "install", "-q", *words], check=True)
        done = subprocess.run(
            [*pip, "freeze"], check=True, capture_output=True, text=True
        )
    return sorted(done.stdout.splitlines(), key=str.lower)


def main():
    """Write the pinned files; the second leaves out what the first pins."""
    pinned = set()
    for source, target, others in PLAN:
        lines = [line for line in freeze((*others, source)) if line not in pinned]
        head = f"# Written by `make lock` from {source}; Python 3.11.2 on Linux.\n"
        (ROOT / target).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        pinned.update(lines)


if __name__ == "__main__":
    main()
