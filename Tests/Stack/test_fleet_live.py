"""What operators see of a fleet at this moment: tchatter top and tchatter follow."""

import json
import signal
import subprocess

from participant import Participant
from programs import PROJECT
from waiting import wait_for


def picture(fleet, *arguments):
    done = fleet.command("top", "--once", "--json", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_top_shows_all_instances_by_one_of_them_and_the_busiest_room_by_all(fleet, room):
    program = fleet.folder / "release" / "current" / "tchatter"
    names = {f"instance-{number}" for number in range(1, fleet.instances + 1)}

    def by_one():
        command = [program, "top", "--once", "--json", "--admin", f"127.0.0.1:{fleet.admin_port(1)}"]
        instances = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout)["instances"]
        told = {one["instance"]: one for one in instances if one.get("age", 0) < 7_000}
        return told if set(told) == names else None

    told = wait_for(by_one, what="all have told")
    assert {name for name, one in told.items() if "age" in one} == names - {"instance-1"}
    assert all(one["phase"] == "serving" and one["store"]["kind"] == "redis" and one["memory"] > 1_000_000 for one in told.values())

    with Participant(fleet.public_port(1)) as ann, Participant(fleet.public_port(2)) as bob:
        for person in (ann, bob):
            person.request("join", room=room)

        def busy():
            for number in range(20):
                ann.request("send", room=room, text=f"message {number}")
            found = [one for one in picture(fleet)["rooms"] if one["room"] == room]
            return found and found[0]["members"] == 2 and found[0]["messagesPerMinute"] > 0

        wait_for(busy, what="the room is among the busiest")
        table = fleet.command("top", "--once").stdout
        assert table.startswith("INSTANCE") and room in table and names <= set(table.split())


def test_follow_tells_of_a_room_on_all_instances_without_texts(fleet, room, tmp_path):
    lines = tmp_path / "lines"

    def told(instance, **wanted):
        events = [json.loads(line) for line in lines.read_text().splitlines()]
        return [one for one in events if one["instance"] == instance and wanted.items() <= one.items()]

    with Participant(fleet.public_port(1)) as ann, Participant(fleet.public_port(2)) as bob, open(lines, "w") as output:
        command = [str(PROJECT / "infra" / "follow"), "--room", room, "--json"]
        following = subprocess.Popen(command, env=fleet.environment, stdin=subprocess.DEVNULL, stdout=output)
        try:
            bob.request("join", room=room)

            def heard():
                assert following.poll() is None
                ann.request("send", room=room, text="a secret")
                return told("instance-1", what="request", type="send", result="sent", user=ann.welcome["user"]["id"], bytes=8)

            wait_for(heard, what="a request is told of where it was made", every=0.2)
            wait_for(lambda: told("instance-2", what="delivered", members=1), what="and the message where it arrives")
        finally:
            following.send_signal(signal.SIGINT)
            status = following.wait(120)
    assert status == 0
    assert "secret" not in lines.read_text()
    refused = fleet.command("follow", "--user", "@nobody-of-that-name")
    assert refused.returncode == 1 and "Nobody has this name." in refused.stderr

    program = fleet.folder / "release" / "current" / "tchatter"
    command = [program, "follow", "--room", room, "--seconds", "1", "--admin", f"127.0.0.1:1,127.0.0.1:{fleet.admin_port(1)}"]
    partly = subprocess.run(command, env=fleet.environment, capture_output=True, text=True, timeout=120)
    assert partly.returncode == 0 and partly.stderr.startswith("tchatter: 127.0.0.1:1 can't be followed on, and is tried again: "), partly.stderr
