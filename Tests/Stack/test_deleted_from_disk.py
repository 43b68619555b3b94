"""What was deleted is taken out of Redis and of its files by the fleet itself."""

import re

import pytest

from cluster_nodes import store_at
from fleet import DISK_IN_ITS_TIME, Fleet
from participant import participant_of
from store import PAGES, Replica
from test_kept_data import WORD, Beside, commanding, holds, is_writing
from waiting import wait_for


# Seconds for what the files have. After they were written the store has rest for nine times as long, and a busy disk takes seconds for each.
AT_LENGTH = 300


@pytest.fixture
def cleaning(tmp_path):
    """A fleet of two instances that clean in seconds, not in a minute."""
    fleet = Fleet(tmp_path / "run", instances=2, TCHATTER_DELETED_FROM_DISK_SECONDS="6")
    fleet.up()
    yield fleet
    fleet.down()


@pytest.fixture
def sharded(tmp_path):
    """The same on three shards with a replica each."""
    # No node fails here, and none is to be taken for one that has on a busy machine.
    settings = {"FLEET_CLUSTER_TIMEOUT_MS": "15000", "TCHATTER_DELETED_FROM_DISK_SECONDS": "6"} | DISK_IN_ITS_TIME
    fleet = Fleet(tmp_path / "run", instances=2, **settings)
    fleet.up("--shards", 3, "--replicas", 1)
    yield fleet
    fleet.down()


def nodes_of(fleet):
    """The primaries and the replicas of a fleet of three shards with a replica each."""
    nodes = [store_at(fleet.redis_port + number) for number in (0, *range(2, 7))]
    roles = [node.command("ROLE")[0] for node in nodes]
    primaries = [node for node, role in zip(nodes, roles) if role == "master"]
    replicas = [Replica(node.port) for node, role in zip(nodes, roles) if role == "slave"]
    assert (len(primaries), len(replicas)) == (3, 3), roles
    return primaries, replicas


def counted(fleet, name):
    """The sum of a metric over the instances."""
    texts = [fleet.get(fleet.admin_port(number), "/metrics")[2].decode() for number in (1, 2)]
    return sum(int(re.search(rf"^tchatter_{name} (\d+)", text, re.M)[1]) for text in texts)


def keys_with(store, word):
    return [key for key in store.command("KEYS", "*") if not key.startswith(PAGES) and word in str(store.dump_key(key))]


def files_with(fleet, word):
    return [path for path in holds(fleet.folder, word) if "/log/" not in path]


def saved(store):
    """Has a Redis write its RDB file."""
    wait_for(lambda: not isinstance(store.command("BGSAVE"), Exception), 60, "BGSAVE")
    wait_for(lambda: not is_writing(store), 60, "the RDB file is written")


def test_what_is_deleted_leaves_redis_its_files_and_those_of_its_replica(cleaning):
    redis = commanding(cleaning)
    for name, value in [("rdbcompression", "no"), ("save", "3600 1000000")]:
        redis.command("CONFIG", "SET", name, value)
    with Beside(cleaning) as replica, participant_of(cleaning, 1, name="Ann") as ann, participant_of(cleaning, 2, name="Bob") as bob:
        for person in (ann, bob):
            for room in ("tea", "milk"):
                person.join(room)
        deleted = [ann.send(room, f"{WORD} {number}") for number in range(150) for room in ("tea", "milk")]
        kept = [bob.send("tea", f"kept {number}") for number in range(3)]
        edited = ann.send("milk", "first")
        for text in (f"{WORD} second", f"{WORD} third"):
            ann.request("edit", room="milk", seq=edited["seq"], text=text)
        ann.send("@Bob", f"{WORD} private")
        for store in (redis, replica):
            saved(store)
        wait_for(lambda: files_with(cleaning, WORD) and len(holds(replica.folder, WORD)) >= 2, 60, "the texts are in the files")

        for index, sent in enumerate(deleted):
            ann.request("delete", room=("tea", "milk")[index % 2], seq=sent["seq"])
        ann.request("edit", room="milk", seq=edited["seq"], text="fourth")
        ann.request("delete", room="@Bob", seq=1)
        for store in (redis, replica):
            wait_for(lambda store=store: not keys_with(store, WORD), 60, lambda store=store: keys_with(store, WORD))
        wait_for(lambda: not files_with(cleaning, WORD), AT_LENGTH, lambda: files_with(cleaning, WORD))
        wait_for(lambda: not holds(replica.folder, WORD), AT_LENGTH, lambda: holds(replica.folder, WORD))
        assert counted(cleaning, "texts_blanked_total") >= len(deleted) + 2
        # That the last file is written the instance sees when it looks again, up to half a second later.
        written = lambda: counted(cleaning, "store_files_written_total")  # noqa: E731
        wait_for(lambda: written() >= 4, 60, written)
        assert counted(cleaning, "store_files_failed_total") == 0

        # Nothing else has gone, and all is where it was.
        history = bob.request("history", room="tea", before=154, limit=200)["messages"]
        assert [event["seq"] for event in history] == list(range(1, 154))
        assert [event["text"] for event in history] == [""] * 150 + [f"kept {number}" for number in range(len(kept))]


def test_what_is_deleted_leaves_all_shards_their_files_and_those_of_their_replicas(sharded):
    primaries, replicas = nodes_of(sharded)
    nodes, rooms = primaries + replicas, [f"spread-{number}" for number in range(12)]
    for node in nodes:
        for name, value in [("rdbcompression", "no"), ("save", "3600 1000000")]:
            assert node.command("CONFIG", "SET", name, value) == "OK"
    logs = lambda: "\n".join(sharded.log(name) for name in sharded.names)  # noqa: E731
    with participant_of(sharded, 1, name="Ann") as ann, participant_of(sharded, 2, name="Bob") as bob:
        deleted = [(room, ann.send(room, f"{WORD} {number}")) for number in range(3) for room in rooms]
        kept = [bob.send(room, "kept") for room in rooms]
        wait_for(lambda: all(keys_with(node, WORD) for node in nodes), 60, "each shard and each replica has some")
        for node in nodes:
            saved(node)
        names = lambda pattern: {path.parent.name for path in sharded.folder.glob(pattern) if WORD.encode() in path.read_bytes()}  # noqa: E731
        wait_for(lambda: len(names("*/dump.rdb")) == len(nodes), 60, lambda: names("*/dump.rdb"))
        assert len(files_with(sharded, WORD)) >= 2 * len(nodes)

        for room, sent in deleted:
            ann.request("delete", room=room, seq=sent["seq"])
        for node in nodes:
            wait_for(lambda node=node: not keys_with(node, WORD), 60, lambda node=node: (keys_with(node, WORD), logs()))
        wait_for(lambda: not files_with(sharded, WORD), AT_LENGTH, lambda: (files_with(sharded, WORD), logs()))
        assert counted(sharded, "texts_blanked_total") >= len(deleted)
        # A log and a snapshot of each. That the last one is written the instance sees when it looks again.
        written = lambda: counted(sharded, "store_files_written_total")  # noqa: E731
        wait_for(lambda: written() >= 2 * len(nodes), 60, lambda: (written(), logs()))
        assert counted(sharded, "store_files_failed_total") == 0, logs()
        assert len(kept) == sum(
            message.get("text") == "kept" for room in rooms for message in bob.request("history", room=room)["messages"])


def test_where_nothing_was_deleted_nothing_is_asked_for(cleaning):
    redis = commanding(cleaning)
    with participant_of(cleaning, 1, name="Ann") as ann:
        ann.join("tea")
        sent = ann.send("tea", "one")
        ann.request("edit", room="tea", seq=sent["seq"], text="two")
        ann.request("react", room="tea", seq=sent["seq"], reaction="🍵", on=True)

        def looks():
            found = re.search(r"cmdstat_zrandmember:calls=(\d+)", redis.command("INFO", "commandstats"))
            return int(found[1]) if found else 0

        begun = looks()
        wait_for(lambda: looks() >= begun + 12, 60, looks)
    told = redis.command("INFO", "commandstats").lower()
    assert "cmdstat_bgrewriteaof" not in told and "cmdstat_bgsave" not in told
    assert redis.command("EXISTS", "tc:erased") == 0
    assert counted(cleaning, "texts_blanked_total") == 0


def test_a_right_that_is_missing_is_told_once_and_what_is_owed_is_done_later(cleaning):
    redis = commanding(cleaning)
    assert redis.command("ACL", "SETUSER", "default", "-bgrewriteaof") == "OK"
    logs = lambda: "\n".join(cleaning.log(name) for name in cleaning.names)  # noqa: E731
    told = lambda: [line for line in logs().splitlines() if "what was deleted is still in a file" in line]  # noqa: E731
    with participant_of(cleaning, 1, name="Ann") as ann:
        ann.join("tea")
        sent = ann.send("tea", WORD)
        ann.request("delete", room="tea", seq=sent["seq"])
    wait_for(lambda: counted(cleaning, "store_files_failed_total") >= 2, 60, lambda: counted(cleaning, "store_files_failed_total"))
    wait_for(told, 60, logs)
    assert len(told()) == 1 and "it needs ~* &* +@all" in told()[0] and "file=log" in told()[0], told()
    assert not keys_with(redis, WORD) and files_with(cleaning, WORD)
    assert redis.command("ACL", "SETUSER", "default", "+bgrewriteaof") == "OK"
    wait_for(lambda: not files_with(cleaning, WORD), AT_LENGTH, lambda: files_with(cleaning, WORD))
    wait_for(lambda: "what was deleted is in no file of the store" in logs(), 60, logs)
    assert len(told()) == 1


def test_a_room_that_has_no_memory_for_a_copy_is_left_until_there_is(cleaning):
    redis = commanding(cleaning)
    value = lambda name: int(re.search(rf"^{name}:(\d+)", redis.command("INFO", "memory"), re.M)[1])  # noqa: E731
    logs = lambda: "\n".join(cleaning.log(name) for name in cleaning.names)  # noqa: E731
    told = lambda: logs().count("it has no memory for a second copy of the room")  # noqa: E731
    with participant_of(cleaning, 1, name="Ann") as ann:
        ann.join("tea")
        sent = ann.send("tea", WORD)
        assert redis.command("CONFIG", "SET", "maxmemory", str(value("used_memory") * 100 // 85)) == "OK"
        ann.request("delete", room="tea", seq=sent["seq"])
        wait_for(lambda: counted(cleaning, "blankings_refused_total") >= 2, 60, logs)
        wait_for(told, 60, logs)
        assert told() == 1 and keys_with(redis, WORD) and not redis.command("KEYS", "*}:b")
        assert redis.command("CONFIG", "SET", "maxmemory", "0") == "OK"
        wait_for(lambda: not keys_with(redis, WORD), 60, logs)
    assert told() == 1


def test_a_file_that_could_be_written_is_not_written_again_for_one_that_could_not(cleaning):
    redis = commanding(cleaning)
    assert redis.command("ACL", "SETUSER", "default", "-config") == "OK"
    logs = lambda: "\n".join(cleaning.log(name) for name in cleaning.names)  # noqa: E731

    def calls(command):
        found = re.search(rf"cmdstat_{command}:calls=(\d+)", redis.command("INFO", "commandstats"))
        return int(found[1]) if found else 0

    with participant_of(cleaning, 1, name="Ann") as ann:
        ann.join("tea")
        sent = ann.send("tea", WORD)
        ann.request("delete", room="tea", seq=sent["seq"])
    wait_for(lambda: counted(cleaning, "store_files_failed_total") >= 3, AT_LENGTH, logs)
    assert not files_with(cleaning, WORD) and calls("bgrewriteaof") == 1, logs()
    assert redis.command("ACL", "SETUSER", "default", "+config") == "OK"
    wait_for(lambda: "what was deleted is in no file of the store" in logs(), AT_LENGTH, logs)
    assert calls("bgrewriteaof") == 1


def test_rooms_do_not_wait_for_files(cleaning):
    redis = commanding(cleaning)
    with participant_of(cleaning, 1, name="Ann") as ann:
        for room in ("tea", "milk"):
            ann.join(room)
        first, second = ann.send("tea", "first"), ann.send("milk", WORD)
        # So that a file takes minutes: until the fleet is taken down.
        assert redis.command("CONFIG", "SET", "rdb-key-save-delay", "10000000") == "OK"
        ann.request("delete", room="tea", seq=first["seq"])
        wait_for(lambda: "aof_rewrite_in_progress:1" in redis.command("INFO", "persistence"), 60, "a file is being written")
        ann.request("delete", room="milk", seq=second["seq"])
        wait_for(lambda: not keys_with(redis, WORD), 60, lambda: keys_with(redis, WORD))
        assert "aof_rewrite_in_progress:1" in redis.command("INFO", "persistence")
