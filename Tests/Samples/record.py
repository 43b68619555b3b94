"""Records what a version of tchatter stores and says: record.py PROGRAM. See README.md beside this file."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Stack"))

from instance import Instance  # noqa: E402
from participant import Participant, Refused  # noqa: E402
from store import Store  # noqa: E402
from waiting import wait_for  # noqa: E402

requests, objects, polls = [], [], []


class Recorded(Participant):
    """Somebody of whom everything is written down."""

    def submit(self, type, id=None, **fields):
        id = id or f"r{next(self.numbers)}"
        requests.append({"type": type, "id": id} | fields)
        return super().submit(type, id, **fields)

    def take(self, timeout=10):
        object = super().take(timeout)
        objects.append(object)
        return object


class Recording(Instance):
    """One instance on a Redis of its own, and what is polled of it."""

    def poll(self, body):
        status, answer = self.ask("/poll", "POST", body, self.port)
        assert status == 200, answer
        polls.append({"body": body, "answer": json.loads(answer)})


def converse(server):
    """Everything that can be said, at least once."""
    ada, bob = Recorded(server.port, name="Ada"), Recorded(server.port, name="Bob B.")
    for person in (ada, bob):
        person.join("lobby", limit=50)
    ada.submit("typing", room="lobby")
    bob.event("typing")
    said = [ada.send("lobby", "Hello, Bob", id="first"), bob.send("lobby", "Hello, Ada 🙂\nsecond line", id="second")]
    said += [ada.send("lobby", f"line {number}") for number in range(3, 7)]
    answer = {"reply": said[1]["position"], "data": {"poll": ["tea", "coffee"], "n": 1.5}}
    said.append(ada.request("send", "answer", room="lobby", text="an answer", **answer))
    ada.send("lobby", "Hello, Bob", id="first")
    bob.request("ping")
    messages = bob.request("history", room="lobby", limit=50)["messages"]
    bob.request("history", room="lobby", before=messages[-1]["position"], limit=2)
    bob.request("members", room="lobby")
    direct = ada.join("@Bob B.")
    ada.send("@Bob B.", "Between us", id="secret")
    bob.event("direct")
    bob.join(direct["room"])
    refuse(ada, "join", room="No Such Room")
    refuse(ada, "send", id="empty", room="lobby", text="")
    bob.request("leave", room=direct["room"])
    ada.join("lobby", after=messages[1]["position"])
    return ada, bob, messages, direct


def change(ada, bob):
    """What is done with messages, in a room of its own; its history then."""
    for person in (ada, bob):
        person.join("changes")
    first, second = (ada.send("changes", text, id=text)["position"] for text in ("one", "two"))
    ada.request("edit", room="changes", seq=first, text="one, corrected")
    bob.request("react", room="changes", seq=first, reaction="👍")
    bob.request("react", room="changes", seq=first, reaction="🎉")
    bob.request("react", room="changes", seq=first, reaction="🎉", on=False)
    ada.request("delete", room="changes", seq=second)
    bob.event("delete")
    bob.request("rooms")
    return bob.request("history", room="changes", limit=50)["messages"]


def look(ada, bob):
    """What somebody has read, and where they were mentioned, in rooms of their own."""
    for room in ("looked", "glimpsed"):
        ada.join(room)
        bob.join(room)
    first, second = (bob.send("looked", text)["position"] for text in ("@Ada, look", "and here"))
    ada.request("read", room="looked", position=second)
    ada.request("read", room="glimpsed", position=bob.send("glimpsed", "three")["position"], back=True)
    wait_for(lambda: are_stored(ada), 10, "both marks are stored")
    mentions = ada.request("mentions")["items"]
    assert [mention["position"] for mention in mentions] == [first]
    found = ada.request("search", room="looked", text="LOOK")
    assert [message["position"] for message in found["messages"]] == [first]
    return {"marks": ada.request("marks")["rooms"], "mentions": [mention["position"] for mention in mentions]}


def are_stored(ada):
    """Whether both marks are; only the asking that finds them is written down."""
    if len(ada.request("marks")["rooms"]) == 2:
        return True
    requests.pop()
    objects.pop()
    return False


def govern(ada, bob):
    """What may be done in a room of its own."""
    for person in (ada, bob):
        person.join("governed")
    ada.request("govern", id="owns", room="governed", set={"mode": "announce", "slow": 5, "topic": "News"})
    ada.request("govern", id="mutes", room="governed", user=bob.welcome["user"]["id"], role="muted", until=int(time.time() * 1000) + 3_600_000)
    bob.event("policy")
    bob.event("policy")
    ada.request("members", room="governed", roles=True)
    bob.join("governed")
    position = ada.send("governed", "What is news")["position"]
    ada.request("govern", id="pins", room="governed", set={"pin": position, "retain": 3_600})
    ada.request("govern", id="calls", room="governed", set={"everybody": "members"})
    ada.send("governed", "@all, read the news")
    ada.send("governed", "@here, it is now")
    bob.request("report", room="governed", position=position, reason="Is that so?")
    ada.event("report")
    ada.request("reports", room="governed")
    lock(ada, bob)


def lock(ada, bob):
    """A closed room, to which one is invited."""
    ada.join("locked")
    ada.request("govern", id="locks", room="locked", set={"mode": "closed"})
    invited = ada.request("invite", room="locked")
    bob.request("join", room="locked", limit=10, invitation=invited["invitation"])
    position = bob.send("locked", "Let in")["position"]
    bob.request("report", room="locked", position=position)
    ada.request("resolve", room="locked", position=position)
    ada.request("device")
    ada.request("devices")
    ada.request("revoke", others=True)


def refuse(person, type, **fields):
    try:
        person.request(type, **fields)
    except Refused:
        # Sent to hear the refusal; nothing that must go on being understood.
        requests.pop()
        return
    raise AssertionError(f"{type} {fields} was not refused")


def call(server, session, messages):
    """The same over long-polling."""
    server.poll({"session": session, "rooms": {}, "wait": 0, "requests": [{"type": "hello", "id": "h", "version": 1}, {"type": "join", "id": "j", "room": "lobby", "limit": 2}]})
    server.poll({"session": session, "rooms": {"lobby": messages[2]["position"]}, "wait": 1000, "requests": []})
    server.poll({"session": session, "rooms": {"lobby": messages[-1]["position"]}, "wait": 0, "requests": [{"type": "send", "id": "polled", "room": "lobby", "text": "by poll"}]})


def disturb(server, store, ada, bob):
    """What operators and accidents add."""
    server.ask("/admin/maintenance", "PUT", {"message": "Back at noon."})
    ada.event("maintenance")
    server.ask("/admin/maintenance", "DELETE")
    ada.event("maintenance")
    ada.close()
    store.command("DEL", "tc:{lobby}:s", "tc:{lobby}:m")
    bob.send("lobby", "in another history")
    bob.event("gap", 30)
    server.ask("/admin/drain", "PUT")
    bob.event("reconnect")


def write(folder, name, items):
    with open(folder / name, "w") as file:
        for item in items:
            file.write(json.dumps(item, ensure_ascii=False) + "\n")


def main():
    program = os.path.abspath(sys.argv[1])
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    with tempfile.TemporaryDirectory() as folder, Store() as store, Recording(
        pathlib.Path(folder), "sample", store.port, program, backlog=1000, log_level="error") as server:  # fmt: skip
        ada, bob, messages, direct = converse(server)
        changes = change(ada, bob)
        govern(ada, bob)
        looked = look(ada, bob)
        call(server, ada.session, messages)
        commands = store.dump()
        facts = {
            "version": version, "room": "lobby", "session": ada.session, "user": ada.welcome["user"], "messages": messages,
            "later": ["by poll"], "changes": changes, "direct": {"room": direct["room"], "with": direct["with"], "texts": ["Between us"]},
        } | looked  # fmt: skip
        disturb(server, store, ada, bob)
    folder = HERE / version
    folder.mkdir(exist_ok=True)
    write(folder, "store.jsonl", commands)
    write(folder, "requests.jsonl", requests)
    write(folder, "objects.jsonl", objects)
    (folder / "poll.json").write_text(json.dumps(polls, ensure_ascii=False, indent=1) + "\n")
    (folder / "facts.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
    print(f"{folder}: {len(commands)} commands, {len(requests)} requests, {sorted({item['type'] for item in objects})}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: record.py PROGRAM")
    main()
