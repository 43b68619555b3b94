"""WebKitGTK, as Debian has it with its WebDriver, on a screen that nobody sees."""

import contextlib
import json
import os
import pathlib
import subprocess
import urllib.error
import urllib.request

from ports import free_port
from waiting import wait_for

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ENTER = "\ue007"


class WebKit:
    """A window of its small browser; use it in a `with`."""

    def __init__(self):
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            screen = stack.enter_context(process(["Xvfb", "-displayfd", "1", "-nolisten", "tcp"], stdout=subprocess.PIPE, text=True))
            display = f":{screen.stdout.readline().strip()}"
            port = free_port()
            self.url = f"http://127.0.0.1:{port}"
            # No sandbox: tests run as root in containers, and the pages are our own.
            environment = os.environ | {"DISPLAY": display, "GDK_BACKEND": "x11", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
            stack.enter_context(process(["WebKitWebDriver", f"--port={port}"], env=environment))
            wait_for(self.is_ready, 120, "WebKitWebDriver")
            binary = next(str(path) for path in pathlib.Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
            options = {"webkitgtk:browserOptions": {"binary": binary, "args": ["--automation"]}}
            session = self.ask("POST", "/session", capabilities={"alwaysMatch": options})
            self.path = f"/session/{session['sessionId']}"
            stack.callback(self.ask, "DELETE", self.path)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def is_ready(self):
        with contextlib.suppress(OSError):
            return self.ask("GET", "/status")

    def ask(self, method, path, **body):
        data = json.dumps(body).encode() if method == "POST" else None
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, data, method=method), timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refusal:
            raise AssertionError(refusal.read().decode()) from None

    # -- what somebody does ------------------------------------------------------------------------------------------

    def open(self, url):
        self.ask("POST", f"{self.path}/url", url=url)

    def type(self, selector, text):
        """Into a field, and Enter."""
        element = self.ask("POST", f"{self.path}/element", using="css selector", value=selector)[ELEMENT]
        self.ask("POST", f"{self.path}/element/{element}/value", text=text + ENTER)

    def run(self, script, *arguments):
        return self.ask("POST", f"{self.path}/execute/sync", script=script, args=arguments)

    def awaits(self, script, *arguments):
        """Until the script says something that is true."""
        return wait_for(lambda: self.run(script, *arguments), 120, lambda: f"{script}: {self.run('return document.body.innerText')}")


@contextlib.contextmanager
def process(command, **options):
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, **options) as running:
        try:
            yield running
        finally:
            running.terminate()
