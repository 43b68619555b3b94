"""A stand-in for an instance, which records every byte that the balancer sends it."""

import socket
import threading

import h11


class Origin:
    """Listens on a port of its own; answers each request with 200 and its own name, and /health with `health`."""

    def __init__(self, name="origin"):
        self.name = name
        self.health = 200
        self.checks = []  # the fields of each health check
        self.requests = []  # (method, target, fields, body) of each other request, as h11 reads them
        self.problems = []  # what h11 could not read
        self.connections = 0
        self.awake = threading.Event()  # while it is not set, everything is taken and nothing answered
        self.awake.set()
        self.closes_without_answer = 0  # how many of the next requests end without an answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.awake.set()
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        parser = h11.Connection(h11.SERVER)
        request, body = None, b""
        with connection:
            while True:
                try:
                    event = parser.next_event()
                    if event is h11.NEED_DATA:
                        parser.receive_data(connection.recv(65536))
                        continue
                except (h11.RemoteProtocolError, OSError) as problem:
                    if isinstance(problem, h11.RemoteProtocolError):
                        self.problems.append(str(problem))
                    return
                if isinstance(event, h11.Request):
                    request, body = event, b""
                elif isinstance(event, h11.Data):
                    body += bytes(event.data)
                elif isinstance(event, h11.EndOfMessage):
                    if not self._answer(connection, parser, request, body):
                        return
                else:
                    return

    def _answer(self, connection, parser, request, body):
        """Answers one request; whether the connection goes on."""
        self.awake.wait()
        fields = [(name.decode(), value.decode("latin-1")) for name, value in request.headers]
        target = request.target.decode("latin-1")
        status = 200
        if target == "/health" and ("host", "balancer.invalid") in fields:
            self.checks.append(dict(fields))
            status = self.health
        else:
            self.requests.append((request.method.decode(), target, fields, body))
            if self.closes_without_answer > 0:
                self.closes_without_answer -= 1
                return False
        answer = self.name.encode() if request.method != b"HEAD" else b""
        length = [("Content-Length", str(len(self.name))), ("Server", "origin/1.2.3")]
        out = parser.send(h11.Response(status_code=status, headers=length))
        out += (parser.send(h11.Data(data=answer)) if answer else b"") + parser.send(h11.EndOfMessage())
        try:
            connection.sendall(out)
        except OSError:
            return False
        if parser.our_state is not h11.DONE or parser.their_state is not h11.DONE:
            return False
        parser.start_next_cycle()
        return True
