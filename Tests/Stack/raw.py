"""HTTP by hand, for requests that no library would send."""

import contextlib
import socket
import ssl


class Answer:
    """One response: status, fields (lower case), body."""

    def __init__(self, data):
        head, _, self.body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1]) if lines[0] else None
        self.fields = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.fields.setdefault(name.lower(), value.strip())


def send(port, data, seconds=5.0, tls=False, at_last=lambda: None):
    """Sends bytes, reads until the other side closes or is silent for the time, and returns all that came.

    - at_last: called before the connection is closed.
    """
    received = b""
    with contextlib.suppress(TimeoutError, ConnectionError), socket.create_connection(("127.0.0.1", port), seconds) as connection:
        if tls:
            connection = trusting().wrap_socket(connection)
        connection.settimeout(seconds)
        with contextlib.suppress(TimeoutError, ConnectionError):
            connection.sendall(data)
            while part := connection.recv(65536):
                received += part
        at_last()
    return received


def trusting():
    """TLS that takes any certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def request(port, target="/", method="GET", fields=(), body=b"", tls=False, seconds=60.0):
    """One request on a connection of its own; its answer."""
    lines = [f"{method} {target} HTTP/1.1", "Host: chat.example", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in fields]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    received = send(port, head + body, seconds, tls)
    assert received, f"no answer to {method} {target}"
    return Answer(received)
