"""Each alert by the fault that it is for, on a fleet of real processes with a real Prometheus."""

import contextlib
import json
import signal
import socket

import pytest
from asking import ask, sign_in
from participant import Participant
from store import Store
from test_fleet_threats import SlowReader
from waiting import wait_for
from websockets.exceptions import ConnectionClosed


class FleetRedis:
    """A fleet's Redis, asked by hand."""

    command, ask = Store.command, staticmethod(Store.ask)

    def __init__(self, fleet):
        self.port = fleet.redis_port

    @property
    def used(self):
        return int(self.command("INFO", "memory").split("used_memory:")[1].split()[0])


@pytest.fixture
def redis(fleet):
    """What a test fills it with, and its limit, are gone afterwards."""
    redis = FleetRedis(fleet)
    _, limit = redis.command("CONFIG", "GET", "maxmemory")
    yield redis
    redis.command("CONFIG", "SET", "maxmemory", limit)
    redis.command("DEL", "ballast", "growing")


@contextlib.contextmanager
def without(fleet, *processes):
    """These have crashed, and are started again at the end."""
    try:
        for name in processes:
            fleet.kill(name)
        yield
    finally:
        for name in processes:
            fleet.start(name)


@pytest.fixture(autouse=True)
def calm(fleet, prometheus):
    """Before each test nothing is wrong with the fleet."""
    fleet.await_health(seconds=60)
    prometheus.await_calm(fleet="chat")


def test_a_fleet_that_chats_is_calm(prometheus):
    """For 50 minutes of the rules' time."""
    watched = 'min(count_over_time(tchatter_store_delivering{fleet="chat"}[40s])) >= 60'
    wait_for(lambda: prometheus.query(watched), 60, "the fleet was watched for 30 s", every=0.5)
    assert prometheus.query('count_over_time(ALERTS{alertstate="firing", fleet="chat"}[30s])') == []


# -- instances ------------------------------------------------------------------------------------------------------------

def test_an_instance_is_down(fleet, prometheus):
    with without(fleet, "instance-3"):
        prometheus.await_firing("InstanceDown", instance=f"127.0.0.1:{fleet.admin_port(3)}")
        prometheus.await_firing("BalancerSeesDown", server="instance-3", fleet="chat")


def test_all_instances_are_down(fleet, prometheus):
    with without(fleet, *fleet.names):
        prometheus.await_firing("NoInstance", "NobodyServes", "PageUnreachable", fleet="chat")


def test_an_instance_is_restarted_again_and_again(fleet, prometheus):
    place = f"127.0.0.1:{fleet.admin_port(2)}"

    def crash():
        if prometheus.query(f'up{{instance="{place}"}} == 1') and fleet.health(2) == 200:
            fleet.signal("instance-2", signal.SIGKILL)

    prometheus.await_firing("InstanceRestarting", instance=place, meanwhile=crash, every=1.5)


def test_a_drain_is_stuck_because_nobody_else_is_there(fleet, prometheus):
    with without(fleet, "instance-2", "instance-3"), Participant(fleet.public_port(1)):
        assert ask(fleet.admin_port(1), "PUT", "/admin/drain") == 200
        prometheus.await_firing("DrainStuck", instance=f"127.0.0.1:{fleet.admin_port(1)}")
        assert 'tchatter_drain_phase{phase="holding"} 1' in fleet.metrics(1)
        assert ask(fleet.admin_port(1), "DELETE", "/admin/drain") == 200


def test_two_versions_are_mixed(prometheus):
    prometheus.await_firing("VersionsMixed", fleet="apart")


# -- Redis ----------------------------------------------------------------------------------------------------------------

def test_redis_is_away(fleet, prometheus):
    with without(fleet, "redis"):
        prometheus.await_firing("NotDelivering", "ServerErrors", fleet="chat", meanwhile=lambda: sign_in(fleet.public_port(1)))
        for number in (1, 2, 3):
            prometheus.await_firing("NotDelivering", instance=f"127.0.0.1:{fleet.admin_port(number)}")


def test_redis_is_slow(redis, prometheus):
    busy = """
        local function now() local t = redis.call('TIME') return t[1] * 1000 + t[2] / 1000 end
        local start = now()
        while now() < start + 1500 do end
    """
    prometheus.await_firing("DeliverySlow", fleet="chat", meanwhile=lambda: redis.command("EVAL", busy, 0), every=0)


def test_redis_is_full(redis, prometheus):
    redis.command("CONFIG", "SET", "maxmemory", redis.used)
    prometheus.await_firing("StoreRefusing", "StoreNearlyFull", fleet="chat")


def test_redis_fills(redis, prometheus):
    """To a good half, and on from there: at that pace it is full in some minutes."""
    redis.command("SETRANGE", "ballast", 28_000_000, "x")
    prometheus.await_firing("StoreFillsSoon", fleet="chat", meanwhile=lambda: redis.command("RPUSH", "growing", "x" * 20_000))


def test_redis_has_no_limit(redis, prometheus):
    redis.command("CONFIG", "SET", "maxmemory", 0)
    prometheus.await_firing("StoreUnlimited", fleet="chat")


def test_redis_forgets(redis, prometheus):
    redis.command("FLUSHALL")
    prometheus.await_firing("StoreForgot", fleet="chat", every=0.1)


def test_redis_may_not_write_its_files_anew(fleet, redis, prometheus):
    assert redis.command("ACL", "SETUSER", "default", "-bgrewriteaof") == "OK"
    try:
        with Participant(fleet.public_port(1)) as ann:
            ann.join("tea")
            ann.request("delete", room="tea", seq=ann.send("tea", "regretted")["seq"])
            # After an hour and a half of the rules' time.
            prometheus.await_firing("DeletedStaysOnDisk", fleet="chat", seconds=180)
    finally:
        assert redis.command("ACL", "SETUSER", "default", "+bgrewriteaof") == "OK"


def test_subscriptions_are_cut_again_and_again(redis, prometheus):
    prometheus.await_firing("ResyncingOften", fleet="chat", meanwhile=lambda: redis.command("CLIENT", "KILL", "TYPE", "pubsub"), every=0.5)


# -- clients --------------------------------------------------------------------------------------------------------------

def test_readers_are_too_slow(fleet, prometheus):
    def write():
        # On a busy machine who writes so much may be too slow a reader as well.
        with contextlib.suppress(ConnectionClosed), Participant(fleet.port) as writer:
            writer.join("too-slow")
            writer.send_all("too-slow", ["x" * 2000] * 500)

    with contextlib.ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(SlowReader(fleet.port, "too-slow").person)
        prometheus.await_firing("OutboxesFull", fleet="chat", meanwhile=write, every=0)


def test_there_is_no_room_for_connections(apart, prometheus):
    with contextlib.ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(Participant(apart.small_port))
        prometheus.await_firing("ConnectionsTurnedAway", fleet="apart", meanwhile=lambda: ask(apart.small_port, "GET", "/"))


def test_somebody_meets_limits(apart, prometheus):
    with Participant(apart.small_port) as person:
        person.join("flood")

        def flood():
            waiting = {person.submit("send", room="flood", text="too much") for _ in range(20)}
            while waiting:
                waiting.discard(person.take().get("id"))

        prometheus.await_firing("LimitsMet", limit="connection_messages", fleet="apart", meanwhile=flood)


def test_webhooks_are_refused(fleet, prometheus):
    body = json.dumps({"text": "to nobody"})
    prometheus.await_firing(
        "WebhooksRefused", reason="invalid_token", fleet="chat", meanwhile=lambda: ask(fleet.public_port(1), "POST", "/hooks/nobody-s", body)
    )


def test_codes_for_another_device_are_guessed_from_everywhere(fleet, redis, prometheus):
    """As many wrong ones as the fleet looks at came from others' addresses already."""
    redis.command("SET", "tc:wrong-codes", 10_000, "EX", 600)
    try:
        code = json.dumps({"code": "0123456789"})
        prometheus.await_firing("CodesGuessed", fleet="chat", meanwhile=lambda: ask(fleet.public_port(1), "POST", "/session", code))
    finally:
        redis.command("DEL", "tc:wrong-codes")


# -- the way in -----------------------------------------------------------------------------------------------------------

def test_the_balancer_is_down(fleet, prometheus):
    with without(fleet, "haproxy"):
        prometheus.await_firing("BalancerDown", fleet="chat")


def test_the_balancer_refuses_much(fleet, prometheus):
    prometheus.await_firing("BalancerRefusing", fleet="chat", meanwhile=lambda: ask(fleet.port, "GET", "/admin/maintenance"))


def test_the_balancer_is_nearly_full(secure_balancer, prometheus):
    with contextlib.ExitStack() as stack:
        for _ in range(43):
            stack.enter_context(socket.create_connection(("127.0.0.1", secure_balancer.port)))
        prometheus.await_firing("BalancerNearlyFull", fleet="apart")


def test_the_certificate_ends_tomorrow(secure_balancer, prometheus):
    prometheus.await_firing("CertificateEnding", "CertificateEndsNow", instance=f"https://127.0.0.1:{secure_balancer.port}/")
