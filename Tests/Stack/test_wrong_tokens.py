"""Tokens of all kinds, by another library than ours: what is said of each, by both ways, and that nothing was stored for it."""

import base64
import contextlib
import hashlib
import json

import jwt
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from instance import Instance
from store import Store
from test_tokens import sign_in
from tokens import AUDIENCE, ISSUER, RFC_KEY, SECRET, TAKEN, WRONG


@pytest.fixture(scope="module")
def chat(tmp_path_factory):
    """The address of an instance that takes tokens, and its store."""
    settings = {"token_secrets": f"{SECRET.decode()},base64:{base64.b64encode(RFC_KEY).decode()}", "token_audience": AUDIENCE, "token_issuer": ISSUER}
    with Store() as store, Instance(tmp_path_factory.mktemp("instance"), redis=store.port, quotas="off", **settings) as instance:
        yield instance.address, store
        instance.stop()
        assert "eyJ" not in instance.log(), "tokens are in the log"


def hello(address, token):
    """What is answered over a WebSocket, and the code with which it ends."""
    with connect(address.replace("http", "ws") + "/ws", max_size=None, open_timeout=60) as socket:
        socket.send(json.dumps({"type": "hello", "id": "h", "version": 1, "token": token}))
        answer = json.loads(socket.recv(60))
        with contextlib.suppress(ConnectionClosed):
            if answer["type"] == "error":
                socket.recv(60)
    return answer, socket.protocol.close_code


def their_claims(token):
    """What PyJWT reads, when it is asked for what we ask for."""
    for key in (SECRET, RFC_KEY):
        try:
            return jwt.decode(token, key, ["HS256"], {"require": ["exp", "sub"]}, audience=AUDIENCE, issuer=ISSUER, leeway=60)
        except jwt.InvalidSignatureError:
            continue
        except jwt.InvalidTokenError:
            return None
    return None


def test_what_must_not_be_taken_is_refused_in_the_same_words_by_both_ways(chat):
    address, store = chat
    before, found = store.dump(), []
    for row in WRONG:
        status, error = sign_in(address, row.token)
        answer, _ = hello(address, row.token)
        for told in (error, answer):
            message = told.get("message", "")
            if status != 401 or told.get("code") != "unauthorized" or not message.startswith(row.sentence):
                found.append(f"{row.what}: {status} {told}")
            if any(len(part) > 1 and part in message for part in row.token.split(".")):
                found.append(f"{row.what}: its words are repeated")
        if bool(their_claims(row.token)) != bool(row.but):
            found.append(f"{row.what}: PyJWT {'takes' if not row.but else 'refuses'} it")
    assert found == []
    assert store.dump() == before
    assert len(WRONG) >= 40 and len({row.what for row in WRONG}) == len(WRONG)


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_good_is_taken_by_both_ways_for_the_same_user(chat, what):
    token, subject = TAKEN[what]
    id = base64.b32encode(hashlib.sha256(f"{ISSUER}\0{subject}".encode()).digest()).decode().lower()[:15]
    status, made = sign_in(chat[0], token)
    answer, _ = hello(chat[0], token)
    assert their_claims(token)["sub"] == subject
    assert status == 201 and answer["type"] == "welcome", (made, answer)
    assert made["user"]["id"] == answer["user"]["id"] == id
