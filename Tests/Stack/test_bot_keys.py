"""Keys for programs, as operators make them and programs use them, on a fleet with its balancer."""

import os
import re
import signal
import subprocess

import pytest

from bots import BOTS
from participant import PATIENCE, Participant, Refused
from waiting import wait_for

WRONG = ["tcb_" + 64 * "0", "tcb_", "tcb_" + 63 * "0", "tcb_" + 64 * "x", "tcb_" + 3000 * "f"]


class Bot:
    """A bot's key, made by infra/bots and revoked at the end of a `with`."""

    def __init__(self, fleet, name):
        self.fleet, self.name = fleet, name

    def __enter__(self):
        done = self.fleet.command("bots", "add", self.name)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "shown this once" in done.stderr and re.fullmatch(r"tcb_[0-9a-f]{64}\n", done.stdout)
        self.key = done.stdout.strip()
        return self

    def __exit__(self, *_):
        self.revoke()

    def revoke(self):
        return self.fleet.command("bots", "revoke", self.name)

    def row(self):
        """Its line in the list, from the date on."""
        lines = self.fleet.command("bots", "list").stdout.splitlines()
        return next((line for line in lines if line.endswith(f"  {self.name}")), None)


@pytest.fixture
def bot(fleet, room):
    with Bot(fleet, f"Robbie R. of {room}") as bot:
        yield bot


def connect(fleet, number, **hello):
    """A connection to one of the instances that says hello with just this."""

    class Stranger(Participant):
        def request(self, type, id=None, timeout=PATIENCE, **fields):
            return super().request(type, id, timeout, **({"version": 1} | hello if type == "hello" else fields))

    return Stranger(fleet.public_port(number))


def post(fleet, number, key, body=b""):
    """(status, answer) of a sign-in over HTTP."""
    status, _, answer = fleet.get(fleet.public_port(number), "/session", "POST", body, {"Authorization": f"Bearer {key}"})
    return status, answer


def poll(fleet, number, session, *requests):
    body = b'{"rooms":{},"wait":0,"requests":[%s]}' % ",".join(requests).encode()
    status, _, answer = fleet.get(fleet.public_port(number), "/poll", "POST", body, {"Authorization": f"Bearer {session}"})
    return status, answer


def code_of(refused):
    with pytest.raises(Refused) as refusal:
        refused()
    return refusal.value.code


def test_a_bot_is_the_same_user_over_both_transports_and_through_each_instance(fleet, bot, room):
    assert "  never  " in bot.row()
    with connect(fleet, 1, token=bot.key) as first, connect(fleet, 2, token=bot.key) as second, Participant(fleet.port) as reader:
        reader.join(room)
        user = first.welcome["user"]
        assert (user["name"], user["kind"]) == (bot.name, "bot") and second.welcome["user"] == user
        status, made = post(fleet, 3, bot.key)
        assert status == 201 and made["user"] == user and "expires" not in made
        first.send(room, "over a WebSocket")
        status, told = poll(fleet, 2, made["session"], '{"type":"send","id":"p","room":"%s","text":"by poll"}' % room)
        assert status == 200 and [object["type"] for object in told] == ["sent"]
        for text in ("over a WebSocket", "by poll"):
            message = reader.event("message")
            assert (message["text"], message["from"]) == (text, user)
    assert "never" not in bot.row() and user["id"] in bot.row()


def test_a_revoked_key_ends_what_it_has_open_on_every_instance(fleet, bot):
    sockets = [connect(fleet, number, token=bot.key) for number in (1, 2, 3)]
    session = post(fleet, 1, bot.key)[1]["session"]
    # In no room, so that nothing else can answer it.
    waiting = subprocess.Popen(
        ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-H", f"Authorization: Bearer {session}", "-d",
         '{"rooms":{},"wait":25000}', f"http://127.0.0.1:{fleet.public_port(2)}/poll"],
        stdout=subprocess.PIPE, text=True)  # fmt: skip
    wait_for(lambda: re.search(r"(?m)^tchatter_polls_waiting [1-9]", fleet.metrics(2)), what="the poll waits")
    done = bot.revoke()
    assert done.returncode == 0 and done.stderr == f"tchatter: {bot.name}'s key is revoked; 4 sessions have ended\n"
    assert [socket.closed() for socket in sockets] == [4501] * 3
    # Sooner than it would have been answered anyway.
    assert waiting.communicate(timeout=20)[0] in ("200", "401")
    assert [poll(fleet, number, session)[0] for number in (1, 2, 3)] == [401] * 3
    assert [post(fleet, number, bot.key)[0] for number in (1, 2, 3)] == [401] * 3
    assert code_of(lambda: connect(fleet, 3, token=bot.key)) == "unauthorized"
    assert bot.row() is None and bot.revoke().returncode == 1
    with Participant(fleet.port, name=bot.name) as guest:
        assert guest.welcome["user"]["kind"] == "user", "the name is free"


def test_the_name_is_the_bots_whether_it_is_there_or_not(fleet, bot):
    for name in (bot.name, bot.name.upper(), bot.name.replace("o", "0")):
        assert code_of(lambda name=name: Participant(fleet.port, name=name)) == "name_taken"
        assert code_of(lambda name=name: connect(fleet, 2, name=name, kind="bot")) == "name_taken"
        again = fleet.command("bots", "add", name)
        assert again.returncode == 1 and not again.stdout and "A bot has this name" in again.stderr


def test_the_next_key_of_a_name_is_the_same_user(fleet, bot, room):
    with connect(fleet, 1, token=bot.key) as before:
        user, seq = before.welcome["user"], before.send(room, "one")["seq"]
    assert bot.revoke().returncode == 0
    with Bot(fleet, bot.name) as other, connect(fleet, 2, token=other.key) as after:
        assert other.key != bot.key and after.welcome["user"] == user
        assert after.request("edit", room=room, seq=seq, text="two")["type"] == "sent"
        assert post(fleet, 1, bot.key)[0] == 401


def test_wrong_keys_are_answered_as_wrong_tokens_are_and_stand_in_no_log(fleet, bot):
    with connect(fleet, 1, token=bot.key):
        for key in [*WRONG, bot.key[:-1] + ("0" if bot.key[-1] != "0" else "1"), bot.key.upper()]:
            assert code_of(lambda key=key: connect(fleet, 2, token=key)) == "unauthorized"
            status, answer = post(fleet, 1, key)
            assert status == 401 and answer["code"] == "unauthorized" and key not in answer["message"]
    # A key is no session, and no admin token.
    assert poll(fleet, 1, bot.key)[0] == 401
    assert fleet.get(fleet.public_port(1), "/session", fields={"Authorization": f"Bearer {bot.key}"})[0] == 401
    bot.revoke()

    def is_told(act):
        lines = [line for name in fleet.names for line in fleet.log(name).splitlines() if "audit" in line and bot.name in line]
        return any(act in line for line in lines)

    # What an instance writes comes to its log by way of supervisord.
    wait_for(lambda: is_told("add bot") and is_told("revoke bot"), what="both acts are in the log")
    for name in fleet.names:
        log = fleet.log(name)
        assert "tcb_" not in log and bot.key[4:20] not in log


def test_nobody_is_a_bot_by_saying_so(fleet):
    with connect(fleet, 1, name="Pretender", kind="bot") as pretender:
        assert pretender.welcome["user"]["kind"] == "user"
    status, _, made = fleet.get(fleet.public_port(2), "/session", "POST", b'{"name":"Pretender 2","kind":"bot"}')
    assert status == 201 and made["user"]["kind"] == "user"


def test_the_vote_bot_comes_with_its_key_twice_and_ends_when_that_is_revoked(fleet, room, tmp_path):
    file = tmp_path / "vote.key"
    with Bot(fleet, "Vote") as bot, Participant(fleet.port) as somebody:
        file.write_text(bot.key + "\n")
        command = [BOTS, "vote", room, "--url", f"ws://127.0.0.1:{fleet.port}/ws", "--redis", f"redis://127.0.0.1:{fleet.redis_port}"]
        environment = os.environ | {"XDG_STATE_HOME": str(tmp_path)}
        running = [
            subprocess.Popen([*command, "--key-file", str(file)], env=environment, stderr=subprocess.PIPE, text=True),
            subprocess.Popen(command, env=environment | {"TCHATTER_BOT_KEY": bot.key}, stderr=subprocess.PIPE, text=True),
        ]
        try:
            somebody.join(room)
            for process in running:
                while f"in {room}" not in (line := process.stderr.readline()):
                    assert line, "the bot has ended"
            members = lambda: {(user["name"], user["kind"]) for user in somebody.request("members", room=room)["users"]}  # noqa: E731
            wait_for(lambda: ("Vote", "bot") in members(), what="the bot is there, as a bot")
            somebody.send(room, "@Vote help")
            while (message := somebody.event("message"))["from"]["name"] != "Vote":
                pass
            assert message["from"]["kind"] == "bot"
            running[0].send_signal(signal.SIGTERM)
            assert running[0].wait(60) == 0
            bot.revoke()
            assert running[1].wait(60) == 1 and "This key is not known" in running[1].stderr.read()
            assert not list(tmp_path.glob("**/*.session")), "nothing is kept beside the key"
        finally:
            for process in running:
                process.kill()
                process.wait()


def test_a_bot_with_the_key_of_another_says_so_and_ends(fleet, bot, room):
    environment = os.environ | {"TCHATTER_BOT_KEY": bot.key}
    command = [BOTS, "vote", room, "--url", f"ws://127.0.0.1:{fleet.port}/ws"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and f"the key is that of {bot.name}, not of Vote" in done.stderr and bot.key not in done.stderr
