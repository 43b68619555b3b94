"""Certificates of an authority of the tests' own, good ones and those that an operator gets wrong.

Usage: make_certificates.py FOLDER     by Ansible's Python, which has what makes them
"""

import datetime
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DOMAIN = "chat.example.org"
DAY = datetime.timedelta(days=1)


class Issuer:
    """Whose signature certificates have; without one above it, the root."""

    def __init__(self, name, above=None):
        self.key, self.name = ec.generate_private_key(ec.SECP256R1()), name
        self.certificate = sign(self.name, self.key, above or self, is_issuer=True)


def named(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def sign(name, key, issuer, begins=-DAY, ends=30 * DAY, is_issuer=False):
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder(named(issuer.name), named(name), key.public_key(), x509.random_serial_number(), now + begins, now + ends)
    builder = builder.add_extension(x509.BasicConstraints(is_issuer, None), critical=True)
    if not is_issuer:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return builder.sign(issuer.key, hashes.SHA256())


def pem(*what, passphrase=None):
    text = ""
    for one in what:
        if isinstance(one, x509.Certificate):
            text += one.public_bytes(Encoding.PEM).decode()
        else:
            hidden = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
            text += one.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden).decode()
    return text


def main(folder):
    root = Issuer("Root")
    between, other = Issuer("Between", root), Issuer("Other", root)
    key, other_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    good, above = sign(DOMAIN, key, between), between.certificate
    files = {
        "root": pem(root.certificate),
        "good": pem(good, above, key),
        "renewed": pem(sign(DOMAIN, key, between), above),
        "renewed-key": pem(key),
        "wildcard": pem(sign("*.example.org", key, between), above, key),
        "no-key": pem(good, above),
        "no-certificate": pem(key),
        "damaged": pem(good).replace("MII", "MIX", 1) + pem(key),
        "other-key": pem(good, above, other_key),
        "wrong-order": pem(above, good, key),
        "wrong-chain": pem(good, other.certificate, key),
        "ended": pem(sign(DOMAIN, key, between, -3 * DAY, -DAY), above, key),
        "too-early": pem(sign(DOMAIN, key, between, DAY), above, key),
        "other-name": pem(sign("elsewhere.example.org", key, between), above, key),
        "locked": pem(good, above) + pem(key, passphrase=b"open"),
    }
    for name, text in files.items():
        (folder / f"{name}.pem").write_text(text)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
