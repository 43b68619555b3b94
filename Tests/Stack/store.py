"""A Redis of a test's own, and its content as commands."""

import json
import pathlib
import shutil
import socket
import tempfile
import time

from ports import free_port
from process import Process

# Who is here now, which is over when the instances are; and what is to be cleaned, and by whom.
FLEETING = (":h", ":u", ":n", ":cleaning", ":erased")
# The page's files: they are the programs', not what people said.
PAGES = ("tc:page:", "{tc}:page:")


class Store(Process):
    """A Redis that keeps nothing, of PATH or of a folder, with more options, on a port that it keeps; use it in a `with`, or start and stop it."""

    def __init__(self, folder=None, *options):
        self.program, self.options_of_redis = folder / "redis-server" if folder else "redis-server", options
        super().__init__([], "", port=free_port())

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}"

    def start(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.log_file = self.folder / "redis.log"
        command = [self.program, "--port", self.port, "--bind", "127.0.0.1", "--save", "", "--dir", self.folder, *self.options_of_redis]
        self.command_line = [str(word) for word in command]
        super().start()

    def stop(self, *how, **within):
        status = super().stop(*how, **within)
        if self.process:
            shutil.rmtree(self.folder, ignore_errors=True)
        return status

    def is_ready(self):
        try:
            return self.command("PING") == "PONG"
        except OSError:
            return False

    def command(self, *words):
        """One command on a connection of its own; its reply."""
        with socket.create_connection(("127.0.0.1", self.port), 60) as connection, connection.makefile("rb") as replies:
            return self.ask(connection, replies, words)

    @staticmethod
    def ask(connection, replies, words):
        words = [str(word).encode() for word in words]
        connection.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
        return read(replies)

    def dump(self):
        """The commands that make what is there, but for what is fleeting.

        Times by which something is forgotten are `@now`: when a session was made, and when a direct room was written in.
        """
        commands = []
        for key in sorted(self.command("KEYS", "tc:*")):
            if not key.endswith(FLEETING) and not key.startswith(PAGES):
                commands += self.dump_key(key)
        return commands

    def dump_key(self, key):
        kind = self.command("TYPE", key)
        if kind == "string":
            return [["SET", key, self.command("GET", key)]]
        if kind == "hash":
            fields = self.command("HGETALL", key)
            if key.startswith("tc:session:"):
                for name in {"c", "k"} & set(fields[::2]):
                    fields[fields[::2].index(name) * 2 + 1] = "@now"
            return [["HSET", key, *fields]]
        if kind == "zset":
            pairs = self.command("ZRANGE", key, 0, -1, "WITHSCORES")
            scores = ["@now"] * len(pairs[1::2]) if key.endswith((":d", ":q")) else pairs[1::2]
            return [["ZADD", key, *(word for member, score in zip(pairs[::2], scores) for word in (score, member))]]
        if kind == "list":
            return [["RPUSH", key, *self.command("LRANGE", key, 0, -1)]]
        if kind == "stream":
            return [["XADD", key, entry, *fields] for entry, fields in self.command("XRANGE", key, "-", "+")]
        # It has gone since it was listed, as who is here may.
        if kind == "none":
            return []
        raise AssertionError(f"{key} is a {kind}, which this can't write down")

    def load(self, file):
        """Does the commands of a file, one a line, as if the newest message had just been stored: none is kept for ever.

        By how many milliseconds the messages' times have moved.
        """
        now = int(time.time() * 1000)
        commands = [json.loads(line) for line in file.read_text().splitlines()]
        later = now - max(time_of(command) for command in commands if command[0] == "XADD")
        for command in commands:
            if command[0] == "XADD":
                command[command.index("t") + 1] = time_of(command) + later
            reply = self.command(*(now if word == "@now" else word for word in command))
            assert not isinstance(reply, Exception), reply
        return later


class Replica(Store):
    """One in a cluster that somebody else has started: it tells what it has, rather than who has that for all."""

    def __init__(self, port):
        super().__init__()
        self.port = port

    def ask(self, connection, replies, words):
        assert super().ask(connection, replies, ["READONLY"]) == "OK"
        return super().ask(connection, replies, words)


def time_of(command):
    """When the message of an XADD was stored."""
    return int(command[command.index("t") + 1])


def read(replies):
    """One reply of the Redis protocol."""
    line = replies.readline()[:-2].decode()
    kind, rest = line[:1], line[1:]
    if kind == "$":
        return None if rest == "-1" else replies.read(int(rest) + 2)[:-2].decode()
    if kind == "*":
        return [read(replies) for _ in range(int(rest))]
    if kind == ":":
        return int(rest)
    return Exception(rest) if kind == "-" else rest
