"""HTTP requests from an address of one's choice, on one kept connection."""

import asyncio
import json


class TurnedAway(OSError):
    """An answer that is not the one that was hoped for."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status, self.body = status, body


class Caller:
    """One connection; a request at a time."""

    def __init__(self, port, source):
        self.port, self.source, self.streams = port, source, None

    async def call(self, method, path, body=None, fields=(), timeout=40):
        """(status, fields in lower case, body as JSON or text); OSError where there is no answer."""
        data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Content-Length: {len(data)}", "Content-Type: application/json",
                 *(f"{name}: {value}" for name, value in fields)]
        request = ("\r\n".join(lines) + "\r\n\r\n").encode() + data
        async with asyncio.timeout(timeout):
            is_kept = self.streams is not None
            try:
                return await self.exchange(request)
            except (OSError, asyncio.IncompleteReadError) as problem:
                self.close()
                # A kept connection may have been closed meanwhile, before the request was read.
                if not is_kept or getattr(problem, "partial", b""):
                    raise ConnectionError(str(problem)) from problem
            try:
                return await self.exchange(request)
            except asyncio.IncompleteReadError as problem:
                raise ConnectionError(str(problem)) from problem

    async def exchange(self, request):
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.source, 0), limit=1 << 20)
        reader, writer = self.streams
        try:
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
            body = await reader.readexactly(int(fields.get("content-length", 0)))
        except BaseException:
            self.close()
            raise
        if fields.get("connection", "").lower() == "close":
            self.close()
        text = body.decode(errors="replace")
        return int(head[0].split(" ")[1]), fields, json.loads(text) if "json" in fields.get("content-type", "") else text

    def close(self):
        if self.streams:
            self.streams[1].transport.abort()
            self.streams = None


async def sign_in(caller, name, attempts=1):
    """The session of a new user; TurnedAway where there is none."""
    for attempt in range(attempts):
        await asyncio.sleep(0.5 * bool(attempt))
        status, _, body = await caller.call("POST", "/session", {"name": name})
        if status == 201:
            return body["session"]
    raise TurnedAway(status, body)
