"""What Debian's Redis wrote is read by the newest Redis and Valkey, and a fleet moves to them while people write."""

import shutil
import subprocess

import pytest

from fleet import Fleet
from participant import participant_of
from servers import SERVERS, debians_path, path_of
from test_fleet_chat import resume
from test_fleet_failover import Chat, check, primary_of
from test_fleet_faults import history
from waiting import wait_for


@pytest.fixture
def make_fleet(tmp_path):
    """Makes a fleet, and takes it down."""
    made = []

    def make(**settings):
        made.append(Fleet(tmp_path / "fleet", **settings))
        return made[-1]

    yield make
    for fleet in made:
        fleet.down()


def server_at(port):
    """Which server listens on a port, as its folder is called."""
    facts = subprocess.run(["redis-cli", "-p", str(port), "info", "server"], capture_output=True, text=True, timeout=60).stdout
    facts = dict(line.split(":", 1) for line in facts.splitlines() if ":" in line)
    name = facts.get("server_name", "redis")
    return f"{name}-{facts[f'{name}_version'].split('.')[0]}"


def test_a_fleet_goes_on_with_what_debians_redis_wrote(make_fleet, server):
    fleet, room = make_fleet(instances=1), "lobby"
    fleet.up(PATH=debians_path())
    with participant_of(fleet, 1) as person:
        person.join(room)
        person.send(room, "one")
        assert person.messages(1) == ["one"]
    with participant_of(fleet, 1) as other:
        other.send(room, "two")
    fleet.down()
    fleet.up(PATH=path_of(server))
    assert server_at(fleet.redis_port) == server
    with participant_of(fleet, 1, session=person.session) as person_again:
        assert resume(person_again, room, person.positions[room]) == ["two"]
        person_again.send(room, "three")
        assert person_again.messages(1) == ["three"]
        assert [message["text"] for message in history(person_again, room)] == ["one", "two", "three"]


def test_a_replicated_fleet_moves_to_it_while_people_write(make_fleet, server, tmp_path):
    """The replica first, then the primary, which the sentinels replace; the other way round the replica could not follow."""
    tools = tmp_path / "tools"
    tools.mkdir()
    program = tools / "redis-server"
    program.symlink_to(shutil.which("redis-server", path=debians_path()))
    # They write as fast as they can, and all of it is looked at.
    fleet = make_fleet(TCHATTER_BACKLOG="1000000")
    fleet.up("--replicas", 1, PATH=f"{tools}:{debians_path()}")
    fleet.await_health(seconds=120)
    chat = Chat(fleet, "lobby")
    chat.go_on()
    program.unlink()
    program.symlink_to(SERVERS / server / "redis-server")

    def restart(*names):
        for name in names:
            fleet.supervise("restart", name)
        wait_for(lambda: fleet.command("status").returncode == 0, 120, f"all is well after the restart of {names}")
        chat.go_on()
        return primary_of(fleet)

    restart("redis-2")
    # Sentinels that were held up for two seconds replace nobody for half a minute: it is the primary again then, and they are asked anew.
    wait_for(lambda: restart("redis") == "redis-2", 180, "the sentinels replace the primary")
    assert restart("sentinel-1", "sentinel-2", "sentinel-3") == "redis-2"
    assert [server_at(fleet.redis_port), server_at(fleet.redis_port + 2)] == [server] * 2
    told = chat.end()
    # An instance that follows the room tells of it what it has heard, and by now that is all.
    with participant_of(fleet, 1) as person:
        check(chat, history(person, "lobby"))
    acknowledged = [[id for _, id, _ in author.acknowledged] for author in chat.authors]
    for seen in told:
        for ids in acknowledged:
            assert [id for id in seen if id in set(ids)] == ids
