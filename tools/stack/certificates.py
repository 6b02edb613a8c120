"""Make a certificate authority and a server certificate signed by it.

`certificates.py FOLDER NAME [NAME or ADDRESS ...]` writes ca.crt, ca.key, server.crt
and server.key. Runs in the virtual environment, which has `cryptography` for Odoo.
"""

import ipaddress
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY = "Micro Datasoft local authority"
AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # browsers refuse server certificates that live longer
SIGNING_ONLY = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


def common_name(text):
    """X.509 name of one common name."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def alternative(text):
    """An address or a host name under which the server is reached."""
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def builder(subject, key, days):
    """What both certificates have in common; valid from yesterday for clock skew."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(common_name(subject))
        .issuer_name(common_name(AUTHORITY))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
    )


def authority(key):
    """The self-signed certificate that tills have to trust."""
    public = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        builder(AUTHORITY, key, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(SIGNING_ONLY, critical=True)
        .add_extension(public, critical=False)
        .sign(key, hashes.SHA256())
    )


def server(key, signer, names):
    """The server's certificate for all its names, signed by the authority's key."""
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    every = x509.SubjectAlternativeName([alternative(name) for name in names])
    return (
        builder(names[0], key, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(every, critical=False)
        .add_extension(usage, critical=False)
        .add_extension(issuer, critical=False)
        .sign(signer, hashes.SHA256())
    )


def write(folder, stem, key, certificate):
    """Write a key, readable by its owner only, and its certificate."""
    file = folder / f"{stem}.key"
    file.touch(mode=0o600)
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (folder / f"{stem}.crt").write_bytes(pem)


def main(folder, *names):
    """Write both pairs; the server's last, because its presence means complete."""
    signer, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    write(Path(folder), "ca", signer, authority(signer))
    write(Path(folder), "server", key, server(key, signer, names))


if __name__ == "__main__":
    main(*sys.argv[1:])
