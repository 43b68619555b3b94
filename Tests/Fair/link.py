"""One WebSocket connection from an address of one's choice: small, fast, and as rude as wished."""

import asyncio
import base64
import itertools
import json
import os
import time

# A key of zeros leaves the text as it is: who writes much should not spend the time on masking.
NO_MASK = b"\0\0\0\0"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
# What is longer is a page of history or the like; only what somebody asked for with an id and waits for is read.
LONG, MESSAGE = 4_096, b'{"type":"message"'

numbers = itertools.count(1)


class Ended(ConnectionError):
    """The connection has ended, or did not come up: with a close code, an HTTP status, or nothing."""

    def __init__(self, code=None, reason=""):
        super().__init__(f"ended with {code or 'nothing'} {reason}".strip())
        self.code, self.reason = code, reason


class Refused(Exception):
    """An `error` reply."""

    def __init__(self, reply):
        super().__init__(f"{reply.get('code')}: {reply.get('message')}")
        self.reply = reply


class Link(asyncio.Protocol):
    """Replies go to whoever waits for them, everything else that is short to `heard`."""

    def __init__(self, heard=None):
        loop = asyncio.get_running_loop()
        self.heard = heard or (lambda object: None)
        self.buffer, self.is_up, self.transport = bytearray(), False, None
        self.opened, self.ended = loop.create_future(), loop.create_future()
        # Whether messages are left unread; and who waits for a reply, by its id.
        self.is_hasty, self.waiting = False, {}
        # Whether it hears what it is told: the deaf read nothing, or do not look at what they read.
        self.is_deaf = self.is_numb = False
        self.code, self.reason = None, ""
        # How many bytes and objects have come, and until when one was asked to wait.
        self.size, self.count, self.held_until = 0, 0, 0.0

    @classmethod
    async def open(cls, port, source, heard=None, fields=(), timeout=10):
        """A connection that is up; Ended where it is turned away."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(timeout):
            _, link = await loop.create_connection(lambda: cls(heard), "127.0.0.1", port, local_addr=(source, 0))
            lines = ["GET /ws HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
                     f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}", "Sec-WebSocket-Version: 13",
                     *(f"{name}: {value}" for name, value in fields)]
            link.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            try:
                await link.opened
            except BaseException:
                link.cut()
                raise
        return link

    # -- what comes ---------------------------------------------------------------------------------------------------

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.size += len(data)
        if self.is_numb:
            return
        self.buffer += data
        if self.is_up or self.take_head():
            while self.take_frame():
                pass

    def take_head(self):
        """Takes the answer to the upgrade; whether the connection is up."""
        head, end, rest = bytes(self.buffer).partition(b"\r\n\r\n")
        if not end:
            return False
        status = int(head.split(b" ", 2)[1])
        if status == 101:
            self.buffer, self.is_up = bytearray(rest), True
            if not self.opened.done():
                self.opened.set_result(None)
        else:
            self.code, self.reason = status, rest.decode(errors="replace")
            self.transport.close()
        return self.is_up

    def take_frame(self):
        """Takes one whole frame from what has come; whether there was one."""
        buffer, start = self.buffer, 2
        if len(buffer) < 2:
            return False
        length = buffer[1] & 127
        if length > 125:
            start = 4 if length == 126 else 10
            if len(buffer) < start:
                return False
            length = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + length:
            return False
        kind, payload = buffer[0] & 15, bytes(buffer[start:start + length])
        del buffer[:start + length]
        if kind == TEXT:
            self.count += 1
            if (length <= LONG or self.waiting) and not (self.is_hasty and payload.startswith(MESSAGE)):
                self.take_object(json.loads(payload))
        elif kind == PING:
            self.write(PONG, payload)
        elif kind == CLOSE:
            self.code, self.reason = int.from_bytes(payload[:2], "big") or 1005, payload[2:].decode(errors="replace")
            self.write(CLOSE, payload[:2])
            self.transport.close()
        return True

    def take_object(self, object):
        if object["type"] == "error" and "retryAfter" in object:
            self.held_until = time.monotonic() + object["retryAfter"] / 1_000
        future = self.waiting.pop(object.get("id"), None) if object["type"] != "message" else None
        if future is None or object["type"] == "error":
            self.heard(object)
        if future is None or future.done():
            return
        if object["type"] == "error":
            future.set_exception(Refused(object))
        else:
            future.set_result(object)

    def connection_lost(self, problem):
        self.is_up = False
        for future in (self.opened, *self.waiting.values()):
            if not future.done():
                future.set_exception(Ended(self.code, self.reason))
        self.waiting.clear()
        if not self.ended.done():
            self.ended.set_result(None)

    # -- what is said -------------------------------------------------------------------------------------------------

    def write(self, kind, payload):
        length = len(payload)
        if not self.transport or self.transport.is_closing():
            return
        if length < 126:
            head = bytes((128 | kind, 128 | length))
        elif length < 65_536:
            head = bytes((128 | kind, 254)) + length.to_bytes(2, "big")
        else:
            head = bytes((128 | kind, 255)) + length.to_bytes(8, "big")
        self.transport.write(head + NO_MASK + payload)

    def say(self, object):
        """Sends an object, and waits for nothing."""
        self.write(TEXT, json.dumps(object, ensure_ascii=False).encode())

    def ping(self, payload=b""):
        """Sends a control frame."""
        self.write(PING, payload)

    async def ask(self, type, id=None, timeout=10, **fields):
        """The reply to a request; raises Refused, Ended or TimeoutError."""
        if not self.is_up:
            raise Ended(self.code, self.reason)
        id = id or f"q{next(numbers)}"
        future = self.waiting[id] = asyncio.get_running_loop().create_future()
        self.say({"type": type, "id": id} | fields)
        try:
            async with asyncio.timeout(timeout):
                return await future
        finally:
            self.waiting.pop(id, None)

    # -- its end ------------------------------------------------------------------------------------------------------

    def turn_deaf(self):
        """Reads nothing any more."""
        self.is_deaf = True
        if self.is_up:
            self.transport.pause_reading()

    def turn_numb(self):
        """Reads, and looks at nothing of it: as fast as can be."""
        self.is_deaf = self.is_numb = True

    def cut(self):
        """Ends it without a word."""
        if self.transport:
            self.transport.abort()
