"""Chromium as people have it: a window whose tabs hide each other."""

import shutil
import subprocess

import chromium
from waiting import told_of, wait_for


class Window:
    """
    A browser with one window, which `Person` takes for a browser of the driver's. The driver has each page of its own take itself for the one that is
    looked at, in a window of its own: none is ever hidden, and none is told when it is frozen.
    """

    def __init__(self, browser_type, folder, *arguments):
        self.browser_type, self.arguments = browser_type, arguments
        self.profile, self.log = folder / "profile", folder / "chromium.log"
        self.process = self.browser = None

    def __enter__(self):
        command = [shutil.which("chromium"), "--headless", "--no-sandbox", "--no-first-run", "--window-size=1280,800", "--remote-debugging-port=0"]
        command += [f"--user-data-dir={self.profile}", f"--disable-features={','.join(chromium.UNSEEN)}", *self.arguments, "about:blank"]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            port = wait_for(self.port, 120, lambda: told_of(self.process, self.log.read_text(errors="replace")[-2000:]))
            self.browser = self.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}", no_defaults=True, timeout=120_000)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.browser.close()
        self.stop()

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def port(self):
        """Once it has written down which it has taken."""
        told = self.profile / "DevToolsActivePort"
        lines = told.read_text().split("\n") if told.exists() else []
        return lines[0] if len(lines) > 1 else None

    def new_context(self, **_):
        """The only one whose pages share the window."""
        return self.browser.contexts[0]
