"""People whom an identity provider or a proxy signs in, from its word at the real HAProxy to a chat that they are in."""

import base64
import hashlib
import json
import time

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from balancer import Balancer, check
from instance import Instance
from raw import request
from store import Store
from test_balancer_people import keys  # noqa: F401 (a fixture)
from test_tokens import ask
from tokens import WRONG

ISSUER, AUDIENCE, FIELD = "https://idp.example", "chat", "Cf-Access-Jwt-Assertion"


class BelievingInstance(Instance):
    """One that takes the word of proxies."""

    def __init__(self, folder, name="instance", redis=None, **settings):
        believes = {"guests": "no", "quotas": "off", "proxy_users": "yes", "token_audience": AUDIENCE, "token_issuer": ISSUER}
        super().__init__(folder, name, redis, **believes | settings)

    def __exit__(self, *_):
        self.stop()
        assert "eyJ" not in self.log(), "tokens are in the log"


@pytest.fixture(scope="module")
def chat(keys, tmp_path_factory):  # noqa: F811
    """The chat's address, behind a HAProxy that looks at a field's signature."""
    settings = {"BALANCER_USER_KEY": keys["rsa"].public, "BALANCER_USER_FIELD": FIELD}
    folder = tmp_path_factory.mktemp("chat")
    with BelievingInstance(folder) as instance, Balancer(folder, [instance.port], **settings) as balancer:
        yield f"http://127.0.0.1:{balancer.port}"


def claims(**more):
    return {"iss": ISSUER, "aud": AUDIENCE, "sub": "7", "name": "Ännchen", "exp": int(time.time()) + 300} | more


def who(chat, **fields):
    status, answered, body = ask(f"{chat}/session", **fields)
    return status, answered.get("Set-Cookie", "").split(";")[0], json.loads(body)


def test_whoever_opens_the_page_is_in_and_talks(chat, keys):  # noqa: F811
    token = keys["rsa"].token({"alg": "RS256"}, claims())
    status, cookie, told = who(chat, **{FIELD: token})
    assert status == 200 and told["user"]["name"] == "Ännchen"
    assert told["user"]["id"] == base64.b32encode(hashlib.sha256(f"{ISSUER}\0007".encode()).digest()).decode().lower()[:15]
    for fields in ({"Cookie": cookie}, {"Cookie": cookie, FIELD: token}, {FIELD: token}, {FIELD: token, "Cookie": "tchatter_session=" + "0" * 64}):
        with connect(chat.replace("http", "ws") + "/ws", origin=chat, additional_headers=fields, open_timeout=60) as socket:
            socket.send('{"type":"hello","id":"h","version":1}')
            welcome = json.loads(socket.recv(60))
            assert welcome["type"] == "welcome" and welcome["user"] == told["user"], fields
            # Where a session was made on the way, the browser has its cookie for the next time.
            made = socket.response.headers.get("Set-Cookie")
            assert bool(made) == (cookie not in fields.values()), fields
            socket.send('{"type":"join","id":"j","room":"lobby"}')
            socket.send('{"type":"send","id":"s","room":"lobby","text":"Hello"}')
            while (event := json.loads(socket.recv(60))).get("id") != "s" or event["type"] != "sent":
                assert event["type"] != "error", event


def test_who_has_no_name_is_called_after_their_address(chat, keys):  # noqa: F811
    """The claims as Cloudflare Access and Google's IAP document them."""
    now = int(time.time())
    common = {"aud": [AUDIENCE], "iss": ISSUER, "exp": now + 300, "iat": now}
    cloudflare = common | {"email": "grace@example.org", "nbf": now, "type": "app", "identity_nonce": "6ei69kawdKzMIAPF",
                           "sub": "7335d417-61da-459d-899c-0a01c76a2f94", "country": "US"}  # fmt: skip
    google = common | {"aud": AUDIENCE, "email": "grace@example.com", "sub": "accounts.google.com:118133858486581853996", "hd": "example.com"}
    for said, name in [(cloudflare, "grace"), (google, "grace 2")]:
        status, cookie, told = who(chat, **{FIELD: keys["rsa"].token({"alg": "RS256", "typ": "JWT"}, said)})
        assert (status, told.get("user", {}).get("name")) == (200, name), told


def test_what_nobody_has_signed_is_nobody(chat, keys):  # noqa: F811
    good = keys["rsa"].token({"alg": "RS256"}, claims())
    wrong = [keys["other"].token({"alg": "RS256"}, claims()), good.rpartition(".")[0], good.rpartition(".")[0] + ".", *(row.token for row in WRONG[:20])]
    for token in wrong:
        assert who(chat, **{FIELD: token})[0] == 401, token
    for field in ("X-Verified-Token", "x-verified-token"):
        assert who(chat, **{field: good.rpartition(".")[0]})[0] == 401


def test_what_is_signed_and_wrong_is_told_in_words(chat, keys):  # noqa: F811
    rows = [({"exp": 1}, "exp is over."), ({"aud": "mail"}, "aud is not this chat."), ({"iss": "x"}, "iss is somebody else."), ({"sub": 7}, "sub is not a text.")]
    for said, words in rows:
        status, cookie, error = who(chat, **{FIELD: keys["rsa"].token({"alg": "RS256"}, claims(**said))})
        assert (status, cookie, error["message"]) == (401, "", f"The token's {words}")
    # HAProxy looks at neither.
    for header, words in [({"alg": "none"}, "alg is none with a public key."), ({"alg": "RS256", "crit": ["x"]}, "crit asks for extensions, and none is understood.")]:
        assert who(chat, **{FIELD: keys["rsa"].token(header, claims())})[2]["message"] == f"The token's {words}"


def test_only_trusted_proxies_are_believed(keys, tmp_path):  # noqa: F811
    verified = keys["rsa"].token({"alg": "RS256"}, claims()).rpartition(".")[0]
    for settings, status in [({}, 200), ({"trusted_proxies": "10.0.0.0/8"}, 401), ({"proxy_users": "no"}, 401)]:
        with BelievingInstance(tmp_path, **settings) as instance:
            assert who(f"http://127.0.0.1:{instance.port}", **{"X-Verified-Token": verified})[0] == status


def test_at_the_end_of_a_token_the_next_connection_is_the_same_person(chat, keys):  # noqa: F811
    sign = lambda seconds: {FIELD: keys["rsa"].token({"alg": "RS256"}, claims(sub="8", name="Eve", exp=time.time() + seconds))}
    _, cookie, told = who(chat, **sign(10))
    address = chat.replace("http", "ws") + "/ws"
    with connect(address, origin=chat, additional_headers={"Cookie": cookie}, open_timeout=60) as socket:
        socket.send('{"type":"hello","id":"h","version":1}')
        with pytest.raises(ConnectionClosed):
            while socket.recv(60):
                pass
        assert socket.protocol.close_code == 4010
    with connect(address, origin=chat, additional_headers={"Cookie": cookie} | sign(300), open_timeout=60) as socket:
        socket.send('{"type":"hello","id":"h","version":1}')
        assert json.loads(socket.recv(60))["user"] == told["user"]


def test_where_the_token_is_a_bearers_a_browser_has_its_cookie_all_the_same(keys, tmp_path):  # noqa: F811
    """As oauth2-proxy hands it on, with each request."""
    with BelievingInstance(tmp_path) as instance, Balancer(tmp_path, [instance.port], BALANCER_USER_KEY=keys["rsa"].public) as balancer:
        address = f"http://127.0.0.1:{balancer.port}"
        bearer = {"Authorization": f"Bearer {keys['rsa'].token({'alg': 'RS256'}, claims())}"}
        status, cookie, told = who(address, **bearer)
        assert status == 200
        status, again, known = who(address, **bearer, Cookie=cookie)
        assert (status, again, known["user"]) == (200, cookie, told["user"])
        status, _, body = ask(f"{address}/poll", "POST", b'{"rooms":{},"wait":0}', **bearer, Cookie=cookie, Origin=address)
        assert status == 200, body


# -- by a name, without a token --------------------------------------------------------------------------------------

NAMED = {"proxy_users": "no", "token_audience": "", "token_issuer": "", "proxy_user_header": "Remote-User",
         "proxy_name_header": "Remote-Name"}  # fmt: skip
HANDED = {"BALANCER_USER_HEADER": "Remote-User", "BALANCER_USER_NAME_HEADER": "Remote-Name"}
ANN = {"Remote-User": "ann@example.org", "Remote-Name": "Ann Lee"}


def welcomed(chat, fields):
    """Who a WebSocket is welcomed as, having said a message."""
    with connect(chat.replace("http", "ws") + "/ws", origin=chat, additional_headers=fields, open_timeout=60) as socket:
        socket.send('{"type":"hello","id":"h","version":1}')
        welcome = json.loads(socket.recv(60))
        socket.send('{"type":"join","id":"j","room":"lobby"}')
        socket.send('{"type":"send","id":"s","room":"lobby","text":"Hello"}')
        while (event := json.loads(socket.recv(60))).get("id") != "s" or event["type"] != "sent":
            assert event["type"] != "error", event
        return welcome["user"]


def test_whom_a_trusted_proxy_names_is_in_and_the_same_on_each_instance(tmp_path):
    """As oauth2-proxy, Authelia and Apache hand on who has signed in with them; they are on this machine here."""
    with Store() as redis, BelievingInstance(tmp_path, "one", redis.port, **NAMED) as one:
        with BelievingInstance(tmp_path, "other", redis.port, **NAMED) as other:
            settings = HANDED | {"BALANCER_TRUSTED_PROXIES": "127.0.0.1"}
            users = []
            for instance in (one, other):
                with Balancer(tmp_path, [instance.port], **settings) as balancer:
                    chat = f"http://127.0.0.1:{balancer.port}"
                    status, cookie, told = who(chat, **ANN)
                    assert status == 200 and cookie, told
                    users += [told["user"], welcomed(chat, ANN), welcomed(chat, {"Cookie": cookie} | ANN), welcomed(chat, {"Cookie": cookie})]
                    assert who(chat, **ANN | {"Remote-User": "bob", "Remote-Name": ""})[2]["user"]["name"] == "bob"
                    assert who(chat)[0] == 401
            assert users == [users[0]] * 8 and users[0]["name"] == "Ann Lee"
            assert users[0]["id"] == base64.b32encode(hashlib.sha256(b"remote-user\0ann@example.org").digest()).decode().lower()[:15]


def test_a_guest_who_sends_the_field_is_not_believed(tmp_path):
    lies = [ANN, {"remote-user": "ann"}, {"X-Forwarded-User": "ann"}, {"X-Auth-Request-User": "ann"}, {"X-Verified-User": "ann"}]
    names = ("Remote-User", "X-Forwarded-User", "X-Auth-Request-User", "X-Verified-User", "X-Remote-User", "X-Webauth-User", "X-authentik-username")
    # The balancer's own settings may be forgotten, and its proxies be elsewhere.
    ways = [{}, HANDED | {"BALANCER_TRUSTED_PROXIES": "10.0.0.0/8"}]
    for name in names:
        with BelievingInstance(tmp_path, **NAMED | {"proxy_user_header": name}) as instance:
            for settings in ways:
                if settings:
                    settings = settings | {"BALANCER_USER_HEADER": name}
                with Balancer(tmp_path, [instance.port], **settings) as balancer:
                    for lie in [*lies, {name: "ann"}, {name.lower(): "ann"}]:
                        assert who(f"http://127.0.0.1:{balancer.port}", **lie)[0] == 401, (name, settings, lie)


def test_past_the_balancer_the_field_is_refused_in_words(tmp_path):
    with BelievingInstance(tmp_path, **NAMED, trusted_proxies="10.0.0.0/8") as instance:
        status, cookie, error = who(f"http://127.0.0.1:{instance.port}", **ANN)
        assert (status, cookie) == (403, "") and error["message"] == "The field Remote-User is believed only where a proxy sends it that this chat trusts."


def test_a_proxy_that_names_no_one_or_several_signs_nobody_in(tmp_path):
    """Of nobody it may be the browser's cookie that tells; of several it may not, as whoever sits there is one of them or a third."""
    with BelievingInstance(tmp_path, **NAMED) as instance, Balancer(tmp_path, [instance.port], **HANDED, BALANCER_TRUSTED_PROXIES="127.0.0.1") as balancer:
        chat = f"http://127.0.0.1:{balancer.port}"
        cookie = ("Cookie", who(chat, **ANN)[1])
        bob, empty = ("Remote-User", "bob"), ("Remote-User", "")
        for fields in ([bob, bob], [bob, ("remote-user", "eve")], [empty, bob], [("Remote-User", "b" * 257)]):
            status = 403 if len(fields) > 1 else 401
            for more in ([], [cookie]):
                assert request(balancer.port, "/session", fields=fields + more).status == status, fields
        for fields in ([], [empty]):
            assert request(balancer.port, "/session", fields=fields).status == 401
            assert request(balancer.port, "/session", fields=[*fields, cookie]).status == 200


def test_what_a_stranger_says_twice_is_deleted_as_what_they_say_once(tmp_path):
    with BelievingInstance(tmp_path, **NAMED) as instance, Balancer(tmp_path, [instance.port], **HANDED, BALANCER_TRUSTED_PROXIES="10.0.0.0/8") as balancer:
        assert request(balancer.port, "/session", fields=[("Remote-User", "ann")] * 2).status == 401


def test_a_balancer_that_trusts_no_proxy_hands_on_no_ones_word():
    status, output = check({"BALANCER_USER_HEADER": "Remote-User"})
    assert status != 0 and "BALANCER_USER_HEADER needs BALANCER_TRUSTED_PROXIES" in output
