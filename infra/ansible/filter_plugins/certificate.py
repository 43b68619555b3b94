"""What is wrong with the balancers' certificate, found before anything is done: HAProxy would refuse it, or browsers would."""

import datetime
import ipaddress
import re

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

KEY = re.compile(r"-----BEGIN ([A-Z]+ )?PRIVATE KEY-----.*?-----END ([A-Z]+ )?PRIVATE KEY-----", re.DOTALL)
ENCRYPTED_KEY = "-----BEGIN ENCRYPTED PRIVATE KEY-----"


class Fault(Exception):
    """One line, which goes on behind the file's name."""


def chain_of(text):
    if "-----BEGIN CERTIFICATE-----" not in text:
        raise Fault("has no CERTIFICATE in it")
    try:
        return x509.load_pem_x509_certificates(text.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise Fault("has a certificate in it that can't be read") from None


def key_of(text):
    found = KEY.search(text)
    if not found:
        raise Fault("has no PRIVATE KEY in it, and balancer_key names no file with it")
    if found[0].startswith(ENCRYPTED_KEY) or "Proc-Type: 4,ENCRYPTED" in found[0]:
        raise Fault("has a private key with a passphrase, for which HAProxy would ask at each start")
    try:
        return load_pem_private_key(found[0].encode(), None)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        raise Fault("has a private key that can't be read") from None


def public_bytes(holder):
    return holder.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def title(certificate):
    return certificate.subject.rfc4514_string() or "without a name"


def check_key(chain, key):
    keys = [public_bytes(certificate) for certificate in chain]
    if public_bytes(key) not in keys:
        raise Fault(f"and its key don't belong together: the key is not that of {title(chain[0])}")
    if keys[0] != public_bytes(key):
        raise Fault(f"begins with {title(chain[0])}: the certificate that the key belongs to has to be the first")


def check_chain(chain):
    """Each was issued by the next one. The root may be there and need not."""
    for issued, issuer in zip(chain, chain[1:]):
        try:
            issued.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            raise Fault(f"has a broken chain: {title(issued)} was not issued by {title(issuer)}, which comes behind it") from None


def check_times(chain, now):
    for certificate in chain:
        begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        if ends <= now:
            raise Fault(f"is not valid any more: {title(certificate)} ended at {ends:%Y-%m-%d %H:%M} UTC")
        if begins > now:
            raise Fault(f"is not valid yet: {title(certificate)} begins at {begins:%Y-%m-%d %H:%M} UTC")


def names_in(certificate):
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))]


def is_for(host, name):
    """As browsers compare them: `*` stands for one part, the first."""
    try:
        return ipaddress.ip_address(host) == ipaddress.ip_address(name)
    except ValueError:
        host, name = host.lower(), name.lower()
        return host == name or (name.startswith("*.") and host.partition(".")[2] == name[2:])


def check_host(certificate, host):
    names = names_in(certificate)
    if not any(is_for(host, name) for name in names):
        raise Fault(f"is not for {host}, but for {', '.join(names) or 'no name at all'}")


def certificate_faults(text, file, host="", now=None):
    """One line, or none. `text` is all that HAProxy gets: the certificate, its chain and its key; `host`, if it is told, is where
    people open the page."""
    try:
        chain = chain_of(text)
        check_key(chain, key_of(text))
        check_chain(chain)
        check_times(chain, now or datetime.datetime.now(datetime.timezone.utc))
        if host:
            check_host(chain[0], host)
    except Fault as fault:
        return [f"the certificate {file} {fault}"]
    return []


class FilterModule:
    def filters(self):
        return {"certificate_faults": certificate_faults}
