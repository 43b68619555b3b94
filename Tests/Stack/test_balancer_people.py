"""People whom another proxy or an identity provider signs in: HAProxy looks at the signature and hands on what was signed."""

import base64
import json
import subprocess

import pytest
from jwt.utils import base64url_encode

from balancer import check
from raw import request
from tokens import signed

FIELD = "x-verified-token"
CLAIMS = {"iss": "https://idp.example", "sub": "7", "name": "Ännchen", "exp": 1}


def openssl(*words, data=b""):
    return subprocess.run(["openssl", *map(str, words)], input=data, check=True, capture_output=True).stdout


class Key:
    """Of somebody who signs people in."""

    def __init__(self, folder, name, *options):
        self.private, self.public = folder / f"{name}.key", folder / f"{name}.pem"
        openssl("genpkey", *options, "-out", self.private)
        openssl("pkey", "-in", self.private, "-pubout", "-out", self.public)
        self.is_curve = "EC" in options

    def sign(self, text):
        signature = openssl("dgst", "-sha256", "-sign", self.private, data=text)
        return flat(signature) if self.is_curve else signature

    def token(self, header, claims=CLAIMS):
        text = encoded(header) + b"." + encoded(claims)
        return (text + b"." + base64url_encode(self.sign(text))).decode()


def flat(signature):
    """The two numbers of P-256 that OpenSSL writes in DER, as RFC 7518 §3.4 wants them."""
    first = signature[4 : 4 + signature[3]]
    second = signature[4 + len(first) + 2 :]
    return b"".join(number[-32:].rjust(32, b"\0") for number in (first, second))


def encoded(part):
    return base64url_encode(part if isinstance(part, bytes) else json.dumps(part).encode())


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    rsa, curve = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    return {name: Key(folder, name, *options) for name, options in {"rsa": rsa, "next": rsa, "other": rsa, "curve": curve}.items()}


def told(origins, balancer, *fields, target="/session"):
    """What the instance is told; None where it is told nothing."""
    assert request(balancer.port, target, "POST", fields, b"{}").status == 200
    words = [value for name, value in origins[0].requests[-1][2] if name == FIELD]
    assert len(words) <= 1
    return words[0] if words else None


def bearer(token):
    return ("Authorization", f"Bearer {token}")


def test_without_a_key_nobody_is_believed(origins, balance, keys):
    balancer = balance(origins[:1])
    lies = [("X-Verified-Token", "e30.e30"), ("x-verified-token", "e30.e30")]
    assert told(origins, balancer, *lies, bearer(keys["rsa"].token({"alg": "RS256"}))) is None


@pytest.mark.parametrize("name, algorithm", [("rsa", "RS256"), ("curve", "ES256")])
def test_what_is_signed_is_handed_on_as_it_was_signed(origins, balance, keys, name, algorithm):
    balancer = balance(origins[:1], BALANCER_USER_KEY=keys[name].public, BALANCER_USER_ALGORITHM=algorithm)
    token = keys[name].token({"alg": algorithm, "typ": "JWT"})
    lie = ("X-Verified-Token", "e30.e30")
    for fields in ([bearer(token)], [("authorization", f"bEARER   {token}"), lie], [lie, bearer(token), lie]):
        header, claims = told(origins, balancer, *fields).split(".")
        assert json.loads(base64.urlsafe_b64decode(claims + "==")) == CLAIMS
        assert f"{header}.{claims}" == token.rpartition(".")[0]
    assert not any(field == "authorization" for field, _ in origins[0].requests[-1][2])
    for target in ("/ws", "/poll"):
        assert told(origins, balancer, bearer(token), target=target) == token.rpartition(".")[0]
    assert told(origins, balancer, bearer(token), target="/hooks/x/y") is None, "nobody signs in there"


def test_what_is_not_signed_by_the_key_is_not_handed_on(origins, balance, keys):
    rsa, balancer = keys["rsa"], balance(origins[:1], BALANCER_USER_KEY=keys["rsa"].public)
    token = rsa.token({"alg": "RS256"})
    header, claims, signature = token.split(".")
    none = encoded({"alg": "none"}).decode()
    by_text = lambda key: signed('{"alg":"HS256"}', json.dumps(CLAIMS), key)
    wrong = {
        "another key's": keys["other"].token({"alg": "RS256"}), "another algorithm's": keys["curve"].token({"alg": "ES256"}),
        "other claims": f"{header}.{encoded(CLAIMS | {'sub': '8'}).decode()}.{signature}", "another header": f"{none}.{claims}.{signature}",
        "none": f"{none}.{claims}.", "none, two parts": f"{none}.{claims}", "no signature": f"{header}.{claims}.",
        "four parts": f"{token}.{signature}", "no token": "x", "a session": "0" * 64, "dots": "..", "more behind it": f"{token} x",
        "HS256 by the key's text": by_text(rsa.public.read_bytes()), "HS256 by the key's path": by_text(bytes(rsa.public)),
    }  # fmt: skip
    for what, wrong_token in wrong.items():
        assert told(origins, balancer, bearer(wrong_token)) is None, what
    for fields in ([], [("Authorization", token)], [("Authorization", f"Basic {token}")], [("Cookie", f"token={token}")], [bearer(token)] * 2,
                   [bearer("x"), bearer(token)], [bearer(token), ("Authorization", "Basic eDp5")]):  # fmt: skip
        assert told(origins, balancer, *fields) is None, fields
    assert told(origins, balancer, bearer("x")) is None and ("authorization", "Bearer x") in origins[0].requests[-1][2]
    # Of the request before nothing is left.
    assert told(origins, balancer, bearer(token)) == f"{header}.{claims}"
    assert told(origins, balancer) is None


def test_the_token_may_come_in_another_field(origins, balance, keys):
    """Cloudflare Access, Google's IAP, Pomerium and others put it into one of their own, which people cannot set past them."""
    settings = {"BALANCER_USER_KEY": keys["curve"].public, "BALANCER_USER_ALGORITHM": "ES256", "BALANCER_USER_FIELD": "Cf-Access-Jwt-Assertion"}
    balancer = balance(origins[:1], **settings)
    token = keys["curve"].token({"alg": "ES256"})
    assert told(origins, balancer, ("cf-access-jwt-assertion", token)) == token.rpartition(".")[0]
    assert told(origins, balancer, bearer(token)) is None
    for fields in ([("Cf-Access-Jwt-Assertion", token)] * 2, [("Cf-Access-Jwt-Assertion", f"{token}, {token}")]):
        assert told(origins, balancer, *fields) is None


@pytest.mark.parametrize("field", ["X-Authentik-Jwt", "X-Auth-Request-Access-Token", "X-Forwarded-Access-Token", "Remote-Jwt", "X-Verified-Jwt"])
def test_it_may_be_one_of_those_that_instances_never_see(origins, balance, keys, field):
    balancer = balance(origins[:1], BALANCER_USER_KEY=keys["rsa"].public, BALANCER_USER_FIELD=field)
    token = keys["rsa"].token({"alg": "RS256"})
    assert told(origins, balancer, (field, token)) == token.rpartition(".")[0]
    assert field.lower() not in {name.lower() for name, _ in origins[0].requests[-1][2]}
    assert told(origins, balancer, (field, token), (field, token)) is None


def test_while_keys_change_both_are_good(origins, balance, keys):
    balancer = balance(origins[:1], BALANCER_USER_KEY=keys["rsa"].public, BALANCER_USER_NEXT_KEY=keys["next"].public)
    for name in ("rsa", "next", "rsa"):
        assert told(origins, balancer, bearer(keys[name].token({"alg": "RS256"})))
    assert told(origins, balancer, bearer(keys["other"].token({"alg": "RS256"}))) is None


def test_what_is_wrong_with_a_key_or_its_algorithm_is_told_at_the_start(tmp_path, keys):
    assert "WARNING" not in check({"BALANCER_USER_KEY": keys["rsa"].public, "BALANCER_USER_NEXT_KEY": keys["next"].public})[1]
    missing, empty, good = tmp_path / "missing.pem", tmp_path / "empty.pem", keys["rsa"].public
    empty.write_text("no key")
    for settings in ({"BALANCER_USER_KEY": missing}, {"BALANCER_USER_KEY": good, "BALANCER_USER_NEXT_KEY": missing}):
        status, output = check(settings)
        assert status != 0 and str(missing) in output and list(settings)[-1] in output
    for algorithm in ("RS1", "none", "HS256", "rs256", ""):
        status, output = check({"BALANCER_USER_KEY": good, "BALANCER_USER_ALGORITHM": algorithm})
        assert status != 0 and "BALANCER_USER_ALGORITHM is RS256, " in output, algorithm
    # HAProxy is content with a warning.
    assert str(empty) in check({"BALANCER_USER_KEY": empty})[1]
