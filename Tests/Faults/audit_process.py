"""tchatter-load audit beside a fault: started, told when it is enough, and asked for its verdict."""

import collections
import json
import pathlib
import signal
import subprocess
import threading

from arena import PROGRAMS

PROGRAM = PROGRAMS / "tchatter-load"


class AuditProcess:
    """Clients that send, see and remember until they are told to stop."""

    def __init__(self, port, size, seed, file, timeout=180):
        self.file = pathlib.Path(file)
        self.file.unlink(missing_ok=True)
        self.timeout = timeout
        command = [PROGRAM, "audit", "--go-on", "--server", f"127.0.0.1:{port}", "--seed", seed, "--json", file,
                   "--timeout", timeout, *size.arguments]
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        self.output, self.lines = [], collections.deque(maxlen=5)
        self.is_sending = threading.Event()
        self.readers = [threading.Thread(target=self.read_progress, daemon=True),
                        threading.Thread(target=lambda: self.output.append(self.process.stdout.read()), daemon=True)]
        for reader in self.readers:
            reader.start()

    def read_progress(self):
        for line in self.process.stderr:
            self.lines.append(line.rstrip())
            if line.startswith("sending (seed"):
                self.is_sending.set()
        self.is_sending.set()

    def await_sending(self):
        """Waits until everybody is there and the first messages are under way."""
        self.is_sending.wait(self.timeout + 10)
        if self.process.poll() is not None:
            raise RuntimeError("the audit ended before it began: " + " / ".join(self.lines))

    @property
    def progress(self):
        return self.lines[-1] if self.lines else ""

    def finish(self):
        """Has it stop sending, settle and judge; the result, or what went wrong as a failure of its own."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(self.timeout * 4 + 600)
        except subprocess.TimeoutExpired:
            self.stop()
            return {"failure": "the audit did not end"}
        for reader in self.readers:
            reader.join(60)
        if not self.file.exists():
            return {"failure": "the audit left no result: " + " / ".join(self.lines)}
        return json.loads(self.file.read_text())

    @property
    def text(self):
        """What it says to people."""
        return "".join(self.output)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
