"""What `make doctor` looks at in the shop: settings, secrets, certificates, answers."""

import base64
import datetime
import hashlib
import ipaddress
import json
import os
import re
import ssl
import stat
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from . import paths, server, shop, tls
from .doctor import ADVICE, PROBLEM, advice, judge, ok, problem
from .doctor_config import is_on, odoo_options, whole_number
from .doctor_database import Unreachable, shop_facts
from .doctor_machine import memory_bytes

GIB = 2**30
HERE = ("127.0.0.1", "localhost", "::1")
EXPIRES_SOON, EXPIRED = 30, 0  # days
READ_SECONDS = 5
HASH = re.compile(r"\$pbkdf2-sha512\$(\d+)\$([^$]+)\$([^$]+)")
DOCKER_SECRETS = paths.ROOT / "docker" / "secrets"
SECRET_VARIABLES = re.compile(r"(MD_\w+|\w*PASSWORD\w*|\w*TOKEN\w*)_FILE")


def open_to_others():
    """Address that others may reach; empty when the shop is for this machine only."""
    address = server.running().get("address") or paths.address()
    return "" if address in HERE else address


def workers():
    """Workers, their limits and the jobs beside cores and memory."""
    options = odoo_options()
    count, cores = whole_number(options, "workers", 0), os.cpu_count() or 1
    soft = whole_number(options, "limit_memory_soft", 2 * GIB)
    hard = whole_number(options, "limit_memory_hard", soft + GIB)
    total = memory_bytes()[1]
    yield judge(
        "workers",
        f"{count} on {cores} cores"
        if count
        else f"one process with threads, {cores} cores",
        (
            count * soft > total,
            PROBLEM,
            "Together they may take more memory than there is: lower workers or "
            "limit_memory_soft",
        ),
        (
            count > 2 * cores + 1,
            ADVICE,
            f"{2 * cores + 1} are enough for {cores} cores",
        ),
        (
            count and not os.environ.get("PROMETHEUS_MULTIPROC_DIR"),
            ADVICE,
            "Set PROMETHEUS_MULTIPROC_DIR, or each worker counts requests for itself",
        ),
    )
    seconds = whole_number(options, "limit_time_real", 120)
    cpu = whole_number(options, "limit_time_cpu", 60)
    yield judge(
        "limits",
        f"{cpu} s of CPU, {seconds} s in all, {soft / GIB:.1f} GB",
        (cpu > seconds, ADVICE, "limit_time_real should not be below limit_time_cpu"),
        (hard < soft, PROBLEM, "limit_memory_hard must not be below limit_memory_soft"),
    )
    crons = whole_number(options, "max_cron_threads", 2)
    todo = "Set max_cron_threads to 1 or more: no scheduled job would ever run"
    yield judge("jobs", f"{crons} cron threads", (crons == 0, PROBLEM, todo))


def settings():
    """What odoo.conf must not say."""
    options = odoo_options()
    if not options:
        yield problem(
            "odoo.conf", "there is none", "Restore it: git checkout odoo.conf"
        )
        return
    listed = is_on(options, "list_db", True)
    yield judge(
        "list_db",
        "on" if listed else "off: databases are neither listed nor made over the web",
        (listed, PROBLEM, "Set list_db = False in odoo.conf"),
    )
    password = options.get("admin_passwd", "")
    hashed = password.startswith("$pbkdf2")
    yield judge(
        "admin_passwd",
        "hashed" if hashed else "plain text" if password else "not set, and not needed",
        (
            listed and not hashed,
            PROBLEM,
            "Anybody who guesses it may drop databases: set list_db = False",
        ),
        (password and not hashed, ADVICE, "Remove it while list_db is off"),
    )
    yield proxy(options)


def proxy(options):
    """Headers about the client are believed only if a proxy of ours writes them."""
    now = server.running()
    on = is_on(options, "proxy_mode")
    address = open_to_others()
    return judge(
        "proxy_mode",
        f"{'on' if on else 'off'} in odoo.conf, listening on {address or 'localhost'}",
        (
            on and address and not now.get("tls"),
            PROBLEM,
            "Without a proxy in front anybody can forge addresses: set it to False",
        ),
    )


def passwords():
    """Whether logins still have the demo's passwords, by their hashes."""
    try:
        hashes = shop_facts().get("hashes") or {}
    except Unreachable as error:
        todo = "See what is said about the database"
        yield advice("passwords", f"not looked at: {error}", todo)
        return
    demo = [login for login, _does in shop.LOGINS if fits(login, hashes.get(login, ""))]
    address = open_to_others()
    todo = "Change them before anybody else can reach the shop"
    if not hashes:
        found = "no database to look at"
    elif not demo:
        found = "no login has its name as password"
    else:
        found = (
            f"demo passwords: {', '.join(demo)}; listening on {address or 'localhost'}"
        )
    yield judge(
        "passwords",
        found,
        (demo and address, PROBLEM, todo),
        (bool(demo), ADVICE, todo),
    )


def fits(password, hashed):
    """Whether Odoo would accept a password for this hash."""
    match = HASH.fullmatch(hashed)
    if not match:
        return hashed == password  # never hashed
    rounds, salt, wanted = match.groups()
    made = hashlib.pbkdf2_hmac("sha512", password.encode(), unpacked(salt), int(rounds))
    return made == unpacked(wanted)


def unpacked(text):
    """Bytes of passlib's base64: a dot for the plus sign, no padding."""
    return base64.b64decode(text.replace(".", "+") + "=" * (-len(text) % 4))


def secret_files():
    """Files with secrets that others on this machine can read."""
    named = [Path(v) for n, v in os.environ.items() if SECRET_VARIABLES.fullmatch(n)]
    files = [
        paths.STATE / "database-role",
        *tls.HOME.glob("*.key"),
        *(DOCKER_SECRETS.glob("*") if passable(DOCKER_SECRETS) else ()),
        *named,
    ]
    if "db_password" in odoo_options():
        files.append(paths.ROOT / "odoo.conf")
    there = [file for file in files if file.is_file() and file.name != ".gitignore"]
    loose = [file for file in there if file.stat().st_mode & 0o007]
    shown = ", ".join(str(file) for file in loose)
    yield judge(
        "secret files",
        f"open to everybody: {shown}"
        if loose
        else f"{len(there)}, none open to others",
        (bool(loose), PROBLEM, f"chmod o-rwx {' '.join(str(file) for file in loose)}"),
    )


def passable(folder):
    """Whether others may go into a folder; what is inside a closed one is safe."""
    return folder.is_dir() and bool(folder.stat().st_mode & stat.S_IXOTH)


def certificates():
    """Expiry and names of our own certificates, where there are any."""
    found = [tls.HOME / "ca.crt", tls.HOME / "server.crt"]
    found += [DOCKER_SECRETS / "ca.crt", DOCKER_SECRETS / "tls.crt"]
    there = [file for file in found if file.exists()]
    if not there:
        yield ok("certificates", "none; `make run TLS=1` makes them")
    for file in there:
        yield certificate(file)


def certificate(file):
    """One certificate: days left, and the names this machine has beside its own."""
    # The only reader of certificates in the standard library.
    facts = ssl._ssl._test_decode_cert(str(file))
    until = datetime.datetime.fromtimestamp(
        ssl.cert_time_to_seconds(facts["notAfter"]), datetime.UTC
    )
    days = (until - datetime.datetime.now(datetime.UTC)).days
    names = {name for _kind, name in facts.get("subjectAltName", ())}
    missing = []
    if file == tls.HOME / "server.crt":
        known = {comparable(name) for name in names}
        missing = [name for name in tls.names() if comparable(name) not in known]
    renew = f"Remove {file} and its key; the next start makes new ones"
    return judge(
        "certificate",
        f"{file.parent.name}/{file.name}: {days} days left, for "
        f"{', '.join(sorted(names)) or 'signing only'}",
        (days < EXPIRED, PROBLEM, renew),
        (days < EXPIRES_SOON, ADVICE, renew),
        (bool(missing), ADVICE, f"It lacks {', '.join(missing)}. {renew}"),
    )


def comparable(name):
    """A name or address in one form; OpenSSL writes ::1 in full."""
    with suppress(ValueError):
        return str(ipaddress.ip_address(name))
    return name.lower()


def ready():
    """What the running shop says about itself."""
    now = server.running()
    if not now:
        yield advice("shop", "it does not run", "Start it: make run")
        return
    base = f"{'https' if now['tls'] else 'http'}://{now['at']}:{now['port']}"
    todo = f"See {server.LOG.relative_to(paths.ROOT)}; then make stop and make run"
    try:
        status, told = fetch(f"{base}/md/health/ready")
    except (OSError, ValueError) as error:
        yield problem("shop", f"{base} does not answer: {error}", todo)
        return
    bad = [
        f"{name}: {check.get('advice') or check['status']}"
        for name, check in told.get("checks", {}).items()
        if check["status"] != "pass"
    ]
    shown = "; ".join(bad) or "all checks pass"
    yield judge(
        "shop",
        f"{base} is {'ready' if status == 200 else 'not ready'}: {shown}",
        (status != 200, PROBLEM, todo),
        (bool(bad), ADVICE, "See docs/operations.md about this check"),
    )


def fetch(url):
    """(status, JSON) of an answer; with the metrics token, if we have it, in detail."""
    token = os.environ.get("MD_METRICS_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    # The probe asks whether somebody answers; who it is, tills check with our CA.
    context = ssl._create_unverified_context() if url.startswith("https") else None
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(
            request, timeout=READ_SECONDS, context=context
        ) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


CHECKS = (workers, settings, passwords, secret_files, certificates, ready)
