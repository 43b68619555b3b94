"""Incoming webhooks, with the clients that people have: slack_sdk and apprise, unchanged."""

import json
import signal
import subprocess
import threading
import time
import urllib.parse

import apprise
import pytest

from hook import Hook
from participant import Participant, participant_elsewhere, participant_of
from test_fleet_chat import resume
from test_fleet_faults import history
from waiting import wait_for


# Of Apprise, which waits for four seconds otherwise.
PATIENT = "cto=60&rto=60"


# -- the clients ------------------------------------------------------------------------------------------------------


def test_slack_sdk_is_answered_with_ok_and_its_messages_arrive(hook, reader):
    answer = hook.client().send(
        text="fallback",
        blocks=[
            {"type": "header", "text": {"type": "plain_text", "text": "Build 7"}},
            {"type": "section", "text": {"type": "mrkdwn", "text": "<https://ci.example/7|log> <!here> é 🙂 &lt;b&gt;"}},
        ],
        attachments=[{"color": "good", "fields": [{"title": "Took", "value": 3}]}],
    )
    assert (answer.status_code, answer.body) == (200, "ok")
    assert answer.headers["content-type"].startswith("text/plain")
    answer = hook.client().send_dict({"text": "plain", "username": "Builder", "icon_emoji": ":tada:"})
    assert (answer.status_code, answer.body) == (200, "ok")
    first, second = reader.event("message"), reader.event("message")
    assert first["text"] == "fallback\nBuild 7\nlog (https://ci.example/7) @here é 🙂 <b>\nTook: 3"
    assert (first["from"]["name"], first["from"]["kind"]) == ("Webhook", "bot")
    assert (second["text"], second["from"]["name"], second["from"]["kind"]) == ("plain", "Builder", "bot")


def test_each_address_works_through_each_instance_and_the_balancer(fleet, hook, reader):
    texts = []
    for port in (fleet.port, *(fleet.public_port(number) for number in (1, 2, 3))):
        for path in (f"/hooks/{hook.token}", f"/hooks/x/{hook.token}", f"/services/T0/B0/{hook.token}"):
            texts.append(f"{port} {path[:12]}")
            form = urllib.parse.urlencode({"payload": json.dumps({"text": texts[-1]})})
            status, _, answer = hook.post(form, port, path, Content_Type="application/x-www-form-urlencoded")
            assert (status, answer) == (200, {"success": True} if "/x/" in path else "ok")
    assert reader.messages(len(texts)) == texts


@pytest.mark.parametrize("form, name", [
    ("mmost://Watcher@{host}/{token}", "Watcher"),
    ("mmost://{host}/{token}?image=yes&channels={room}", "Apprise"),
    ("rocket://x/{token}@{host}", "Webhook"),
    ("rocket://Someone:x%2F{token}@{host}/#{room}", "Webhook"),
])  # fmt: skip
def test_apprise_notifies(hook, reader, room, form, name):
    notifier = apprise.Apprise()
    assert notifier.add(form.format(host=hook.host, token=hook.token, room=room) + ("&" if "?" in form else "?") + PATIENT)
    assert notifier.notify(title="Disk", body="a < b & c > d <!here>")
    message = reader.event("message")
    assert message["text"].split("\n") == ["Disk", "a < b & c > d @here"]
    assert message["from"]["name"] == name


def test_apprise_reaches_other_rooms_and_people_where_the_hook_may(fleet, room, reader):
    with Hook(fleet, f"{room}-own", "--rate", "0", "--channels", "any", "--name", "Pager") as hook:
        with Participant(fleet.port, name=f"P{room}") as person:
            notifier = apprise.Apprise()
            assert notifier.add(f"rocket://x/{hook.token}@{hook.host}/@{person.name}/#{room}?{PATIENT}")
            assert notifier.notify(body="wake up")
            assert reader.messages(1) == ["wake up"]
            hint = person.event("direct")
            assert hint["with"]["name"] == "Pager"
            person.join(hint["room"])
            assert person.messages(1) == ["wake up"]


# -- the errors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body, status, code", [
    ("{", 400, "invalid_payload"),
    ("[]", 400, "invalid_payload"),
    ('{"text": ["x"]}', 400, "invalid_payload"),
    ("payload=%7B", 400, "invalid_payload"),
    ("", 400, "invalid_payload"),
    ("{}", 400, "no_text"),
    ('{"text": " ", "attachments": [{}]}', 400, "no_text"),
    ('{"text": "x", "channel": "#elsewhere"}', 403, "action_prohibited"),
    ('{"text": "x", "channel": "@somebody"}', 403, "action_prohibited"),
])  # fmt: skip
def test_what_is_wrong_with_a_payload_is_said_in_a_word(hook, body, status, code):
    answered, fields, text = hook.post(body)
    assert (answered, text) == (status, code)
    assert fields["content-type"].startswith("text/plain")


def test_tokens_that_are_none_and_channels_that_are_nowhere_are_refused(fleet, room):
    with Hook(fleet, room, "--channels", "any") as hook:
        for path in ("/hooks/none", "/hooks/" + "0" * 64, f"/hooks/{hook.token[:-1]}x", f"/services/{hook.token}/x/y", "/hooks/"):
            assert hook.post('{"text": "x"}', path=path)[::2] == (403, "invalid_token"), path
        for channel in ("#nowhere-at-all", "@Nobody At All", "#Ünï"):
            assert hook.post(json.dumps({"text": "x", "channel": channel}))[::2] == (404, "channel_not_found")
        assert fleet.get(fleet.port, f"/hooks/{hook.token}")[0] == 405


def test_a_body_that_is_too_long_is_refused_and_a_text_that_is_too_long_is_cut(hook, reader):
    for size in (530_000, 700_000):
        assert hook.client().send(text="x" * size).status_code == 413
    assert hook.client().send(text="y" * 200_000).body == "ok"
    assert reader.messages(1) == ["y" * 3_999 + "…"]


def test_the_first_post_makes_the_room(fleet, room):
    there = lambda: room in {each["room"] for each in someone.request("rooms", limit=100)["rooms"]}
    with Hook(fleet, room) as hook, participant_of(fleet, 1) as someone:
        assert not there()
        assert hook.post('{"text": "x"}')[0] == 200
        wait_for(there, what="the room in the list of rooms")


def test_a_hook_has_its_rate_over_all_instances_together(fleet, room):
    with Hook(fleet, room, "--rate", "6") as slow, Hook(fleet, room, "--rate", "6") as other:
        began, statuses = time.monotonic(), []
        while set(statuses) <= {200} and len(statuses) < 100:
            status, fields, text = slow.post('{"text": "x"}', fleet.public_port(len(statuses) % 3 + 1))
            statuses.append(status)
        # Six at once, and one more each ten seconds: they may pass meanwhile.
        assert 6 <= len(statuses) - 1 <= 6 + (time.monotonic() - began) / 10
        assert (status, text) == (429, "rate_limited")
        assert 1 <= int(fields["retry-after"]) <= 10
        assert other.post('{"text": "x"}')[0] == 200


def test_maintenance_asks_to_come_again(fleet, hook):
    assert fleet.get(fleet.admin_port(1), "/admin/maintenance", "PUT", b'{"message":"Soon."}')[0] == 200
    try:
        for number in (1, 2, 3):
            wait_for(lambda: fleet.health(number) == 404, what=f"instance-{number} in maintenance")
            status, fields, text = hook.post('{"text": "x"}', fleet.public_port(number))
            assert (status, text) == (503, "maintenance")
            assert int(fields["retry-after"]) > 0
    finally:
        assert fleet.get(fleet.admin_port(1), "/admin/maintenance", "DELETE")[0] == 200
    fleet.await_health()


def test_without_redis_it_is_asked_to_come_again_and_the_same_key_is_stored_once(fleet, hook, room):
    fleet.kill_redis()
    try:
        fleet.await_health(503)
        status, fields, text = hook.post('{"text": "x"}', fleet.public_port(1), Idempotency_Key="k")
        assert (status, text) == (503, "unavailable")
        assert int(fields["retry-after"]) > 0
    finally:
        fleet.start("redis")
        fleet.await_health()
    for _ in range(2):
        assert hook.client(retries=20).send_dict({"text": "x"}, {"Idempotency-Key": "k"}).body == "ok"
    await_history(fleet, room, ["x"])


def await_history(fleet, room, texts):
    """Waits until the room has just these: an instance by which something was posted tells of its room what it has heard."""
    with Participant(fleet.port) as person:
        told = lambda: [message["text"] for message in history(person, room)]  # noqa: E731
        wait_for(lambda: told() == texts, 60, told, every=0.5)


# -- exactly once -----------------------------------------------------------------------------------------------------


def test_a_repeat_is_stored_once_whichever_instance_it_comes_through(fleet, hook, reader):
    for number in (1, 2, 3):
        port = fleet.public_port(number)
        assert hook.post('{"text": "by header"}', port, Idempotency_Key="k1")[::2] == (200, "ok")
        assert hook.post(json.dumps({"text": f"by field {number}", "dedupe": "k" * 100}), port)[::2] == (200, "ok")
    hook.post('{"text": "end"}')
    assert reader.messages(3) == ["by header", "by field 1", "end"]


def test_what_was_posted_while_somebody_was_cut_off_is_recovered(fleet, hook, reader, room):
    hook.post('{"text": "before"}')
    assert reader.messages(1) == ["before"]
    reader.connection.socket.shutdown(2)
    texts = [str(number) for number in range(150)]
    for text in texts:
        assert hook.post(json.dumps({"text": text}))[0] == 200
    with participant_elsewhere(fleet, reader.instance, session=reader.session) as returned:
        assert resume(returned, room, reader.positions[room], len(texts)) == texts


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_every_post_while_each_instance_is_restarted_or_killed_is_stored_exactly_once(fleet, hook, room, number):
    stored, stop = [], threading.Event()

    def post():
        client = hook.client(retries=200)
        while not stop.is_set():
            answer = client.send_dict({"text": str(len(stored))}, {"Idempotency-Key": f"number-{len(stored)}"})
            stored.append(answer.body)

    poster = threading.Thread(target=post)
    poster.start()
    try:
        for name in fleet.names:
            before = len(stored)
            pid = fleet.signal(name, number)
            wait_for(lambda: fleet.pid(name) not in (0, pid), 60, f"{name} runs again")
            fleet.await_health()
            wait_for(lambda: len(stored) > before + 20, 60, "posts go on")
    finally:
        stop.set()
        poster.join()
    assert set(stored) == {"ok"}
    await_history(fleet, room, [str(number) for number in range(len(stored))])


# -- the operators ----------------------------------------------------------------------------------------------------


def test_a_revoked_token_is_unknown_to_every_instance_at_once(fleet, room):
    hook = Hook(fleet, room, "--name", "Short-lived")
    ports = [fleet.public_port(number) for number in (1, 2, 3)]
    assert [hook.post('{"text": "x"}', port)[0] for port in ports] == [200] * 3
    assert f"{hook.id}  {room}" in fleet.command("hooks", "list").stdout
    done = hook.revoke()
    assert (done.returncode, done.stderr) == (0, f"tchatter: {hook.id} is revoked\n")
    assert [hook.post('{"text": "x"}', port)[::2] for port in ports] == [(403, "invalid_token")] * 3
    assert hook.id not in fleet.command("hooks", "list").stdout
    again = hook.revoke()
    assert again.returncode == 1 and "no hook" in again.stderr


def test_wrong_commands_are_told_what_is_wrong(fleet, tmp_path):
    template = tmp_path / "template.txt"
    template.write_text("one\n{{#a}}")
    for arguments, status, part in [
        (["add", "no-such-room"], 1, "--create"),
        (["add", "Ops", "--create"], 1, "a-z"),
        (["add", "ops", "--create", "--template", template], 1, "line 2, column 1"),
        (["add", "ops", "--create", "--template", "nofile"], 1, "neither a file"),
        (["add"], 2, "ROOM"),
        (["revoke", "nothing"], 1, "no hook"),
        (["list", "--nome"], 2, "--nome"),
    ]:
        done = fleet.command("hooks", *arguments)
        assert done.returncode == status and part in done.stderr, (arguments, done.stderr)
        assert done.stderr.count("\n") == 1
    program = fleet.folder / "release" / "current" / "tchatter"
    public = [program, "hooks", "list", "--admin", f"127.0.0.1:{fleet.public_port(1)}"]
    done = subprocess.run(public, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "not an instance's admin listener" in done.stderr


def test_a_template_makes_a_line_of_another_program_s_json(fleet, room, reader, tmp_path):
    template = tmp_path / "error.txt"
    template.write_text('{{event.title | "?"}} in {{project}}\n{{#event.tags}}\n- {{.0}}={{.1}}\n{{/event.tags}}\n')
    with Hook(fleet, room, "--template", template, "--name", "Errors") as hook:
        body = {"project": "web", "event": {"title": "Boom <!here>", "tags": [["level", "error"], ["os", "x"]]}, "channel": "@x"}
        assert hook.post(json.dumps(body))[::2] == (200, "ok")
        assert hook.post("{}")[::2] == (200, "ok")
    assert reader.messages(2) == ["Boom <!here> in web\n- level=error\n- os=x", "? in"]


def test_a_hook_can_not_pass_for_somebody(fleet, hook, reader):
    with participant_of(fleet, 2, name="Caroline") as person:
        for name in ("Caroline", "CAROLINE", "Carol1ne", "Сагоӏіпе"):
            hook.post(json.dumps({"text": "x", "username": name}))
            author = reader.event("message")["from"]
            assert (author["name"], author["kind"]) == (f"{name} (webhook)", "bot")
            assert author["id"] != person.welcome["user"]["id"]


def test_tokens_stand_in_no_log_and_not_in_redis(fleet, hook):
    for path in (None, f"/services/T/B/{hook.token}", f"//hooks/{hook.token}", f"/HOOKS/{hook.token}"):
        hook.post('{"text": "x"}', path=path)
    hook.post("{", path=f"/hooks/{hook.token}")
    wait_for(lambda: "/services/-" in fleet.log("haproxy"), what="the balancer's log")
    for name in ("haproxy", "redis", *fleet.names):
        assert hook.token not in fleet.log(name)
    keys = subprocess.run(
        ["redis-cli", "-p", str(fleet.redis_port), "HGETALL", "tc:hooks"], capture_output=True, text=True, timeout=60)
    assert hook.id in keys.stdout and hook.token not in keys.stdout
