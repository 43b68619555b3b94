"""The vote bot over HTTP, beside people who vote in the chat: two bots on one store, behind a fleet."""

import concurrent.futures
import contextlib
import json
import pathlib
import subprocess
import sys


from participant import Participant
from vote_bots import VoteBots
from waiting import wait_for


class Person(Participant):
    """Somebody in the room, and all that the bot says there and to them."""

    def __init__(self, bots, room, name):
        # What is not read must not hold up the close.
        super().__init__(bots.fleet.port, name=name, max_queue=None)
        self.room, self.bot, self.heard = room, bots.name, []
        self.join(room)
        self.direct = self.join(f"@{bots.name}", limit=0)["room"]

    def hears(self, words, room=None):
        """Waits until the bot has said it there."""
        while not any(words in text for place, text in self.heard if place == (room or self.room)):
            event = self.event("message", 60)
            if event["from"]["name"] == self.bot:
                self.heard.append((event["room"], event["text"]))

    def lines(self):
        return [text for place, text in self.heard if place == self.room]


@contextlib.contextmanager
def people(bots, room, *names):
    """They are in the room, and everybody knows."""
    with contextlib.ExitStack() as stack:
        present = [stack.enter_context(Person(bots, room, f"{name}-of-{room}")) for name in names]
        members = lambda: {user["name"] for user in present[0].request("members", room=room)["users"]}  # noqa: E731
        wait_for(lambda: {person.name for person in present} <= members(), 60, "all are in the room")
        yield present


def hidden(bots, path, number=0):
    """What is told there, without the scale, which has all values."""
    told = bots.get(path, number)
    for vote in told.get("votes", [told]):
        vote.pop("scale", None)
    return json.dumps(told)


def test_two_bots_tell_and_do_the_same_over_a_restart(bots, room):
    with people(bots, room, "Ann", "Bob") as (ann, bob):
        status, fields, vote = bots.ask("POST", "/votes", {"room": room, "title": "Lunch", "quorum": "all"}, Idempotency_Key="k1")
        assert (status, fields["location"], vote["missingCount"]) == (201, f"/votes/{vote['id']}", 2), vote
        path = f"/votes/{vote['id']}"
        ann.hears(f"Planner asks for votes on {vote['id']} “Lunch”")
        # The same request again, to the other bot, is the same vote; another request is no repeat of it.
        status, fields, repeat = bots.ask("POST", "/votes", {"room": room, "title": "Lunch", "quorum": "all"}, 1, Idempotency_Key="k1")
        assert (status, fields["idempotent-replayed"], repeat["id"]) == (201, "true", vote["id"])
        bots.post("/votes", {"room": room, "title": "Dinner"}, 1, 422, Idempotency_Key="k1")
        assert len(bots.get(f"/votes?room={room}")["votes"]) == 1
        # By both at once: one of them begins it, and the other one tells of that.
        breakfast = {"room": room, "title": "Breakfast"}
        with concurrent.futures.ThreadPoolExecutor() as pool:
            told = list(pool.map(lambda number: bots.ask("POST", "/votes", breakfast, number % 2, Idempotency_Key="k2"), range(6)))
        assert {status for status, _, _ in told} == {201} and len({vote["id"] for _, _, vote in told}) == 1
        assert sum("idempotent-replayed" not in fields for _, fields, _ in told) == 1
        bots.post(f"/votes/{told[0][2]['id']}/cancel")
        assert len(bots.get(f"/votes?room={room}")["votes"]) == 2

        ann.send(ann.direct, f"vote {vote['id']} 2")
        ann.hears("I received your vote: 2", ann.direct)
        bots.kill(0)
        bots.post(f"{path}/ballots", {"voter": ann.name, "value": "3"}, 1, 409)
        bots.post(f"{path}/ballots", {"voter": "Nobody", "value": "3"}, 1, 403)
        bots.start(0)
        assert bots.get(path) == bots.get(path, 1)
        assert bots.get(path)["voters"] == [{"voter": ann.name}]
        # The one who was missing, by a program: they are told, and all have voted.
        told = bots.post(f"{path}/ballots", {"voter": bob.name.upper(), "value": "medium"})
        assert told["state"] == "revealed" and told["result"]["agreement"] == "full"
        bob.hears("I received your vote: 2 (medium) on", bob.direct)
        bob.hears("revealed because enough have voted: 2 votes.")
        bots.post(f"{path}/reveal", status=409)
        for number in (0, 1):
            bots.stop(number)
            bots.start(number)
        assert bots.get(path) == told == bots.get(path, 1)
        assert bots.get("/votes/statistics") == bots.get("/votes/statistics", 1)
        assert f'"{bob.name}","2","medium"' in bots.ask("GET", f"{path}/export?form=csv")[2]
        bots.post(f"{path}/again", status=200, number=1)
        ann.hears(f"Round 2 of {vote['id']}")
        assert len(set(ann.lines())) == len(ann.lines())


def test_what_is_hidden_is_told_nowhere(bots, room):
    with people(bots, room, "Ann", "Bob") as (ann, bob), bots.events(1) as events:
        assert next(events)[0] == "votes"
        path = "/votes/" + bots.start_vote(room, scale="beer=malt,wine=grape")["id"]
        ann.hears("Planner asks for votes")
        ann.send(ann.direct, f"vote {path[7:]} wine")
        ann.hears("I received your vote: wine", ann.direct)
        answer = bots.post(f"{path}/ballots", {"voter": bob.name, "value": "wine"})
        bob.hears(f"2 have voted: {ann.name} and {bob.name}. Nobody is missing.")
        told = [hidden(bots, place, number) for number in (0, 1) for place in ("/votes", path, f"{path}/ballots", "/votes/statistics")]
        assert bots.ask("GET", f"{path}/export")[0] == 409
        # What changes while the other bot does not look is told as one event.
        seen = [answer]
        while seen[-1].get("ballotCount") != 2 or len(seen) < 2:
            seen.append(next(events)[1])
        for vote in seen:
            vote.pop("scale", None)
        told += [json.dumps(seen), *ann.lines(), *(bots.log(number) for number in (0, 1))]
        # But for the line that tells what can be voted.
        assert not [text for text in told if "wine" in text and "asks for votes" not in text]
        bots.post(f"{path}/cancel")
        bots.post(f"{path}/again", number=1)
        assert "wine" not in hidden(bots, path) and bots.ask("GET", f"{path}/export")[0] == 409
        bots.post(f"{path}/ballots", {"voter": bob.name, "value": "beer"})
        bots.post(f"{path}/reveal", number=1)
        assert "wine" not in json.dumps(bots.get(path)["rounds"][0]["ballots"])
        assert [ballot["value"] for ballot in bots.get(path)["rounds"][0]["ballots"]] == ["beer"]


def test_ballots_that_come_at_once_by_two_bots_all_count(bots, room):
    with people(bots, room, *(f"P{number}" for number in range(20))) as present:
        path = "/votes/" + bots.start_vote(room)["id"]

        def cast(number):
            return bots.ask("POST", f"{path}/ballots", {"voter": present[number].name, "value": "2"}, number % 2)[0]

        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            assert set(pool.map(cast, range(20))) == {200}
        present[0].hears("20 have voted")
        bots.post(f"{path}/reveal")
        present[0].hears("Consensus: 2 (medium).")
        assert len(set(present[0].lines())) == len(present[0].lines())


def test_requests_that_are_wrong_are_told_so(bots, room):
    for key, fields in (("none", {"Authorization": None}), ("a" * 32, {}), (bots.key[:-1], {})):
        status, answer, body = bots.ask("GET", "/votes", key=key, **fields)
        assert (status, answer["www-authenticate"], body["code"]) == (401, 'Bearer realm="votes"', "unauthorized")
    assert bots.ask("GET", "/votes", key=bots.read_key)[0] == 200
    new = {"room": room, "title": "Lunch"}
    assert bots.ask("POST", "/votes", new, key=bots.read_key)[0] == 403
    assert bots.ask("POST", "/votes", {"room": "elsewhere", "title": "Lunch"})[0] == 404
    assert bots.ask("POST", "/votes", json.dumps(new))[0] == 415
    assert bots.ask("POST", "/votes", {"room": room, "title": "x" * 20_000})[0] == 413
    assert bots.ask("GET", "/votes?state=lost")[2]["message"] == "state is open, revealed or cancelled."
    for path in ("/votes/v999999", "/votes/v0", "/votes/7", "/votes/v1/lost", "/votes/v999999/ballots", "/nothing"):
        assert bots.ask("GET", path)[0] == 404
    status, fields, _ = bots.ask("DELETE", "/votes")
    assert (status, fields["allow"]) == (405, "GET, HEAD, POST")
    assert [bots.ask("OPTIONS", "/votes")[0], bots.ask("HEAD", "/votes")[0], bots.ask("HEAD", "/votes/events")[0]] == [204, 200, 200]
    status, fields, page = bots.ask("GET", "/", Authorization=None, Origin="https://example.org")
    assert status == 200 and "<title>Votes</title>" in page and "script-src 'self'" in fields["content-security-policy"]
    assert not [name for name in fields if name.lower().startswith("access-control")]
    assert bots.get("/votes") == {"votes": []} == bots.get(f"/votes?room={room}&state=open&limit=1")


def test_reading_needs_no_key_where_the_operator_says_so(fleet, room, tmp_path):
    with VoteBots(fleet, [room], tmp_path, 1, ["--open"]) as bots:
        path = f"/votes/{bots.start_vote(room)['id']}"
        for place in ("/votes", path, f"{path}/ballots", "/votes/statistics"):
            assert bots.ask("GET", place, Authorization=None)[0] == 200
        assert bots.ask("POST", f"{path}/reveal", Authorization=None)[0] == 401
        assert bots.ask("GET", "/votes", key="nobody's")[0] == 401


def test_the_bot_does_what_its_description_says(bots, room, tmp_path):
    with people(bots, room, "Ann", "Bob") as (ann, _):
        bots.post(f"/votes/{bots.start_vote(room)['id']}/ballots", {"voter": ann.name, "value": "1"})
        address = f"http://127.0.0.1:{bots.ports[0]}/openapi.json"
        configuration = pathlib.Path(__file__).with_name("schemathesis.toml")
        command = [pathlib.Path(sys.executable).with_name("st"), "--config-file", configuration, "run", address, "--seed", "1",
                   "--header", f"Authorization: Bearer {bots.key}", "--max-examples", "5", "--phases", "coverage,fuzzing,stateful", "--request-timeout", "60",
                   "--exclude-path", "/votes/events", "--continue-on-failure", "--suppress-health-check", "too_slow"]  # fmt: skip
        # What it has seen it writes down where it is called.
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert "11 passed" in done.stdout or "Tested: 11" in done.stdout, done.stdout
