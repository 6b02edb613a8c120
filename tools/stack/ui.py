"""Progress lines with elapsed time, and the one way in which a command fails."""

import subprocess
import sys
import threading
import time

START = time.monotonic()
# `make shell` and `make sql` keep standard output for what the script prints.
STREAM = {"progress": sys.stdout}
_print_lock = threading.Lock()


class Fail(Exception):
    """A reason to stop that a newcomer can act on.

    ``what`` says what is wrong, ``todo`` what to do about it; together they are
    printed as one line and the process exits with status 1.
    """

    def __init__(self, what, todo):
        super().__init__(f"{what.rstrip('.')}. {todo}")


def say(text):
    """Print one line with the seconds since the command began."""
    with _print_lock:
        STREAM["progress"].write(f"[{time.monotonic() - START:6.1f} s] {text}\n")
        STREAM["progress"].flush()


class step:
    """Announce a named piece of work and say how long it took."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.began = time.monotonic()
        say(f"{self.name} ...")
        return self

    def __exit__(self, kind, error, trace):
        took = time.monotonic() - self.began
        say(f"{self.name}: {'done' if kind is None else 'FAILED'} in {took:.1f} s")
        return False


def run(args, *, what, todo, log=None, **options):
    """Run a program; on failure raise :class:`Fail` with its last words.

    :param what: what it means when the program fails, ``todo`` what to do then.
    :param log: file that receives the whole output; ``None`` keeps it in memory.
    :return: what the program printed on standard output (empty with ``log``).
    """
    options.setdefault("text", True)
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            done = subprocess.run(
                args, stdout=stream, stderr=subprocess.STDOUT, check=False, **options
            )
        output = log.read_text(encoding="utf-8", errors="replace")[-4000:]
    else:
        done = subprocess.run(args, capture_output=True, check=False, **options)
        output = (done.stderr or "") + (done.stdout or "")
    if done.returncode:
        raise Fail(f"{what} ({last_words(output, done.returncode)})", todo)
    return "" if log else done.stdout


def last_words(output, status):
    """Return the line of ``output`` that best explains a failure."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    marks = ("error", "fatal", "e:", "no space", "critical", "fail")
    telling = [line for line in lines if any(m in line.lower() for m in marks)]
    return (telling or lines or [f"exit status {status}"])[-1][:300]


def at_once(*jobs):
    """Run callables side by side and raise the first failure after all ended."""
    failures = []

    def guard(job):
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - re-raised below, in the caller
            failures.append(error)

    threads = [threading.Thread(target=guard, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
