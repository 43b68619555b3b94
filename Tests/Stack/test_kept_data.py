"""What is kept of people: exporting it, and erasing it for good."""

import json
import pathlib


from fleet import done
from participant import participant_of
from store import Store
from waiting import wait_for

WORD = "xylographomancy"


class Beside(Store):
    """A replica of a fleet's Redis that keeps both files, as plain as they can be."""

    def __init__(self, fleet):
        super().__init__(
            None, "--replicaof", "127.0.0.1", fleet.redis_port, "--appendonly", "yes", "--save", "3600", "1",
            "--rdbcompression", "no",
        )  # fmt: skip

    def is_ready(self):
        return super().is_ready() and "master_link_status:up" in self.command("INFO", "replication")


def commanding(fleet):
    """A hand on the fleet's Redis."""
    store = Store()
    store.port = fleet.redis_port
    return store


def holds(folder, word):
    """The files below a folder in which a word stands."""
    return [str(path) for path in pathlib.Path(folder).rglob("*") if path.is_file() and word.encode() in content(path)]


def content(path):
    """What a file has; nothing where Redis has just put another in its place."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def audits_of(fleet, act):
    """What the instances say in their logs of who did something, as far as supervisord has written it down."""
    return [line for name in fleet.names for line in fleet.log(name).splitlines() if f"act={act}" in line]


def is_writing(store):
    """Whether a Redis writes one of its files anew, or is about to."""
    told = store.command("INFO", "persistence")
    return "in_progress:1" in told or "scheduled:1" in told


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def write(fleet):
    """Ann writes, edits, deletes and reacts in two rooms, and to Bob; Bob answers. Ann's id, and Bob's."""
    with participant_of(fleet, 1, name="Ann") as ann, participant_of(fleet, 2, name="Bob") as bob:
        for room in ("tea", "milk"):
            for person in (ann, bob):
                person.join(room)
        for number in range(40):
            ann.send("tea", f"{WORD} {number}")
            bob.send("tea", f"bob {number}")
        bob.send("milk", "bob")
        first = ann.send("milk", f"{WORD} first")
        ann.request("edit", room="milk", seq=first["seq"], text=f"{WORD} second")
        ann.request("edit", room="milk", seq=first["seq"], text=f"{WORD} third")
        ann.request("react", room="milk", seq=1, reaction="🍵", on=True)
        deleted = ann.send("milk", f"{WORD} deleted")
        ann.request("delete", room="milk", seq=deleted["seq"])
        ann.send("@Bob", f"{WORD} private")
        bob.send("@Ann", "bob, too")
        bob.send("milk", "last")
        bob.event("message")
        return ann.welcome["user"]["id"], bob.welcome["user"]["id"]


def test_what_somebody_wrote_is_exported_and_goes_on_where_it_was_cut_off(own, tmp_path):
    ann, bob = write(own)
    direct = "@" + ".".join(sorted((ann, bob)))
    all_of_ann = lines(done(own.command("export", "--user", ann)).stdout)
    assert {event["from"]["id"] for event in all_of_ann} == {ann}
    assert [event["room"] for event in all_of_ann] == sorted(event["room"] for event in all_of_ann)
    assert {event["type"] for event in all_of_ann} == {"message", "edit", "reaction", "delete"}
    assert [event["text"] for event in all_of_ann if event["room"] == direct] == [f"{WORD} private"]
    assert sum(event["room"] == "tea" for event in all_of_ann) == 40 and all(event["position"] for event in all_of_ann)

    room = tmp_path / "room.jsonl"
    told = done(own.command("export", "--room", "tea", "--file", room))
    assert "80 messages and changes of 1 rooms" in told.stderr
    whole = room.read_bytes()
    assert [event["seq"] for event in lines(whole.decode())] == list(range(1, 81))
    assert not (tmp_path / "room.jsonl.part").exists() and room.stat().st_mode & 0o777 == 0o600
    assert "is there already" in done(own.command("export", "--room", "tea", "--file", room), 1).stderr
    for size in (0, 10, len(whole) // 2, len(whole) - 1, len(whole)):
        room.unlink()
        (tmp_path / "room.jsonl.part").write_bytes(whole[:size])
        done(own.command("export", "--room", "tea", "--file", room))
        assert room.read_bytes() == whole, size
    (tmp_path / "other.part").write_bytes(whole)
    assert "is of another export" in done(own.command("export", "--user", ann, "--file", tmp_path / "other"), 1).stderr
    assert lines(done(own.command("export", "--user", ann, "--until", "1h")).stdout) == []
    assert "needs --user, --room or both" in done(own.command("export", "--since", "7d"), 2).stderr
    audits = lambda: audits_of(own, "export")  # noqa: E731
    wait_for(lambda: any("room=tea" in line and "done=true" in line for line in audits()), 60, audits)


def test_what_somebody_wrote_is_erased_everywhere_and_nothing_else(own):
    redis = commanding(own)
    redis.command("CONFIG", "SET", "rdbcompression", "no")
    with Beside(own) as replica:
        ann, bob = write(own)
        before = lines(done(own.command("export", "--user", bob)).stdout)
        wait_for(lambda: holds(own.folder / "redis", WORD) or holds(own.folder, WORD), 60, "the word is in a file")
        with participant_of(own, 2) as reader:
            reader.join("tea")
            counted = done(own.command("erase", "--user", ann, "--dry-run"))
            assert f"to erase: 42 messages, 1 edits, 1 reactions of {ann} in 3 rooms" in counted.stdout, counted.stdout
            receipt = done(own.command("erase", "--user", ann)).stdout
            assert f"erased: 42 messages, 1 edits, 1 reactions of {ann} in 3 rooms" in receipt, receipt
            assert "append-only file: written anew" in receipt and "RDB file: there is none" in receipt
            assert f"replica 127.0.0.1:{replica.port}: has taken it out" in receipt, receipt
            assert reader.event("delete")["from"]["id"] == "operator"
            reader.send("tea", "behind it")

        # In no key, no file, and in what no instance hands out.
        for store in (redis, replica):
            for key in (key for key in store.command("KEYS", "*") if not key.startswith("tc:page:")):
                assert WORD not in str(store.dump_key(key)), key
        for command in ("BGREWRITEAOF", "BGSAVE"):
            wait_for(lambda command=command: not isinstance(replica.command(command), Exception), 60, command)
            wait_for(lambda: not is_writing(replica), 60, "the replica's file")
        data = [path for path in holds(own.folder, WORD) if "/log/" not in path]
        assert not data and not holds(replica.folder, WORD), data
        for number in (1, 2):
            with participant_of(own, number) as person:
                joined = person.join("tea", limit=200)
                texts = []
                while len(texts) < joined["missed"]:
                    texts.append(person.event("message")["text"])
                assert WORD not in str(texts) and "behind it" in texts and "bob 39" in texts
                history = person.request("history", room="tea", before=10**9, limit=200)["messages"]
                assert [event["seq"] for event in history] == list(range(1, 122)), "no seq is missing"
                assert WORD not in str(history)
                history = person.request("history", room="milk", before=10**9, limit=200)["messages"]
                assert WORD not in str(history) and [event["seq"] for event in history] == list(range(1, len(history) + 1))

        stored = lines(done(own.command("export", "--room", "milk")).stdout)
        assert [(event["from"]["name"], event["on"]) for event in stored if event["type"] == "reaction"] == [("", True), ("", False)]

        # Others have what they had, and the room goes on.
        assert lines(done(own.command("export", "--user", bob)).stdout) == before
        again = done(own.command("erase", "--user", ann)).stdout
        assert f"erased: 0 messages, 0 edits, 0 reactions of {ann} in 0 rooms" in again
        assert "taken out of the store: 0 texts and names" in again
    wait_for(lambda: len(audits_of(own, "erase")) >= 3, 60, lambda: audits_of(own, "erase"))
    audits = audits_of(own, "erase")
    assert len(audits) == 3 and all(f"user={ann}" in line for line in audits), audits


def test_an_erasure_of_one_room_and_of_a_time_leaves_the_rest(own):
    ann, _ = write(own)
    assert "of " + ann + " in 0 rooms" in done(own.command("erase", "--user", ann, "--until", "1h")).stdout
    assert "in 1 rooms" in done(own.command("erase", "--user", ann, "--room", "milk")).stdout
    left = lines(done(own.command("export", "--user", ann)).stdout)
    assert sum(WORD in event.get("text", "") for event in left) == 41 and not any(
        WORD in event.get("text", "") for event in left if event["room"] == "milk"
    )
    assert "needs --user" in done(own.command("erase", "--room", "milk"), 2).stderr
    assert "must be like" in done(own.command("erase", "--user", ann, "--since", "yesterday"), 2).stderr
