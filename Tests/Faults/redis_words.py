"""A few words with Redis: commands over a socket, and their replies."""

import socket


class RedisWords:
    """One connection to Redis, for the commands that injectors need."""

    def __init__(self, port, timeout=30):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.lines = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lines.close()
        self.socket.close()

    def ask(self, *words):
        """The reply: text, a number, a list or None; an error comes as text that begins with a minus."""
        words = [str(word).encode() for word in words]
        request = b"".join([b"*%d\r\n" % len(words), *(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)])
        self.socket.sendall(request)
        return self.reply()

    def reply(self):
        line = self.lines.readline().decode().rstrip("\r\n")
        if not line:
            raise ConnectionError("Redis closed the connection")
        kind, rest = line[0], line[1:]
        if kind == ":":
            return int(rest)
        if kind == "$":
            return None if rest == "-1" else self.lines.read(int(rest) + 2)[:-2].decode(errors="replace")
        if kind == "*":
            return None if rest == "-1" else [self.reply() for _ in range(int(rest))]
        return line if kind == "-" else rest


def ask(port, *words):
    """One command on a connection of its own."""
    with RedisWords(port) as redis:
        return redis.ask(*words)


def is_ready(port):
    """Whether Redis answers, and has read its data."""
    try:
        return ask(port, "PING") == "PONG"
    except OSError:
        return False
