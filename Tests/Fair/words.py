"""What a guest is told when it asks for too much."""

import collections
import json

# Each has to be said in a sentence that can be shown.
REFUSALS = {"rate_limited", "forbidden", "too_large", "unavailable", "bad_request", "not_found", "unauthorized", "name_taken", "maintenance"}


def is_plain(text):
    """Whether it is a sentence, or at least some words."""
    text = text.strip()
    return len(text) >= 8 and text[:1].isalpha() and text.isprintable() and not text.isupper()


class Words:
    """Counts what was said, and keeps one of each."""

    def __init__(self):
        self.counts, self.samples, self.wordless = collections.Counter(), {}, collections.Counter()

    def note(self, code, message, is_told):
        self.counts[code] += 1
        self.samples.setdefault(code, message)
        if not is_told:
            self.wordless[code] += 1

    def error(self, object):
        """An `error` object, over a WebSocket or in a poll's answer."""
        code, message = object.get("code", "?"), object.get("message", "")
        is_told = code in REFUSALS and is_plain(message)
        self.note(code, message, is_told and (code != "rate_limited" or object.get("retryAfter", 0) > 0))

    def status(self, status, body):
        """An HTTP status of refusal, with its body as text or JSON."""
        if isinstance(body, str) and body.startswith("{"):
            body = json.loads(body)
        if isinstance(body, dict):
            self.note(f"{status} {body.get('code')}", body.get("message", ""), is_plain(body.get("message", "")))
        else:
            self.note(str(status), str(body), is_plain(str(body)))

    def close(self, code, reason):
        """The end of a connection that was up: without a word only where it was lost."""
        if code in (None, 1000):
            return self.note("lost", "", False)
        self.note(f"closed {code}", reason, is_plain(reason))

    def result(self):
        return {"counts": dict(self.counts), "samples": self.samples, "wordless": dict(self.wordless)}
