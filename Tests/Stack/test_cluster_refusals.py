"""Where redis-url, a cluster and its users do not fit together, an instance says so in one line, and takes nobody."""

import contextlib
import json

import pytest

from cluster_nodes import await_agreement, cluster_work
from lone_instance import LoneInstance
from participant import Participant, Refused
from ports import free_port
from store import Store
from waiting import wait_for

NEEDED = "the user of redis-url may not do what instances do: it needs ~* &* +@all (Redis: NOPERM"


@pytest.fixture(scope="module")
def nodes():
    """Three, each with a third of the slots."""
    with contextlib.ExitStack() as stack:
        options = ["--cluster-enabled", "yes", "--cluster-node-timeout", 15_000, "--cluster-require-full-coverage", "no"]
        made = [stack.enter_context(Store(None, *options, "--cluster-port", free_port())) for _ in range(3)]
        cluster_work("create", *(f"127.0.0.1:{node.port}" for node in made), "--cluster-yes")
        await_agreement(*made)
        yield made


def user(nodes, name, *rules, differs=None):
    """Makes a user whose password is `right`, but at one node; the URL of the cluster for them."""
    for node in nodes:
        password = "other" if node is differs else "right"
        assert node.command("ACL", "SETUSER", name, "on", f">{password}", "~*", *rules) == "OK"
    return f"redis+cluster://{name}:right@127.0.0.1:{nodes[0].port}"


def nobody_comes(instance):
    assert instance.sign_in() == 503


def nobody_is_let_in(instance):
    """One can sign in, where that is all that works."""
    for _ in range(3):
        with wait_for(lambda: signed_in(instance), 60, "a shard that takes sessions") as person, pytest.raises(Refused, match="unavailable"):
            person.join("lobby")


def signed_in(instance):
    """Somebody; nobody while the shard that keeps sessions has not been reached, as another one may be heard of before it."""
    try:
        return Participant(instance.port)
    except Refused as refusal:
        assert refusal.code == "unavailable", refusal
        return None


def check(folder, url, *words, whoever_comes=nobody_comes):
    """The instance says it once, whatever it tries and whoever comes, and no more than it."""
    with LoneInstance(folder, url) as instance:
        instance.await_complaint(*words)
        whoever_comes(instance)
        wait_for(lambda: instance.get("/health") == 503 and "reason" in json.loads(instance.answer), 60, "its health")
        # On a busy machine another shard may be heard first, or have been too late to be asked, or the one that keeps who is there be
        # reached later than the others: then it is impaired, and after that in part. Nothing is told twice.
        reason = instance.await_complaint(*words)
        told = instance.complaints()
        assert len(set(told)) == len(told), told
        assert "\n" not in reason and "right" not in reason, reason
        assert json.loads(instance.answer)["status"] == "impaired"
    return reason


@pytest.mark.parametrize("rules", [
    ("resetchannels", "+@all"),
    ("resetchannels", "&tc:fleet", "&tc:probe:*", "+@all"),
    ("&*", "+@all", "-ssubscribe"),
    ("&*", "+@all", "-spublish"),
], ids=["no channels", "no rooms' channels", "no ssubscribe", "no spublish"])  # fmt: skip
def test_a_user_who_may_not_use_the_channels(nodes, tmp_path, rules):
    check(tmp_path, user(nodes, f"user-{abs(hash(rules))}", *rules), "the shard at 127.0.0.1:", NEEDED, whoever_comes=nobody_is_let_in)


def test_a_password_that_one_node_does_not_know(nodes, tmp_path):
    url = user(nodes, "one", "&*", "+@all", differs=nodes[1])
    check(tmp_path, url, f"the shard at 127.0.0.1:{nodes[1].port}: Redis does not accept the user and password of redis-url")


def test_a_cluster_that_is_called_one_server(nodes, tmp_path):
    url = user(nodes, "whole", "&*", "+@all").replace("redis+cluster", "redis")
    check(tmp_path, url, "this Redis is a node of a cluster: redis-url names a cluster as redis+cluster://host,…")


def test_one_server_that_is_called_a_cluster(tmp_path):
    with Store() as store:
        check(tmp_path, f"redis+cluster://127.0.0.1:{store.port}", "this Redis is no node of a cluster: redis-url names it as redis://host")


def test_addresses_that_lead_nowhere(nodes, tmp_path):
    """As where containers announce what is theirs alone. The last of these tests: nobody is told otherwise any more."""
    url = user(nodes, "lost", "&*", "+@all")
    for node in nodes:
        assert node.command("CONFIG", "SET", "cluster-announce-ip", "127.77.0.1") == "OK"
        assert node.command("CONFIG", "SET", "cluster-announce-port", free_port()) == "OK"
    wait_for(lambda: "127.77.0.1" in str(nodes[0].command("CLUSTER", "SLOTS")), 60, "it tells that address")
    # The others are found, and serve their rooms.
    check(tmp_path, url, "the shard at 127.77.0.1:", whoever_comes=lambda instance: None)
