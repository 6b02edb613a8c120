"""TLS=1: a certificate authority of our own and nginx in front of Odoo.

Browsers allow a till's offline reload only over https or on localhost. The authority's
certificate is to be trusted once on each till: `.stack/tls/ca.crt`.
"""

import os
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from . import paths, programs
from .ui import Fail, run

HOME = paths.STATE / "tls"
MAKER = Path(__file__).with_name("certificates.py")
CONFIG = """
daemon on;
pid {home}/nginx.pid;
error_log {home}/error.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_max_body_size 128m;
    proxy_temp_path {home}/proxy;
    client_body_temp_path {home}/body;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
    server {{
        listen {address}:{port} ssl;
        ssl_certificate {home}/server.crt;
        ssl_certificate_key {home}/server.key;
        ssl_protocols TLSv1.2 TLSv1.3;
        error_page 497 =301 https://$host:{port}$request_uri;
        location / {{
            proxy_pass http://127.0.0.1:{inner};
            proxy_http_version 1.1;
            proxy_read_timeout 900s;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto https;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
        }}
    }}
}}
"""


def names():
    """Names and addresses under which this machine is reached."""
    found = ["localhost", socket.gethostname(), "127.0.0.1", "::1"]
    # a machine that cannot resolve its own name still serves localhost
    with suppress(OSError):
        found += [info[4][0] for info in socket.getaddrinfo(found[1], None)]
    return list(dict.fromkeys(n.split("%")[0] for n in found))


def start(port, inner):
    """Serve https on ``port`` and pass everything, websockets too, to ``inner``."""
    programs.ensure("nginx")
    HOME.mkdir(parents=True, exist_ok=True)
    if not (HOME / "server.crt").exists():
        run(
            [str(paths.PYTHON), str(MAKER), str(HOME), *names()],
            what="Certificates cannot be made",
            todo="Remove .stack/tls and try again",
        )
    text = CONFIG.format(home=HOME, address=paths.address(), port=port, inner=inner)
    if os.geteuid() == 0:  # workers of a root nginx must read our folder
        text = "user root;\n" + text
    (HOME / "nginx.conf").write_text(text, encoding="utf-8")
    stop()
    run(
        nginx(),
        what=f"nginx cannot serve https on port {port}",
        todo="See .stack/tls/error.log, or choose another PORT",
    )


def nginx(*more):
    """Command line of our nginx."""
    config, log = str(HOME / "nginx.conf"), str(HOME / "error.log")
    return [str(paths.BIN / "nginx"), "-p", str(HOME), "-c", config, "-e", log, *more]


def stop():
    """Stop our nginx if it runs; a stale number is never signalled."""
    file = HOME / "nginx.pid"
    try:
        pid = int(file.read_text(encoding="utf-8"))
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return
    if str(HOME).encode() in words:
        subprocess.run(nginx("-s", "stop"), capture_output=True, check=False)
    else:
        file.unlink()


def authority():
    """File of the certificate that tills have to trust; Fail when there is none yet."""
    file = HOME / "ca.crt"
    if not file.exists():
        raise Fail("There is no certificate yet", "Run `make run TLS=1`")
    return file
