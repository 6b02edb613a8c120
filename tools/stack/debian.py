"""Debian packages without touching the machine: private apt state, unpacked trees.

apt's own client does the fetching and checks every signature with Debian's archive
keyring; only its state, cache and source list live in our ignored folder. It works for
root and for ordinary users, because nothing is installed, only unpacked.
"""

import os
import subprocess
import threading
import time
from pathlib import Path

from . import paths
from .ui import Fail, run

DAY = 86_400  # seconds
UPDATING = threading.Lock()  # two threads must not write one state
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
NETWORK_TODO = (
    "Check the network and `apt-get update`, or set ODOO_SRC to a folder with Odoo 19"
)


def codename():
    """Debian codename of this machine, such as ``bookworm``."""
    try:
        text = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        text = ""
    values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    if values.get("ID", "").strip('"') != "debian" or not KEYRING.exists():
        raise Fail(
            "This machine is not a Debian with its archive keyring",
            "Set ODOO_SRC to a folder with Odoo 19 and install wkhtmltopdf, chromium "
            "and nginx with your own package manager",
        )
    return values.get("VERSION_CODENAME", "").strip('"')


def configured_mirrors(name):
    """Return [(uri, suite)] that this machine's own apt uses for Debian ``name``.

    The mirror is read, never written down: no host name stands in this project.
    """
    lines = run(
        [
            *("apt-get", "indextargets"),
            "--no-release-info",  # else nothing is listed before an `apt-get update`
            *("--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"),
        ],
        what="apt cannot list its sources",
        todo=NETWORK_TODO,
    ).splitlines()
    suites = (name, f"{name}-updates", f"{name}-security")
    found = []
    for line in lines:
        uri, suite, component = [*line.split(), "", "", ""][:3]
        if suite in suites and component == "main" and (uri, suite) not in found:
            found.append((uri, suite))
    if not any(suite == name for _uri, suite in found):
        raise Fail(f"apt on this machine has no source for Debian {name}", NETWORK_TODO)
    return found


class Apt:
    """apt with a private state: ``unstable`` or the machine's own release."""

    def __init__(self, label, sources):
        self.home = paths.STATE / "apt" / label
        self.sources = sources
        home = self.home
        self.options = [
            *("-o", f"Dir::State={home}/state"),
            *("-o", f"Dir::Cache={home}/cache"),
            *("-o", f"Dir::Etc::sourcelist={home}/sources.list"),
            *("-o", "Dir::Etc::sourceparts=-"),
            *("-o", "Dir::State::status=/var/lib/dpkg/status"),
            *("-o", "Debug::NoLocking=1"),
            *("-o", "APT::Sandbox::User=root"),
            *("-o", "APT::Get::List-Cleanup=0"),
        ]

    def update(self, again=False):
        """Fetch the signed package lists unless they are of today.

        An older list names packages that the mirror has replaced since.
        """
        with UPDATING:
            done = self.home / "updated"
            old = not done.exists() or time.time() - done.stat().st_mtime > DAY
            if old or again:
                self.fetch_lists()
                done.touch()

    def fetch_lists(self):
        """Fetch the signed package lists into the private state."""
        (self.home / "state" / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (self.home / "cache" / "archives" / "partial").mkdir(
            parents=True, exist_ok=True
        )
        (self.home / "sources.list").write_text(
            "".join(
                f"deb [signed-by={KEYRING}] {uri} {suite} main\n"
                for uri, suite in self.sources
            ),
            encoding="utf-8",
        )
        run(
            [
                "apt-get",
                *self.options,
                *("-o", "APT::Update::Error-Mode=any", "update", "-q"),
            ],
            what="Debian's package lists cannot be fetched",
            todo=NETWORK_TODO,
        )

    def candidate(self, package):
        """Return (version, sha256) of the newest ``package``, or (None, None)."""
        done = subprocess.run(
            ["apt-cache", *self.options, "show", "--no-all-versions", package],
            capture_output=True,
            text=True,
            check=False,
        )
        fields = dict(
            line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line
        )
        return fields.get("Version"), fields.get("SHA256")

    def download(self, packages):
        """Download exactly ``packages`` and return their files."""
        cache = self.home / "cache" / "archives"
        run(
            ["apt-get", *self.options, "-q", "download", *packages],
            what=f"Debian packages cannot be downloaded: {' '.join(packages)}",
            todo=NETWORK_TODO,
            cwd=cache,
        )
        return [max(cache.glob(f"{p}_*.deb"), key=os.path.getmtime) for p in packages]

    def download_with_needs(self, packages):
        """Download ``packages`` and all they need that the machine does not have."""
        install = ["apt-get", *self.options, "-y", "--no-install-recommends", "install"]
        listed = run(
            [*install, "--print-uris", *packages],
            what=f"Debian packages cannot be resolved: {' '.join(packages)}",
            todo="Run `apt-get update && apt-get -f install` as root, then try again",
        )
        names = [line.split()[1] for line in listed.splitlines() if line[:1] == "'"]
        if names:
            run(
                [*install, "-q", "--download-only", *packages],
                what=f"Debian packages cannot be downloaded: {' '.join(packages)}",
                todo=NETWORK_TODO,
            )
        return [self.home / "cache" / "archives" / name for name in names]


def unpack(files, target):
    """Unpack .deb files below ``target``; no maintainer script runs."""
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        run(
            ["dpkg-deb", "-x", str(file), str(target)],
            what=f"{file.name} cannot be unpacked",
            todo="Free disk space or run `make clean`, then try again",
        )
        file.unlink()


def unstable():
    """apt on Debian's unstable suite, from the mirror the machine already uses."""
    name = codename()
    uri = next(u for u, suite in configured_mirrors(name) if suite == name)
    apt = Apt("unstable", [(uri, "unstable")])
    apt.update()
    return apt


def release():
    """apt on the Debian release this machine runs."""
    name = codename()
    apt = Apt(name, configured_mirrors(name))
    apt.update()
    return apt
