"""What a fleet's supervisord tells of its processes, by XML-RPC over its socket: supervisorctl takes a quarter of a second to start."""

import http.client
import socket
import xmlrpc.client


class Connection(http.client.HTTPConnection):
    """HTTP over a socket of the file system."""

    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Transport(xmlrpc.client.Transport):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def make_connection(self, host):
        return Connection(self.path)


def process_info(folder, name):
    """The `statename`, `pid` and so on of a process of the fleet in `folder`; nothing where supervisord does not know it, or does not answer."""
    with xmlrpc.client.ServerProxy("http://localhost", Transport(folder / "supervisor.sock")) as server:
        try:
            return server.supervisor.getProcessInfo(name)
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return {}


def state_of(folder, name):
    """RUNNING, STARTING, BACKOFF, FATAL, EXITED, STOPPED; UNKNOWN without an answer."""
    return process_info(folder, name).get("statename", "UNKNOWN")


def keeps_ending(folder, name):
    """Whether it ended three times in a row as soon as it was started: supervisord waits a second longer each time."""
    info = process_info(folder, name)
    if info.get("statename") == "BACKOFF":
        return info["now"] - max(info["start"], info["stop"]) >= 3
    return info.get("statename") in ("FATAL", "EXITED")


def pid_of(folder, name):
    """0 while it does not run."""
    return process_info(folder, name).get("pid", 0)


def stop_seconds(folder, name):
    """How long it gives a process to end before it kills it, by the settings that this one runs with; 0 without an answer."""
    with xmlrpc.client.ServerProxy("http://localhost", Transport(folder / "supervisor.sock")) as server:
        try:
            return next((info["stopwaitsecs"] for info in server.supervisor.getAllConfigInfo() if info["name"] == name), 0)
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return 0
