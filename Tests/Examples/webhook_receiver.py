#!/usr/bin/env python3
"""Takes what `tchatter-bots relay` posts, in Python's standard library: prints each event once, in the order of its room."""

import base64
import hmac
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

KEYS = [base64.b64decode(secret.removeprefix("whsec_")) for secret in os.environ["TCHATTER_RELAY_SECRETS"].split()]
seen = set()  # yours is where your data is, and changes in one step with it


def is_signed(fields, body):
    """Whether it is from who has the secret, and not an old one that somebody sends again."""
    signed = f"{fields['webhook-id']}.{fields['webhook-timestamp']}.".encode() + body
    made = ["v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode() for key in KEYS]
    given = fields["webhook-signature"].split()
    is_new = abs(time.time() - int(fields["webhook-timestamp"])) < 300
    return is_new and any(hmac.compare_digest(one, other) for one in made for other in given)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        is_ours = is_signed(self.headers, body)
        if is_ours and self.headers["webhook-id"] not in seen:
            seen.add(self.headers["webhook-id"])
            print(body.decode(), flush=True)
        self.send_response(204 if is_ours else 401)
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
