"""Writes into a folder: the certificate of an authority (ca.pem), and of servers that it vouches for: NAME.pem, NAME.key."""

import datetime
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

folder, *names = sys.argv[1:]
folder = pathlib.Path(folder)
now = datetime.datetime.now(datetime.timezone.utc)


def named(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certificate(name, key, issuer, issuer_key, *extensions):
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


authority = ec.generate_private_key(ec.SECP256R1())
(folder / "ca.pem").write_bytes(
    certificate("Authority", authority, "Authority", authority, (x509.BasicConstraints(ca=True, path_length=0), True))
)
for name in names:
    key = ec.generate_private_key(ec.SECP256R1())
    names_of_it = x509.SubjectAlternativeName([x509.DNSName(name)])
    (folder / f"{name}.pem").write_bytes(certificate(name, key, "Authority", authority, (names_of_it, False)))
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
