"""Programs that people have post into rooms, unchanged: Alertmanager, netdata's script, curl; and what others send, byte by byte.

slack_sdk and apprise are in test_fleet_hooks.py.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from hook import Hook
from ports import free_port
from process import Process
from waiting import wait_for

NETDATA = pathlib.Path("/usr/lib/netdata")


@pytest.fixture
def hook(fleet, room):
    """A hook into a room of its own, as fast as one likes."""
    with Hook(fleet, room, "--rate", "0", "--name", "Sender") as hook:
        yield hook


# -- Alertmanager -----------------------------------------------------------------------------------------------------


class Alertmanager(Process):
    """Debian's, with receivers of our making; use it in a `with`."""

    def __init__(self, folder, receiver):
        port = free_port()
        configuration = {
            "route": {"receiver": "chat", "group_by": ["job"], "group_wait": "10ms", "group_interval": "10ms"},
            "receivers": [{"name": "chat", **receiver}],
        }
        (folder / "alertmanager.yml").write_text(json.dumps(configuration))
        command = ["prometheus-alertmanager", f"--config.file={folder}/alertmanager.yml", f"--storage.path={folder}/alertmanager"]
        command += [f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="]
        super().__init__(command, folder / "alertmanager.log", port=port)

    def is_ready(self):
        try:
            return self.ask("/-/ready").status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def ask(self, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body, headers={"Content-Type": "application/json"})
        return urllib.request.urlopen(request, timeout=60)

    def alert(self, *labels, summary):
        """Alerts with these labels, all at once."""
        alerts = [{"labels": each, "annotations": {"summary": summary}, "generatorURL": "http://prometheus.example/graph?g0.expr=up"} for each in labels]
        assert self.ask("/api/v2/alerts", json.dumps(alerts).encode()).status == 200

    def metric(self, name):
        """The sum of a metric over its labels."""
        lines = self.ask("/metrics").read().decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(f"alertmanager_{name}{{"))


def test_alertmanager_s_messages_for_slack_arrive(hook, reader, room, tmp_path):
    receiver = {"slack_configs": [{"api_url": hook.url, "channel": f"#{room}", "send_resolved": True}]}
    with Alertmanager(tmp_path, receiver) as alertmanager:
        alertmanager.alert({"alertname": "DiskFull", "job": "node", "severity": "page"}, summary="<90 %> é 🙂")
        message = reader.event("message", 60)
        assert "[FIRING:1]" in message["text"] and "DiskFull" in message["text"], message
        assert (message["from"]["name"], message["from"]["kind"]) == ("Alertmanager", "bot")
        assert alertmanager.metric("notifications_failed_total") == 0


def test_alertmanager_s_four_hundred_alerts_at_once_arrive_by_a_template(fleet, room, reader, tmp_path):
    template = "{{status}}: {{#alerts}}{{.labels.instance}} {{/alerts}}"
    with Hook(fleet, room, "--rate", "0", "--template", template) as hook:
        with Alertmanager(tmp_path, {"webhook_configs": [{"url": hook.url}]}) as alertmanager:
            labels = [{"alertname": "Down", "job": "node", "instance": f"host-{number}.example:9100"} for number in range(400)]
            alertmanager.alert(*labels, summary="x" * 500)
            # While not all of them have come in, Alertmanager tells those that have, and then all of them again.
            text = ""
            while not text.endswith("…"):
                text = reader.event("message", 60)["text"]
                assert text.startswith("firing: host-") and len(text) <= 4_000, text[:80]
            assert alertmanager.metric("notifications_failed_total") == 0


# -- netdata ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method, path", [("SLACK", "/services/T/B/{token}"), ("ROCKETCHAT", "/hooks/x/{token}")])
def test_netdata_s_alarms_arrive(fleet, hook, reader, room, tmp_path, method, path):
    url = f"http://127.0.0.1:{fleet.port}{path.format(token=hook.token)}"
    others = "\n".join(f"SEND_{name}=NO" for name in ("EMAIL", "SLACK", "ROCKETCHAT", "SYSLOG"))
    (tmp_path / "health_alarm_notify.conf").write_text(
        f'{others}\nSEND_{method}=YES\n{method}_WEBHOOK_URL="{url}"\nDEFAULT_RECIPIENT_{method}="{room}"\n')
    environment = os.environ | {
        "NETDATA_USER_CONFIG_DIR": str(tmp_path), "NETDATA_STOCK_CONFIG_DIR": str(NETDATA / "conf.d"),
        "NETDATA_CACHE_DIR": str(tmp_path / "cache"), "NETDATA_REGISTRY_URL": "http://registry.example",
    }  # fmt: skip
    script = [NETDATA / "plugins.d" / "alarm-notify.sh", "test"]
    done = subprocess.run(script, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    assert done.stdout.count("# OK") + done.stderr.count("# OK") == 3, done.stdout + done.stderr
    texts, names = [], set()
    for _ in range(3):
        message = reader.event("message")
        texts.append(message["text"])
        names.add(message["from"]["name"])
    assert ["warning" in texts[0].lower(), "critical" in texts[1].lower(), "recovered" in texts[2].lower()] == [True] * 3, texts
    assert len(names) == 1 and names.pop().startswith("netdata on ")


# -- curl -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [
    ["-d", '{"text": "a & b = 100% +1 é"}'],
    ["-H", "Content-Type: application/json", "--data-binary", '{"text": "a & b = 100% +1 é"}'],
    ["--data-urlencode", 'payload={"text": "a & b = 100% +1 é"}'],
    ["-d", 'payload={"text": "a & b = 100% +1 é"}'],
    ["--http1.0", "-d", '{"text": "a & b = 100% +1 \\u00e9"}'],
    ["-H", "Transfer-Encoding: chunked", "-H", "Expect: 100-continue", "-d", '{"text": "a & b = 100% +1 é"}'],
], ids=["bare", "json", "form", "form-not-encoded", "http-1.0", "chunked"])  # fmt: skip
def test_curl(hook, reader, arguments):
    done = subprocess.run([shutil.which("curl"), "-sS", *arguments, hook.url], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("ok", "")
    assert reader.messages(1) == ["a & b = 100% +1 é"]


# -- what others send -------------------------------------------------------------------------------------------------

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@pytest.mark.parametrize("path, kind, body, text, name", [
    # Jenkins' plugin for Rocket.Chat.
    ("/hooks/jenkins/{token}", JSON,
     b'{"channel":"#{room}","text":"web - #7 Failure after 3 min (<http://ci/7/|Open>)","emoji":":sob:",'
     b'"attachments":[{"title":"Changes","text":"- fix","color":"danger","collapsed":false}]}',
     "web - #7 Failure after 3 min (Open (http://ci/7/))\nChanges\n- fix", "Sender"),
    # GitLab's integration for Slack and Mattermost.
    ("/hooks/{token}", FORM,
     b"payload=" + urllib.parse.quote_plus(json.dumps({
         "text": "Ann pushed to branch <http://g/c/main|main> of <http://g/p|team / web> (<http://g/d|Compare changes>)",
         "attachments": [{"color": "#345", "text": "<http://g/1|ab12>: Fix &lt;b&gt; - Ann", "mrkdwn_in": ["text"]}],
         "username": "GitLab", "mrkdwn": True})).encode(),
     "Ann pushed to branch main (http://g/c/main) of team / web (http://g/p) (Compare changes (http://g/d))\n"
     "ab12 (http://g/1): Fix <b> - Ann", "GitLab"),
    # PowerShell 5.1: Invoke-RestMethod -Body sends Latin-1.
    ("/hooks/{token}", JSON, '{\r\n    "text":  "Größe übrig: 5 %",\r\n    "username":  "Büro"\r\n}'.encode("latin-1"), "Größe übrig: 5 %", "Büro"),
    # The same of a file that Windows wrote.
    ("/hooks/{token}", JSON, '\ufeff{"text": "Größe"}\r\n'.encode(), "Größe", "Sender"),
    # Ansible's rocketchat: a form that is not encoded.
    ("/hooks/x/{token}", FORM,
     b'payload={"text": "web1 & web2: 100% done, +2 changed", "channel": "#{room}", "username": "Ansible", '
     b'"icon_url": "https://docs.ansible.com/favicon.ico", "link_names": 1}',
     "web1 & web2: 100% done, +2 changed", "Ansible"),
    # Ansible's mattermost: its token is the end of the address.
    ("/hooks/{token}", JSON, b'{"text": "deployed \\u00e9", "username": "Ansible", "icon_url": "https://x/y.png"}', "deployed é", "Ansible"),
    # Zabbix: a message's text pasted into JSON, with its line breaks.
    ("/hooks/{token}", JSON, b'{"text":"Problem: Load\n\tHost: db1\r\nSeverity: High","username":"Zabbix"}', "Problem: Load\n\tHost: db1\nSeverity: High", "Zabbix"),
    # Grafana's contact point for Slack.
    ("/services/T/B/{token}", JSON,
     b'{"channel":"#{room}","username":"Grafana","attachments":[{"color":"#D63232","title":"[FIRING:1] High load (web)",'
     b'"title_link":"https://g/alerting/list","text":"**Firing**\\n\\nValue: A=7","fallback":"[FIRING:1] High load (web)","fields":[],'
     b'"footer":"Grafana v11.2.0","footer_icon":"https://g/fav.png","ts":1700000000,"mrkdwn_in":["pretext"]}]}',
     "[FIRING:1] High load (web) (https://g/alerting/list)\n**Firing**\n\nValue: A=7\nGrafana v11.2.0", "Grafana"),
    # Uptime Kuma's for Slack: its blocks are in an attachment.
    ("/hooks/{token}", JSON,
     json.dumps({"text": "Uptime Kuma Alert\n[web] [Down] timeout", "channel": None, "username": "Uptime Kuma", "icon_emoji": ":robot_face:",
                 "attachments": [{"color": "#e01e5a", "blocks": [
                     {"type": "header", "text": {"type": "plain_text", "text": "Uptime Kuma Alert"}},
                     {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Message*\n[web] [Down] timeout"}]},
                     {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Visit"},
                                                       "value": "Uptime-Kuma", "url": "https://k/dashboard/1"}]}]}]}).encode(),
     "Uptime Kuma Alert\n[web] [Down] timeout\nUptime Kuma Alert\n*Message*\n[web] [Down] timeout\nVisit (https://k/dashboard/1)", "Uptime Kuma"),
    # Gitea's and Forgejo's for Slack: much of it is empty.
    ("/hooks/{token}", JSON,
     b'{"channel":"#{room}","text":"[<https://g/o/r|o/r>:<https://g/o/r/src/branch/main|main>] 1 new commit pushed by ann","username":"Gitea",'
     b'"icon_url":"","unfurl_links":0,"link_names":0,"attachments":[{"fallback":"","color":"","title":"","title_link":"",'
     b'"text":"<https://g/o/r/commit/ab12|ab12>: Fix - Ann"}]}',
     "[o/r (https://g/o/r):main (https://g/o/r/src/branch/main)] 1 new commit pushed by ann\nab12 (https://g/o/r/commit/ab12): Fix - Ann", "Gitea"),
    # healthchecks.io's for Slack.
    ("/hooks/{token}", JSON,
     b'{"username":"healthchecks.io","icon_url":"https://h/logo.png","attachments":[{"color":"danger","fallback":"backup is DOWN.",'
     b'"mrkdwn_in":["fields"],"title":"backup is DOWN.","title_link":"https://h/checks/1/","fields":[{"title":"Period","value":"1 day","short":true}]}]}',
     "backup is DOWN. (https://h/checks/1/)\nPeriod: 1 day", "healthchecks.io"),
    # Flux' for Slack and Rocket.Chat.
    ("/hooks/x/{token}", JSON,
     b'{"channel":"{room}","username":"flux","text":"","attachments":[{"color":"danger","author_name":"kustomization/apps.flux-system",'
     b'"text":"health check failed","mrkdwn_in":["text"],"fields":[{"title":"revision","value":"main@sha1:ab12","short":false}]}]}',
     "kustomization/apps.flux-system\nhealth check failed\nrevision: main@sha1:ab12", "flux"),
    # Home Assistant's rest, told to call the message `text`; shoutrrr's generic likewise.
    ("/hooks/{token}", JSON, b'{"text": "The door is open", "title": "Home"}', "Home\nThe door is open", "Sender"),
    # Controls that only Slack has.
    ("/hooks/{token}", JSON,
     b'{"text":"Deploy?","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Deploy?"}},'
     b'{"type":"actions","elements":[{"type":"static_select","placeholder":{"type":"plain_text","text":"Pick"},"options":[]}]}]}',
     "Deploy?\n[not shown: actions]", "Sender"),
    # A program that counts an emoji as two, and cut it.
    ("/hooks/{token}", JSON, b'{"text":"a long title \\ud83d","username":"Cut"}', "a long title \ufffd", "Cut"),
    # Names with what their scripts want.
    ("/hooks/{token}", JSON, '{"text":"x","username":"ශ්\u200dරී ❤\ufe0f"}'.encode(), "x", "ශ්\u200dරී ❤\ufe0f"),
    # A name that shows nothing is none.
    ("/hooks/{token}", JSON, '{"text":"x","username":"\u2800"}'.encode(), "x", "Sender"),
], ids=["jenkins", "gitlab", "powershell", "windows", "ansible-rocketchat", "ansible-mattermost", "zabbix", "grafana", "uptime-kuma", "gitea", "healthchecks",
        "flux", "home-assistant", "controls", "half-emoji", "names", "blank-name"])  # fmt: skip
def test_what_others_send_arrives(hook, reader, room, path, kind, body, text, name):
    status, _, answer = hook.post(body.replace(b"{room}", room.encode()), path=path.format(token=hook.token), Content_Type=kind)
    assert status == 200
    # Rocket.Chat's clients read an object, the others compare a word.
    assert answer == ({"success": True} if path.count("/") == 3 else "ok")
    message = reader.event("message")
    assert (message["text"], message["from"]["name"]) == (text, name)


# -- the operators ----------------------------------------------------------------------------------------------------


def test_what_is_refused_is_seen_by_the_operator(fleet, hook):
    assert hook.post('{"text": "x", "channel": "#elsewhere"}', path=f"/hooks/x/{hook.token}")[::2] == (403, {"success": False, "error": "action_prohibited"})
    assert hook.post("{}")[::2] == (400, "no_text")
    # Whatever kind a sender says that its JSON is of, it is read; so it is the JSON that is refused here.
    assert hook.post('{"text": "x"', Content_Type="text/html")[::2] == (400, "invalid_payload")
    assert hook.client().send(text="x" * 530_000).status_code == 413

    def told():
        """What is said below the hook's line."""
        lines = fleet.command("hooks", "list").stdout.splitlines()
        return next(below for line, below in zip(lines, [*lines[1:], ""]) if line.startswith(hook.id))

    def in_a_log(code):
        lines = [line for name in fleet.names for line in fleet.log(name).splitlines()]
        return any("webhook refused" in line and code in line and hook.id in line for line in lines)

    wait_for(lambda: "4 posts refused" in told() and "too_large: its body has more than 512 KiB" in told(), 60, "the refusals in the list")
    for code in ("action_prohibited", "no_text", "invalid_payload", "too_large"):
        wait_for(lambda: in_a_log(code), 60, f"{code} in a log")


def test_what_the_balancer_refuses_for_its_length_is_seen_too(fleet, hook):
    def refused():
        metrics = fleet.get(fleet.port + 301, "/metrics")[2].decode()
        return re.findall(r'haproxy_backend_http_responses_total\{proxy="too-large",code="4xx"\} (\d+)', metrics)

    before = refused()
    assert hook.client().send(text="x" * 1_100_000).status_code == 413
    wait_for(lambda: [int(count) for count in refused()] == [int(before[0]) + 1], 60, refused)
    wait_for(lambda: re.search(r'too-large/\S+ 413 .*"POST /hooks/-"', fleet.log("haproxy")), 60, "the line in HAProxy's log")
    assert hook.token not in fleet.log("haproxy")


def test_a_burst_somewhat_above_the_rate_is_taken_a_little_later(fleet, room, reader):
    with Hook(fleet, room, "--rate", "120") as hook:
        began = time.monotonic()
        for number in range(122):
            assert hook.post(json.dumps({"text": str(number)}), fleet.public_port(1))[0] == 200, time.monotonic() - began
    assert reader.messages(122) == [str(number) for number in range(122)]
