"""Measures how long the page takes to be there in a browser that knows nothing of it, 40 ms from the balancer, by TLS.

Usage: Tests/Browser/run --measure-load     nothing else should run beside it

With haproxy.cfg as it is, and without what makes it faster, by turns. Both ways are delayed by 20 ms each, and so is each
connection's beginning; nothing is lost, and no way is narrow. Counted is what comes from the balancer, TLS included.
"""

import asyncio
import contextlib
import itertools
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import sync_playwright

import chromium
from fleet import PageInstance
from programs import PROJECT

sys.path += [str(PROJECT / "Tests" / "Faults"), str(PROJECT / "Tests" / "Stack")]
from balancer import CONFIGURATION, Balancer  # noqa: E402
from relay import Relay  # noqa: E402

LATENCY = 0.04
ROUNDS = 7
# A name is one person's.
names = (f"Ada-{number}" for number in itertools.count(1))
# What is taken out of haproxy.cfg: the rows of the table.
WITHOUT = {
    "HTTP/1.1, not compressed": (r"^  compression .*$", r"(?<=alpn )h2,"),
    "HTTP/1.1, compressed": (r"(?<=alpn )h2,",),
    "HTTP/2, not compressed": (r"^  compression .*$",),
    "HTTP/2, compressed": (),
}


class DistantRelay(Relay):
    """As if the target were far away, and with a count of what comes from it."""

    def __init__(self, target):
        super().__init__(target)
        self.delay = LATENCY / 2
        self.carried = 0

    async def accept(self, reader, near):
        # The handshake of TCP.
        await asyncio.sleep(LATENCY)
        with contextlib.suppress(asyncio.CancelledError):
            await super().accept(reader, near)

    async def write(self, writer, data):
        if any(link.near is writer for link in self.links):
            self.carried += len(data)
        await super().write(writer, data)


def configuration(folder, place, patterns):
    text = CONFIGURATION.read_text()
    for pattern in patterns:
        text, count = re.subn(pattern, "", text, flags=re.MULTILINE)
        assert count, f"haproxy.cfg has no {pattern}"
    file = folder / f"{place}.cfg"
    file.write_text(text)
    return file


def certificate(folder):
    key, signed, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(signed)], check=True, capture_output=True)
    both.write_text(key.read_text() + signed.read_text())
    return both


def load(browser, balancer):
    """A cold load: seconds until somebody can sign in, until they are in, and the bytes that came by then."""
    with DistantRelay(balancer.port) as relay:
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        begun = time.monotonic()
        page.goto(f"https://127.0.0.1:{relay.port}/#lobby", wait_until="commit")
        page.locator("#name").wait_for()
        ready = time.monotonic() - begun
        page.locator("#name").fill(next(names))
        page.locator("#name").press("Enter")
        page.locator("#draft").wait_for()
        chatting = time.monotonic() - begun
        context.close()
        return ready, chatting, relay.carried, len(relay.links)


def main():
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = pathlib.Path(name)
        instance, pem = PageInstance(folder, "first"), certificate(folder)
        browser = chromium.launch(playwright)
        instance.start()
        try:
            results = {what: [] for what in WITHOUT}
            for turn in range(ROUNDS + 1):
                for place, (what, patterns) in enumerate(WITHOUT.items()):
                    with Balancer(folder, [instance.port], configuration(folder, place, patterns), BALANCER_CERTIFICATE=pem) as balancer:
                        result = load(browser, balancer)
                    # The first warms the browser up.
                    if turn:
                        results[what].append(result)
            print("| | bytes | sign-in is there | in the chat | connections |\n|---|---|---|---|---|")
            for what, found in results.items():
                ready, chatting, carried, links = zip(*found)
                spread = [f"{statistics.median(values):.2f} s ({min(values):.2f}–{max(values):.2f})" for values in (ready, chatting)]
                print(f"| {what} | {statistics.median(carried):,.0f} | {spread[0]} | {spread[1]} | {statistics.median(links):.0f} |")
        finally:
            instance.stop()
            browser.close()


if __name__ == "__main__":
    main()
