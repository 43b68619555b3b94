"""A certificate that HAProxy would refuse, or browsers, is one clear line before anything is done."""

import pytest

from certificates import certificate_faults


@pytest.mark.parametrize("name", ["good", "wildcard"])
def test_a_good_one_has_no_fault(certificates, name):
    assert certificate_faults(certificates / f"{name}.pem") == []


@pytest.mark.parametrize("name, what", [
    ("no-certificate", "has no CERTIFICATE in it"),
    ("no-key", "has no PRIVATE KEY in it, and balancer_key names no file with it"),
    ("damaged", "has a certificate in it that can't be read"),
    ("locked", "has a private key with a passphrase, for which HAProxy would ask at each start"),
    ("other-key", "and its key don't belong together: the key is not that of CN=chat.example.org"),
    ("wrong-order", "begins with CN=Between: the certificate that the key belongs to has to be the first"),
    ("wrong-chain", "has a broken chain: CN=chat.example.org was not issued by CN=Other, which comes behind it"),
    ("ended", "is not valid any more: CN=chat.example.org ended at "),
    ("too-early", "is not valid yet: CN=chat.example.org begins at "),
    ("other-name", "is not for chat.example.org, but for elsewhere.example.org"),
])  # fmt: skip
def test_a_wrong_one_is_one_line(certificates, name, what):
    file = certificates / f"{name}.pem"
    (line,) = certificate_faults(file)
    assert line.startswith(f"the certificate {file} {what}"), line
