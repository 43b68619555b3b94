"""Single HTTP requests, of which only the status counts."""

import http.client
import itertools
import json

names = itertools.count()


def ask(port, method, path, body=None):
    """The status of a request; None without an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def sign_in(port):
    """The status of a guest's sign-in."""
    return ask(port, "POST", "/session", json.dumps({"name": f"guest-{next(names)}"}))
