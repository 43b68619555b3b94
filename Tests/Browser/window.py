"""Chromium as people have it: a window whose tabs hide each other."""

import shutil
import signal

import chromium
from process import Process


class Window(Process):
    """
    A browser with one window, which `Person` takes for a browser of the driver's. The driver has each page of its own take itself for the one that is
    looked at, in a window of its own: none is ever hidden, and none is told when it is frozen.
    """

    ends_by = signal.SIGTERM

    def __init__(self, browser_type, folder, *arguments):
        self.browser_type, self.browser, self.profile = browser_type, None, folder / "profile"
        command = [shutil.which("chromium"), "--headless", "--no-sandbox", "--no-first-run", "--window-size=1280,800", "--remote-debugging-port=0"]
        command += [f"--user-data-dir={self.profile}", f"--disable-features={','.join(chromium.UNSEEN)}", *arguments, "about:blank"]
        super().__init__(command, folder / "chromium.log")

    def is_ready(self):
        """Once it has written down which port it has taken."""
        told = self.profile / "DevToolsActivePort"
        lines = told.read_text().split("\n") if told.exists() else []
        self.port = lines[0] if len(lines) > 1 else None
        return self.port

    def await_ready(self, seconds=120):
        super().await_ready(seconds)
        self.browser = self.browser_type.connect_over_cdp(f"http://127.0.0.1:{self.port}", no_defaults=True, timeout=120_000)

    def __exit__(self, *how):
        try:
            self.browser.close()
        finally:
            super().__exit__(*how)

    def new_context(self, **_):
        """The only one whose pages share the window."""
        return self.browser.contexts[0]
