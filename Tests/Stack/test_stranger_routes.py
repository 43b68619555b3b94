"""A stranger asks every HTTP route about a closed room, and learns nothing of it, nor why they are kept out."""

import json
import re
import urllib.error
import urllib.request

import pytest

from instance import Instance
from participant import Participant
from programs import PROJECT
from store import Store

ROUTE = re.compile(r"router\.(on|below)\(([^{]*?)\)")
JSON = {"Content-Type": "application/json"}
# Answered alike whatever is asked: pages, health, the way to a WebSocket, whose requests have a walk of their own (StrangerTests).
ALIKE = [("GET", "{path}?room={room}", {}, "")]
# What a stranger may ask of each public route.
PUBLIC = {
    '"GET", "/health"': ALIKE, '"GET", "/live"': ALIKE, '"GET", "/ws"': ALIKE, '"GET", "/session"': ALIKE,
    '"DELETE", "/session"': [("DELETE", "/session?room={room}", {"Authorization": "Bearer " + "0" * 64}, "")],
    '"POST", "/session"': [("POST", "/session", JSON, '{{"name": "{room}!"}}')],
    'PageVersion.beginning, on: method': [("GET", "/v/{room}/index.html", {}, "")],
    '"POST", "/poll"': [
        ("POST", "/poll", JSON, json.dumps({"session": "SESSION", "rooms": {"ROOM": ""}, "wait": 0, "requests": []})),
        *(("POST", "/poll", JSON, json.dumps({"session": "SESSION", "rooms": {}, "wait": 0, "requests": [
            {"type": type, "id": "i", "room": "ROOM", "text": "x", "position": "e.0.1.x", "seq": 1}]}))
          for type in ("join", "history", "members", "search", "send", "read", "report", "reports", "rooms")),
    ],
    '"/hooks/", on: "POST"': [("POST", "/hooks/{room}", JSON, '{{"text": "x", "channel": "#{room}"}}')],
    '"/services/", on: "POST"': [("POST", "/services/T/B/{room}", JSON, '{{"text": "x", "channel": "#{room}"}}')],
}  # fmt: skip
# Closed to all strangers, and to this one besides.
ROOMS = ("locked", "barred")
# Operators' alone: nobody else is answered by the admin listener's, and the public one has none of them.
OPERATORS = re.compile(r'"(/admin[^"]*|/metrics|/test)"|AdminPage\.figures|path\(of: name|Self\.path, on: ')


def routes():
    for file in sorted((PROJECT / "Sources/ChatServer").rglob("*.swift")):
        for match in ROUTE.finditer(file.read_text()):
            yield match[2]


def ask(port, method, path, fields, body):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body.encode() or None, fields, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """An instance with closed rooms of Ann's, and a stranger's session."""
    settings = {"admin_token": "t" * 40, "quotas": "off"}
    with Store() as store, Instance(tmp_path_factory.mktemp("instance"), redis=store.port, **settings) as instance:
        with Participant(instance.port, name="Annabel") as ann, Participant(instance.port, name="Zed") as zed:
            for room in ROOMS:
                ann.join(room)
                ann.request("govern", room=room, set={"mode": "closed", "topic": "Hushed"})
                ann.send(room, "Hushed")
            ann.request("govern", room="barred", user=zed.welcome["user"]["id"], role="banned")
            yield instance.port, instance.admin_port, zed.session


def test_every_route_has_a_rule():
    found = set(routes())
    assert len(found) > 30
    assert [route for route in found if route not in PUBLIC and not OPERATORS.search(route)] == []
    assert [route for route in PUBLIC if route not in found] == []


@pytest.mark.parametrize("route", PUBLIC)
def test_a_closed_room_tells_a_stranger_nothing(scene, route):
    port, _, session = scene
    path = re.search(r'"(/[^"]*)"', route)
    for method, target, fields, body in PUBLIC[route]:
        told = []
        for room in ROOMS:
            filled = target.format(room=room, path=path and path[1])
            # Bodies of polls are JSON, whose braces are none of a format's.
            text = body.replace("SESSION", session).replace("ROOM", room) if "SESSION" in body else body.format(room=room)
            status, answer = ask(port, method, filled, fields, text)
            assert "Hushed" not in answer and "Annabel" not in answer, answer
            told.append((status, shape(answer, room)))
        assert told[0] == told[1], f"{method} {target} {body}"


def shape(answer, room):
    """The answer without what is another one each time."""
    answer = answer.replace(room, "ROOM")
    return re.sub(r'"(session|id|time|uptime|position|epoch|name)":("[^"]*"|[0-9.]+)', r'"\1":0', answer)


def test_operators_routes_are_theirs(scene):
    port, admin, _ = scene
    asked = set()
    for route in routes():
        match = re.search(r'"(GET|POST|PUT|DELETE)"', route)
        path = re.search(r'"(/(?:admin/[^"]*|metrics|test))"', route)
        if match and path:
            asked.add((match[1], path[1]))
    assert len(asked) > 20
    for method, path in asked:
        assert ask(admin, method, f"{path}?room=locked", {}, "")[0] == 401, (method, path)
        assert ask(port, method, f"{path}?room=locked", {}, "")[0] == 404, (method, path)
