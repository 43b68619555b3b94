"""One configuration file for every place: HAProxy takes it with each combination of settings."""

import pytest

from balancer import check

LIMITS = ["ADDRESS_REQUESTS", "ADDRESS_FILES", "ADDRESS_POLLS", "SESSION_POLLS", "ADDRESS_CONNECTIONS"]
VARIANTS = {
    "defaults": {},
    "one instance": {"BALANCER_INSTANCE_1": "127.0.0.1:8181"},
    "sixteen instances": {f"BALANCER_INSTANCE_{n}": f"127.0.0.1:{8180 + n}" for n in range(1, 17)},
    "no limits": {f"BALANCER_{what}": "0" for what in LIMITS},
    "every network": {"BALANCER_BIND": "*:8080"},
    "IPv6": {"BALANCER_BIND": "[::1]:8080", "BALANCER_INSTANCE_1": "[::1]:8181"},
    "redirecting without TLS": {"BALANCER_PLAIN_BIND": "127.0.0.1:8081"},
    "a proxy in front": {"BALANCER_TRUSTED_PROXIES": "10.0.0.0/8 ::1"},
}


@pytest.mark.parametrize("settings", VARIANTS.values(), ids=VARIANTS.keys())
@pytest.mark.parametrize("with_tls", [False, True], ids=["plain", "TLS"])
def test_haproxy_takes_the_file_without_a_warning(settings, with_tls, certificate):
    if with_tls:
        settings = settings | {"BALANCER_CERTIFICATE": certificate}
    status, output = check(settings)
    assert status == 0, output
    assert "WARNING" not in output


def test_haproxy_refuses_a_setting_that_makes_no_sense():
    status, output = check({"BALANCER_ADDRESS_REQUESTS": "many"})
    assert status != 0
    assert "many" in output


def test_a_missing_certificate_is_refused(tmp_path):
    status, _ = check({"BALANCER_CERTIFICATE": tmp_path / "none.pem"})
    assert status != 0


def test_tls_is_served_with_strict_transport_security(origins, balance, certificate):
    from ports import free_port
    from raw import request

    plain = free_port()
    balancer = balance(origins, BALANCER_CERTIFICATE=certificate, BALANCER_PLAIN_BIND=f"127.0.0.1:{plain}")
    answer = request(balancer.port, tls=True)
    assert answer.status == 200
    assert answer.fields["strict-transport-security"] == "max-age=63072000"
    seen = dict(next(origin.requests[0] for origin in origins if origin.requests)[2])
    assert seen["x-forwarded-proto"] == "https"
    redirected = request(plain, "/a?b")
    assert redirected.status == 308
    assert redirected.fields["location"] == "https://chat.example/a?b"
