"""Users who are ended, banned and suspended, also by an instance that does not hear of it."""

import contextlib
import json
import re
import subprocess

import pytest

from cutter import Cutter
from instance import Instance
from participant import Participant, Refused
from programs import PROGRAMS
from store import Store
from waiting import wait_for


class OperatedInstance(Instance):
    """One instance, and what its operators do with users."""

    def judge(self, act, user, **body):
        status, answer = self.ask(f"/admin/users/{user}/{act}", "POST", body or None)
        assert status == 200, answer
        return json.loads(answer)

    def users(self):
        return json.loads(self.ask("/admin/users")[1])["users"]

    def is_ready(self):
        return super().is_ready() and self.metric("store_delivering") == 1


@pytest.fixture
def instances(tmp_path):
    """Three of them, the first with its way to Redis in our hands."""
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(Store())
        cutter = Cutter(store.port)
        stack.callback(cutter.listener.close)
        ways = [cutter.port, store.port, store.port]
        yield [stack.enter_context(OperatedInstance(tmp_path, f"i{number}", way, quotas="off")) for number, way in enumerate(ways, 1)], cutter


def texts(person, room):
    return [message["text"] for message in person.request("history", room=room, limit=50)["messages"]]


def test_a_ban_that_an_instance_could_not_hear_holds_for_what_is_written_there_and_for_all_once_it_hears(instances):
    (first, second, third), cutter = instances
    with Participant(first.port) as ann, Participant(first.port) as bob, Participant(third.port) as reader:
        other, silent = (Participant(instance.port, session=ann.session) for instance in (third, first))
        ann.send("lobby", "before")
        cutter.cut()
        wait_for(lambda: first.metric("store_delivering") == 0, what="the first instance knows that it is cut off")
        done = second.judge("ban", ann.welcome["user"]["id"], reason="spam", **{"for": 3600})
        assert done["ended"] == 1
        assert other.closed() == 4503, "it holds at once where it is heard"
        assert ann.welcome["user"]["id"] in {user["id"] for user in first.users()}, "where it is not, nobody knows"
        ann.submit("send", "late", room="lobby", text="while cut off")
        assert ann.closed() == 4503
        assert [object["code"] for object in ann.events if object["type"] == "error"][0] == "forbidden"
        bob.send("lobby", "of another one")
        wait_for(lambda: texts(reader, "lobby") == ["before", "of another one"], what=lambda: texts(reader, "lobby"))
        cutter.is_cut = False
        assert silent.closed() == 4503, "who has said nothing goes as soon as it can be heard"
        wait_for(lambda: first.metric("sessions_to_check") == 0, what="all sessions are looked up")
        assert first.metric("clients_ended_total") == 2
    with pytest.raises(Refused) as refusal:
        Participant(second.port, session=ann.session)
    assert refusal.value.code == "forbidden" and "spam" in str(refusal.value)


@pytest.mark.parametrize("transport", ["webSocket", "poll"])
def test_the_log_of_a_bot_that_is_banned_says_until_when_and_why(instances, transport, tmp_path):
    (first, second, _), _ = instances
    command = [PROGRAMS / "tchatter-bots", "archive", tmp_path / "archive", "lobby", "--name", "Bot", "--session", tmp_path / "session"]
    command += ["--url", f"ws://127.0.0.1:{first.port}/ws", "--transport", transport]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as bot:
        try:
            while "in lobby" not in (line := bot.stderr.readline()):
                assert line, "the bot has ended"
            second.judge("ban", "@Bot", reason="noise", **{"for": 3600})
            assert bot.wait(60) == 1
            assert re.search(r"forbidden: You are banned until .* UTC: noise", bot.stderr.read())
        finally:
            bot.kill()


def test_a_suspension_is_told_on_every_instance_and_a_pardon_as_well(instances):
    (first, second, third), _ = instances
    with Participant(first.port) as ann, Participant(third.port, session=ann.session) as other:
        user = ann.welcome["user"]["id"]
        until = second.judge("suspend", user, reason="calm down", **{"for": 3600})["until"]
        for person in (ann, other):
            told = person.event("suspended")
            assert (told["on"], told["until"], told["reason"]) == (True, until, "calm down")
            with pytest.raises(Refused, match="calm down"):
                person.send("lobby", "x")
        with Participant(second.port, session=ann.session) as late:
            assert late.welcome["suspended"]["until"] == until
        assert [(entry["id"], entry.get("suspended")) for entry in first.users()] == [(user, True)]
        third.judge("pardon", user)
        for person in (ann, other):
            assert person.event("suspended")["on"] is False
            assert person.send("lobby", person.welcome["server"]["instance"])["type"] == "sent"
