"""People of an application: tokens by another library than ours, the example's backend, and a session that ends."""

import asyncio
import json
import os
import re
import time
import urllib.error
import urllib.request

import jwt
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from instance import Instance
from ports import free_port
from process import Process
from programs import PROJECT
from waiting import wait_for

SECRET = "the secret of this test's application"
OTHER = "another secret that nobody has set up"


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    """Where the application is served, and its chat: the example's backend, and one instance that believes it."""
    folder, port = tmp_path_factory.mktemp("application"), free_port()
    address = f"http://127.0.0.1:{port}"
    with Instance(folder, guests="no", token_secrets=SECRET, origins=address) as chat:
        with Process([PROJECT / "Tests/Examples/token_backend.py", port, chat.address], folder / "backend.log", os.environ | {"TCHATTER_TOKEN_SECRETS": SECRET}) as backend:
            wait_for(lambda: "/login/ada" in backend.log(), 60, backend.tells)
            yield address, chat.address
        chat.stop()
        assert "eyJ" not in chat.log() and SECRET not in chat.log()


def ask(address, method="GET", body=None, **fields):
    """Status, fields and body of what is answered."""
    request = urllib.request.Request(address, method=method, data=body, headers=fields)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def sign_in(chat, token):
    status, _, body = ask(f"{chat}/session", "POST", b"", Authorization=f"Bearer {token}")
    return status, json.loads(body)


def claims(**more):
    return {"sub": "7", "name": "Ann", "exp": int(time.time()) + 300} | more


def test_what_pyjwt_signs_is_taken(application):
    _, chat = application
    status, made = sign_in(chat, jwt.encode(claims(iat=time.time(), jti="x"), SECRET, algorithm="HS256"))
    assert status == 201 and made["user"]["name"] == "Ann" and re.fullmatch("[a-z2-7]{15}", made["user"]["id"])
    status, again = sign_in(chat, jwt.encode(claims(rooms={"news": "r"}), SECRET, algorithm="HS256", headers={"kid": "1"}))
    assert status == 201 and again["user"] == made["user"] and again["session"] != made["session"]


def test_a_token_may_be_for_some_rooms_alone(application):
    _, chat = application
    _, made = sign_in(chat, jwt.encode(claims(rooms={"news": "r", "team-*": "rw"}), SECRET, algorithm="HS256"))
    asked = [("join", "news", "joined"), ("send", "news", "forbidden"), ("join", "lobby", "forbidden"), ("send", "team-a", "sent"), ("history", "other", "forbidden")]
    requests = [{"type": type, "id": str(number), "room": room, "text": "x"} for number, (type, room, _) in enumerate(asked)]
    body = json.dumps({"session": made["session"], "rooms": {}, "wait": 0, "requests": requests}).encode()
    status, _, answer = ask(f"{chat}/poll", "POST", body, **{"Content-Type": "application/json"})
    told = {each["id"]: each.get("code", each["type"]) for each in json.loads(answer) if each["type"] != "message" and "id" in each}
    assert status == 200
    assert [told[str(number)] for number in range(len(asked))] == [expected for *_, expected in asked]


FAR, FAR_TOO = 4_000_000_000, 3_900_000_000
WRONG = {
    "another secret": ({"exp": FAR}, OTHER, "HS256", "signature"),
    "another algorithm": ({"exp": FAR}, SECRET * 2, "HS512", "alg"),
    "no signature": ({"exp": FAR}, None, "none", "signature"),
    "over": ({"exp": 1_000_000_000}, SECRET, "HS256", "exp"),
    "without end": ({}, SECRET, "HS256", "exp"),
    "from the future": ({"exp": FAR, "iat": FAR_TOO}, SECRET, "HS256", "iat"),
    "for the future": ({"exp": FAR, "nbf": FAR_TOO}, SECRET, "HS256", "nbf"),
    "about nobody": ({"exp": FAR, "sub": ""}, SECRET, "HS256", "sub"),
    "without a name": ({"exp": FAR, "name": ""}, SECRET, "HS256", "name"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_must_not_be_taken_is_refused_in_words(application, what):
    said, secret, algorithm, word = WRONG[what]
    token = jwt.encode({"sub": "7", "name": "Ann"} | said, secret, algorithm=algorithm)
    status, error = sign_in(application[1], token)
    assert status == 401 and error["code"] == "unauthorized" and word in error["message"]
    assert token not in error["message"]


def test_guests_are_told_to_come_from_the_application(application):
    status, _, body = ask(f"{application[1]}/session", "POST", b'{"name": "Bob"}')
    assert status == 403 and json.loads(body)["code"] == "forbidden"


def backend_token(application, user):
    """What the page gets of its own server, which knows who it is by a cookie."""
    status, _, token = ask(f"{application[0]}/token", "POST", b"", Cookie=f"user={user}")
    assert status == 200
    return token


def test_the_examples_page_and_what_it_imports_are_served(application):
    status, _, page = ask(application[0])
    assert status == 200 and application[1] in page
    waiting, known = ["/tchatter.js"], set()
    while waiting:
        path = waiting.pop()
        status, fields, text = ask(application[0] + path)
        assert status == 200 and fields["Content-Type"] == "text/javascript", path
        known.add(path)
        waiting += {f"/client/{name}" for name in re.findall(r'from "\./(?:client/)?([a-z-]+\.js)"', text)} - known - set(waiting)
    assert "/client/credentials.js" in known
    assert ask(f"{application[0]}/token", "POST", b"")[0] == 401


def test_the_examples_tokens_are_what_pyjwt_takes_for_some(application):
    said = jwt.decode(backend_token(application, "ada"), SECRET, algorithms=["HS256"])
    assert said["sub"] == "ada" and said["name"] == "Ada"


def test_the_examples_people_talk_each_on_two_devices(application):
    asyncio.run(asyncio.wait_for(talk(application), 120))


async def talk(application):
    async def hear(socket, kind):
        while (event := json.loads(await socket.recv()))["type"] != kind:
            assert event["type"] != "error", event
        return event

    async def enter(user):
        socket = await connect(application[1].replace("http", "ws") + "/ws", origin=application[0], open_timeout=60)
        await socket.send(json.dumps({"type": "hello", "version": 1, "token": backend_token(application, user)}))
        welcome = await hear(socket, "welcome")
        await socket.send(json.dumps({"type": "join", "id": "j", "room": "lobby"}))
        await hear(socket, "joined")
        return socket, welcome

    (ada, first), (phone, second), (bob, third) = [await enter(user) for user in ("ada", "ada", "bob")]
    assert first["user"] == second["user"] != third["user"] and first["expires"] > time.time() * 1_000
    await ada.send(json.dumps({"type": "send", "id": "1", "room": "lobby", "text": "Hello"}))
    for socket in (phone, bob):
        message = await hear(socket, "message")
        assert message["from"] == first["user"] and message["text"] == "Hello"
    await ada.send(json.dumps({"type": "renew", "id": "r", "token": backend_token(application, "ada")}))
    assert (await hear(ada, "renewed"))["expires"] >= first["expires"]
    for socket in (ada, phone, bob):
        await socket.close()


def test_a_session_ends_with_its_token_and_the_next_one_is_the_same_user(application):
    asyncio.run(asyncio.wait_for(outlive(application[1]), 120))


async def outlive(chat):
    async def hello(seconds):
        socket = await connect(chat.replace("http", "ws") + "/ws", open_timeout=60)
        token = jwt.encode(claims(sub="8", name="Eve", exp=time.time() + seconds), SECRET, algorithm="HS256")
        await socket.send(json.dumps({"type": "hello", "version": 1, "token": token}))
        return socket, json.loads(await socket.recv())

    socket, welcome = await hello(10)
    kinds = []
    with pytest.raises(ConnectionClosed):
        while True:
            kinds.append(json.loads(await socket.recv())["type"])
    assert "expiring" in kinds and kinds[-1] == "error"
    assert (socket.close_code, socket.close_reason) == (4010, "come back with a new token")
    status, _, _ = ask(f"{chat}/session", Authorization=f"Bearer {welcome['session']}")
    assert status == 401
    socket, again = await hello(300)
    assert again["user"] == welcome["user"]
    await socket.close()
