"""Today's server with what older versions have stored, and with the clients of their time (Tests/Samples)."""

import json

import pytest

from instance import Instance
from participant import Participant, Refused
from programs import PROJECT
from store import Store

VERSIONS = sorted(path.parent for path in (PROJECT / "Tests" / "Samples").glob("*/facts.json"))


@pytest.fixture(params=VERSIONS, ids=lambda folder: folder.name)
def sample(request, tmp_path):
    """A version's folder, what it says of itself, and the port of a server on its store."""
    with Store() as store:
        later = store.load(request.param / "store.jsonl")
        facts = json.loads((request.param / "facts.json").read_text())
        for message in facts["messages"] + facts["changes"]:
            message["time"] += later
        with Instance(tmp_path, redis=store.port) as instance:
            yield request.param, facts, instance.port


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_the_session_the_rooms_and_every_message_are_still_there(sample):
    _, facts, port = sample
    with Participant(port, session=facts["session"]) as person:
        assert person.welcome["user"] == facts["user"]
        assert person.event("direct") == {"type": "direct", "room": facts["direct"]["room"], "with": facts["direct"]["with"]}
        said = person.request("history", room=facts["room"], limit=200)["messages"]
        for then, now in zip(facts["messages"], said, strict=False):
            assert {name: now.get(name) for name in then} == then
        assert [message["text"] for message in said[len(facts["messages"]) :]] == facts["later"]
        changes = person.request("history", room="changes", limit=200)["messages"]
        assert [{name: now.get(name) for name in then} for then, now in zip(facts["changes"], changes)] == facts["changes"]
        direct = person.join(facts["direct"]["room"])
        assert direct["with"] == facts["direct"]["with"]
        assert person.messages(len(facts["direct"]["texts"])) == facts["direct"]["texts"]


def test_what_was_read_and_who_was_mentioned_is_still_known(sample):
    _, facts, port = sample
    with Participant(port, session=facts["session"]) as person:
        assert person.request("marks")["rooms"] == facts.get("marks", [])
        assert [mention["position"] for mention in person.request("mentions")["items"]] == facts.get("mentions", [])


def test_a_client_goes_on_from_its_position_and_its_repeats_are_known(sample):
    _, facts, port = sample
    messages = facts["messages"]
    with Participant(port, session=facts["session"]) as person:
        joined = person.join(facts["room"], after=messages[1]["position"])
        assert (joined["recovered"], joined["missed"]) == (True, len(messages) - 2 + len(facts["later"]))
        assert person.messages(joined["missed"]) == [message["text"] for message in messages[2:]] + facts["later"]
        own = next(message for message in messages if message["from"] == facts["user"])
        again = person.send(facts["room"], own["text"], id=own["id"])
        assert (again["duplicate"], again["seq"]) == (True, own["seq"])
        assert person.send(facts["room"], "one more")["seq"] == joined["seq"] + 1


def test_what_clients_said_then_is_still_understood(sample):
    folder, facts, port = sample
    with Participant(port, session=facts["session"]) as person:
        person.join(facts["room"])
        for request in lines(folder / "requests.jsonl"):
            if request["type"] in ("hello", "typing"):
                continue
            # Who asks for what is another question: somebody else may have sent it then.
            try:
                person.request(**request)
            except Refused as refusal:
                assert refusal.code != "bad_request" or "id was used before" in str(refusal) or "That is you" in str(refusal), request


def test_a_poll_of_then_is_still_answered(sample):
    folder, facts, port = sample
    import urllib.request

    for call in json.loads((folder / "poll.json").read_text()):
        body = json.dumps(call["body"]).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{port}/poll", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.status == 200
            now = [object["type"] for object in json.load(answer)]
        then = [object["type"] for object in call["answer"] if object["type"] != "presence"]
        assert set(then) - {"message"} <= set(now), (then, now)
