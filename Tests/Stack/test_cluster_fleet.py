"""A fleet whose rooms are spread over the shards of a Redis Cluster."""

import collections
import concurrent.futures
import itertools

import pytest

from cluster_nodes import await_agreement, cluster_work, store_at
from conversation import Conversation
from fleet import DISK_IN_ITS_TIME, Fleet
from participant import Participant, participant_of
from ports import free_port
from store import Store
from test_votes_http import people
from vote_bots import VoteBots
from waiting import wait_for

ROOMS = [f"spread-{number}" for number in range(12)]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two instances on three shards without replicas."""
    # No node fails here, and none is to be taken for one that has on a busy machine.
    fleet = Fleet(tmp_path_factory.mktemp("cluster"), instances=2, FLEET_CLUSTER_TIMEOUT_MS="15000", **DISK_IN_ITS_TIME)
    fleet.up("--shards", 3)
    yield fleet
    fleet.down()


def slots(fleet):
    """{name: how many slots it has}, as infra/status tells."""
    lines = [line.split() for line in fleet.status().splitlines() if line.startswith("redis")]
    return {words[0]: int(words[words.index("slots,") - 1]) for words in lines}


def history(person, room):
    """The texts of a room: what was deleted has an empty one, and what deleted it none."""
    return [message["text"] for message in person.request("history", room=room)["messages"] if message.get("text")]


def listed(person):
    return {room["room"] for room in person.request("rooms", limit=100)["rooms"]}


def test_rooms_of_all_shards_are_one_chat(cluster):
    with Participant(cluster.port) as ann, Participant(cluster.port) as bob:
        for room in ROOMS:
            ann.join(room)
            bob.join(room)
            ann.send_all(room, [f"{room} {number}" for number in range(3)])
        for room in ROOMS:
            # An instance tells of a room that it follows what it has heard: on a busy machine that takes its time.
            wait_for(lambda: history(bob, room) == [f"{room} {number}" for number in range(3)], what=lambda: history(bob, room))  # noqa: B023
        wait_for(lambda: set(ROOMS) <= listed(bob), what="all of them in the list of rooms")


def test_what_operators_ask_is_of_all_shards(cluster):
    assert sum(slots(cluster).values()) == 16384
    survey = cluster.command("statistics")
    assert survey.returncode == 0, survey.stdout + survey.stderr
    assert cluster.command("rooms", "show", ROOMS[0]).returncode == 0


def test_what_somebody_wrote_is_erased_on_all_shards(cluster):
    with Participant(cluster.port) as eve:
        for room in ROOMS:
            eve.send(room, "regretted")
        receipt = cluster.command("erase", "--user", eve.welcome["user"]["id"])
        assert receipt.returncode == 0, receipt.stdout + receipt.stderr
        assert "12 messages" in receipt.stdout and receipt.stdout.count("written anew") == 3
        wait_for(lambda: not any("regretted" in history(eve, room) for room in ROOMS), what="that it is gone everywhere")


def test_slots_move_under_a_conversation_and_nothing_is_missing(cluster):
    before = slots(cluster)
    assert min(before.values()) > 5_000
    with Conversation(cluster.port, "moving", rooms=8) as conversation:
        for arguments in (("--from", "redis", "--to", "redis-2"), ("--balance",)):
            moved = cluster.command("reshard", *arguments)
            assert moved.returncode == 0, moved.stdout + moved.stderr
        report = conversation.end()
    assert (report["missed"], report["doubled"], report["reordered"]) == (0, 0, 0)
    after = slots(cluster)
    assert sum(after.values()) == 16384 and min(after.values()) > 5_000 and after != before


def room_of(store):
    """One that lies there: of all others a node says who has them."""
    return next(room for room in map("moved-{}".format, range(100)) if store.command("EXISTS", f"{{{room}}}") == 0)


def test_a_node_is_added_and_removed_under_a_conversation_and_nothing_is_missing(cluster):
    primaries = [store_at(cluster.redis_port + number) for number in (0, 2, 3)]
    old, seed, count = primaries[0], f"127.0.0.1:{cluster.redis_port}", slots(cluster)["redis"]
    options = ["--cluster-enabled", "yes", "--cluster-port", free_port(), "--cluster-node-timeout", 15_000]
    with Store(None, *options) as new, Conversation(cluster.port, "guests", rooms=8) as conversation:
        # Of the slots that have just moved a node may still hear, and then nothing is added.
        await_agreement(*primaries)
        cluster_work("add-node", f"127.0.0.1:{new.port}", seed)
        await_agreement(*primaries, new)
        first, second = (store.command("CLUSTER", "MYID") for store in (old, new))
        for giver, taker, owner in ((first, second, new), (second, first, old)):
            cluster_work("reshard", seed, "--cluster-from", giver, "--cluster-to", taker, "--cluster-slots", count, "--cluster-yes")
            await_agreement(*primaries, new)
            room = room_of(owner)
            with participant_of(cluster, 1) as ann, participant_of(cluster, 2) as bob:
                ann.join(room, limit=1)
                bob.send(room, f"at {taker}")
                wait_for(lambda: ann.event("message")["text"] == f"at {taker}", what="what is said at its new place")  # noqa: B023
        cluster_work("del-node", seed, second)
        await_agreement(*primaries)
        report = conversation.end()
    assert (report["missed"], report["doubled"], report["reordered"]) == (0, 0, 0)
    # Nor does anybody go on asking for a node that is no more.
    cluster.await_health()
    assert sum(slots(cluster).values()) == 16384


def keeper_of_votes(fleet):
    """The name of the Redis that has what the vote bot keeps."""
    names = {"redis": 0, "redis-2": 2, "redis-3": 3}
    return next(name for name, number in names.items() if store_at(fleet.redis_port + number).command("KEYS", "tc:vote:*"))


def test_votes_are_kept_in_the_cluster_and_go_on_while_their_slot_moves(cluster, tmp_path):
    room, url = "votes-of-shards", f"redis+cluster://127.0.0.1:{cluster.redis_port},127.0.0.1:{cluster.redis_port + 2}"
    with VoteBots(cluster, [room], tmp_path, redis=url) as bots, people(bots, room, "Ann", "Bob") as (ann, bob):
        vote = bots.start_vote(room)["id"]
        ann.hears("Planner asks for votes on")
        ann.send(ann.direct, f"vote {vote} 2")
        ann.hears("I received your vote: 2", ann.direct)
        first = keeper_of_votes(cluster)
        other = next(name for name in ("redis", "redis-2", "redis-3") if name != first)

        def move(source, target):
            moved = cluster.command("reshard", "--from", source, "--to", target)
            assert moved.returncode == 0, moved.stdout + moved.stderr
            return keeper_of_votes(cluster)

        # All the while Bob makes up his mind, now by one bot and now by the other; what was answered counts.
        values, count = itertools.cycle("123"), 0
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for source, target in ((first, other), (other, first)):
                moving = pool.submit(move, source, target)
                while not moving.done():
                    value, count = next(values), count + 1
                    ballot = {"voter": bob.name, "value": value}
                    wait_for(lambda: bots.ask("POST", f"/votes/{vote}/ballots", ballot, count % 2)[0] == 200, 60, "the ballot")  # noqa: B023
                assert moving.result() == target
        assert count > 10
        for number in (0, 1):
            bots.stop(number)
            bots.start(number)
        told = bots.post(f"/votes/{vote}/reveal")
        assert {ballot["voter"]: ballot["value"] for ballot in told["rounds"][-1]["ballots"]} == {ann.name: "2", bob.name: value}
        assert bots.get(f"/votes/{vote}") == bots.get(f"/votes/{vote}", 1)
        ann.hears("2 votes")
        assert len(set(ann.lines())) == len(ann.lines())


@pytest.mark.parametrize("arguments, words", [
    (("--from", "redis"), "--to is missing"),
    (("--from", "redis", "--to", "redis-9"), "there is no redis-9"),
    (("--from", "redis", "--to", "redis"), "redis has its slots already"),
    (("--from", "redis", "--to", "redis-2", "--slots", "99999"), "--slots takes a number from 1 to"),
    (("--down",), "unknown argument --down"),
])  # fmt: skip
def test_a_move_that_makes_no_sense_is_refused_in_a_line(cluster, arguments, words):
    refused = cluster.command("reshard", *arguments)
    assert refused.returncode == 1 and words in refused.stderr, refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_what_was_said_outlives_down_and_up(cluster):
    assert cluster.down().returncode == 0
    cluster.up("--shards", 3)
    with Participant(cluster.port) as ann:
        kept = collections.Counter(len(history(ann, room)) for room in ROOMS)
    assert kept == {3: len(ROOMS)}


def test_the_number_of_shards_stays_and_makes_sense(cluster, tmp_path):
    other = cluster.command("up", "--port", cluster.port, "--shards", 4)
    assert other.returncode == 1 and "this fleet has 3 shards" in other.stderr
    for arguments, words in ((("--shards", 2), "--shards takes 1, or"), (("--shards", 3, "--replicas", 3), "from 0 to 2 where")):
        refused = cluster.command("up", *arguments, FLEET_RUN=str(tmp_path / "none"))
        assert refused.returncode == 1 and words in refused.stderr, refused.stderr
