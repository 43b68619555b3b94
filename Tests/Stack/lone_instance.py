"""One instance by itself, and what it says of a store that won't do."""

import json
import urllib.error
import urllib.request

import pytest

from instance import Instance
from waiting import wait_for


class LoneInstance(Instance):
    """One instance with a store that may be none; use it in a `with`."""

    def __init__(self, folder, url):
        super().__init__(folder, redis_url=url, log="json")

    def is_ready(self):
        return self.get("/live") == 200

    def get(self, path):
        """The status, and the object in `answer`; 0 while it does not listen."""
        status, self.answer = self.ask(path)
        return status

    def sign_in(self):
        """The status of a refusal."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/session", b'{"name":"Ann"}', method="POST")
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(request, timeout=60)
        return refusal.value.code

    def complaints(self):
        """What it has logged about its store: (what has happened, why). In whole lines: it may be in the midst of another."""
        whole = self.log().rpartition("\n")[0]
        lines = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
        return [(line["event"], line["reason"]) for line in lines if "reason" in line]

    def await_complaint(self, *words):
        """Waits until the latest has these words: on a busy machine it looks before it has heard of the store, and says that first."""
        latest = lambda: [reason for _, reason in self.complaints()[-1:] if all(word in reason for word in words)]  # noqa: E731
        return wait_for(latest, 60, self.complaints)[0]
