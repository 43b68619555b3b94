"""Programs whose library keeps the cookie of a sign-in, and who then say by Bearer that they are somebody else."""

import json
import subprocess
import urllib.error
import urllib.request

import pytest

from clients import FOLDER, PYTHON
from instance import Instance

POLL = '{"rooms": {}, "wait": 0, "requests": [{"type": "join", "id": "j", "room": "lobby"}, {"type": "send", "id": "s", "room": "lobby", "text": "Hello"}]}'


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with Instance(tmp_path_factory.mktemp("instance")) as instance:
        yield instance.address


def by_library(name):
    def ask(url, person, bearer, _):
        command = [str(PYTHON), str(FOLDER / "cookie_jar.py"), name, url, person, bearer]
        seen = json.loads(subprocess.run(command, stdout=subprocess.PIPE, timeout=60, check=True).stdout)
        return seen["session"], seen["answers"]

    return ask


def by_curl(url, person, bearer, folder):
    def curl(path, *arguments):
        jar = str(folder / "jar")
        command = ["curl", "-sS", "-b", jar, "-c", jar, "-w", "\n%{http_code}", *arguments, url + path]
        text, status = subprocess.run(command, stdout=subprocess.PIPE, timeout=60, check=True, text=True).stdout.rsplit("\n", 1)
        return int(status), text and json.loads(text)

    session, bearer = curl("/session", "-d", json.dumps({"name": person}))[1]["session"], ["-H", f"Authorization: Bearer {bearer}"]
    return session, [curl("/session"), curl("/session", *bearer), curl("/poll", *bearer, "-d", POLL), curl("/session", *bearer, "-X", "DELETE")]


def session_of(url, **fields):
    """(status, user's name) of whoever asks."""
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{url}/session", headers=fields), timeout=60) as answer:
            return answer.status, json.load(answer)["user"]["name"]
    except urllib.error.HTTPError as answer:
        return answer.code, None


@pytest.mark.parametrize("ask", [by_library("requests"), by_library("aiohttp"), by_curl], ids=["requests", "aiohttp", "curl"])
def test_with_a_bearer_the_cookie_does_not_count(ask, url, tmp_path, request):
    kept, other = (f"{who}-{request.node.callspec.id}" for who in ("Kept", "Other"))
    with urllib.request.urlopen(f"{url}/session", json.dumps({"name": other}).encode(), timeout=60) as answer:
        bearer = json.load(answer)["session"]
    session, (jar, known, polled, ended) = ask(url, kept, bearer, tmp_path)
    # The jar does send its cookie, and is somebody by it.
    assert (jar[0], jar[1]["user"]["name"]) == (200, kept)
    assert (known[0], known[1]["user"]["name"]) == (200, other)
    assert polled[0] == 200
    # Those before it are the others'.
    assert [object["from"]["name"] for object in polled[1] if object["type"] == "message"][-1] == other, polled
    # What was ended is the session of the Bearer.
    assert ended[0] == 204
    assert session_of(url, Authorization=f"Bearer {bearer}") == (401, None)
    assert session_of(url, Authorization=f"Bearer {session}") == (200, kept)
