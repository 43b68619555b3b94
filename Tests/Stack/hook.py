"""An incoming webhook of a fleet, made and revoked as operators do it."""

import urllib.parse

from slack_sdk.http_retry import FixedValueRetryIntervalCalculator, RetryHandler
from slack_sdk.webhook import WebhookClient


class Hook:
    """Made by infra/hooks; use it in a `with`."""

    def __init__(self, fleet, room, *options):
        self.fleet, self.room = fleet, room
        done = fleet.command("hooks", "add", room, "--create", *options)
        assert done.returncode == 0, done.stdout + done.stderr
        self.url = done.stdout.strip()
        self.token = self.url.split("/")[-1]
        self.id = done.stderr.split()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.revoke()

    def revoke(self):
        return self.fleet.command("hooks", "revoke", self.id)

    @property
    def host(self):
        return urllib.parse.urlsplit(self.url).netloc

    def post(self, body, port=None, path=None, **fields):
        """(status, fields, body as text) of a post through the balancer, or to another port of the fleet."""
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        body = body.encode() if isinstance(body, str) else body
        status, answer, text = self.fleet.get(port or self.fleet.port, path or f"/hooks/{self.token}", "POST", body, fields)
        return status, answer, text.decode() if isinstance(text, bytes) else text

    def client(self, retries=0):
        """slack_sdk's own client; one that retries does so at once, whatever went wrong."""
        return WebhookClient(self.url, timeout=60, retry_handlers=[Stubborn(retries)] if retries else [])


class Stubborn(RetryHandler):
    """Tries again whatever the server or the network say, as a client may that sends an Idempotency-Key."""

    def __init__(self, retries):
        super().__init__(max_retry_count=retries, interval_calculator=FixedValueRetryIntervalCalculator(0.2))

    def _can_retry(self, *, state, request, response=None, error=None):
        return response is None or response.status_code in (429, 500, 502, 503, 504)
