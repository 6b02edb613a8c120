"""TLS=1: a certificate authority of our own and nginx in front of Odoo.

Browsers allow a till's offline reload only over https or on localhost. The authority's
certificate is to be trusted once on each till: `.stack/tls/ca.crt`.
"""

import os
import socket
import subprocess

from . import paths, programs
from .ui import Fail, run

HOME = paths.STATE / "tls"
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
        listen {port} ssl;
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
# Runs in the virtual environment, where `cryptography` is (Odoo needs it anyway).
MAKE_CERTIFICATES = """
import datetime, ipaddress, sys
from pathlib import Path
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

home, names = Path(sys.argv[1]), sys.argv[2:]
now = datetime.datetime.now(datetime.timezone.utc)

def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

def write(stem, key, certificate):
    file = home / f"{stem}.key"
    file.touch(mode=0o600)
    file.write_bytes(key.private_bytes(serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    (home / f"{stem}.crt").write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM))

def build(subject, issuer, key, days):
    return (x509.CertificateBuilder().subject_name(name(subject))
        .issuer_name(name(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=days)))

ca_name = "Micro Datasoft local authority"
ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
ca = (build(ca_name, ca_name, ca_key, 3650)
    .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    .add_extension(x509.KeyUsage(digital_signature=False, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False),
        critical=True)
    .add_extension(x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()),
        critical=False)
    .sign(ca_key, hashes.SHA256()))

def general(text):
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)

own = (build(names[0], ca_name, key, 397)
    .add_extension(x509.SubjectAlternativeName([general(n) for n in names]), critical=False)
    .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()),
        critical=False)
    .sign(ca_key, hashes.SHA256()))
write("ca", ca_key, ca)
write("server", key, own)
"""


def names():
    """Names and addresses under which this machine is reached."""
    found = ["localhost", socket.gethostname(), "127.0.0.1", "::1"]
    try:
        found += [info[4][0] for info in socket.getaddrinfo(found[1], None)]
    except OSError:
        pass  # a machine that cannot resolve its own name still serves localhost
    return list(dict.fromkeys(n.split("%")[0] for n in found))


def start(port, inner):
    """Serve https on ``port`` and pass everything, websockets too, to ``inner``."""
    programs.ensure("nginx")
    HOME.mkdir(parents=True, exist_ok=True)
    if not (HOME / "server.crt").exists():
        run(
            [str(paths.PYTHON), "-c", MAKE_CERTIFICATES, str(HOME), *names()],
            what="Certificates cannot be made",
            todo="Remove .stack/tls and try again",
        )
    text = CONFIG.format(home=HOME, port=port, inner=inner)
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
    return [
        str(paths.BIN / "nginx"),
        *("-p", str(HOME), "-c", str(HOME / "nginx.conf"), "-e", str(HOME / "error.log")),
        *more,
    ]


def stop():
    """Stop our nginx if it runs."""
    if not (HOME / "nginx.pid").exists():
        return
    subprocess.run(nginx("-s", "quit"), capture_output=True, check=False)


def authority():
    """File of the certificate that tills have to trust; Fail when there is none yet."""
    file = HOME / "ca.crt"
    if not file.exists():
        raise Fail("There is no certificate yet", "Run `make run TLS=1`")
    return file
