#!/usr/bin/env python3
"""The page, opened again and again while a fleet is updated there and back. infra/test-update --loads calls this."""

import argparse
import pathlib
import signal
import shutil
import sys
import tempfile
import threading

from playwright.sync_api import sync_playwright

from arena import PROGRAMS, Fleet
from run import interrupt, say

import chromium  # noqa: E402
from loads import Loads  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(prog="infra/test-update --loads", add_help=False)
    parser.add_argument("previous", type=pathlib.Path)
    parser.add_argument("--loads", type=int, default=200)
    parser.add_argument("--updates", type=int, default=20)
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


class Updates(threading.Thread):
    """From the previous release to this one, back, and so on: so many times, and for as long as more are asked for."""

    def __init__(self, fleet, count):
        super().__init__(daemon=True)
        self.fleet, self.count = fleet, count
        self.done, self.wrong = 0, []
        self.are_enough = threading.Event()

    def run(self):
        while not self.wrong and (self.done < self.count or not self.are_enough.is_set()):
            words = ["--back"] if self.done else ["--binary", PROGRAMS / "tchatter"]
            update = self.fleet.command("rolling-update", *words, "--no-probe-bots")
            if update.returncode:
                self.wrong.append(f"update {self.done + 1}: {update.stderr.strip()}")
            self.done += 1
            say(f"update {self.done}: {next((line for line in update.stdout.splitlines() if line.startswith('updated')), 'failed')}")


def run(fleet, browser, options):
    fleet.up(BUILT_PROGRAMS=str(options.previous.resolve()))
    fleet.await_balanced()
    # Programs may be linked; a release's page is the one beside its program, or the project's.
    beside = PROGRAMS / "Public"
    here = beside if beside.is_dir() else pathlib.Path(__file__).resolve().parents[2] / "Public"
    loads = Loads(browser, f"http://127.0.0.1:{fleet.port}/", "updates", [options.previous.resolve() / "Public", here])
    updates = Updates(fleet, options.updates)
    updates.start()
    while updates.is_alive():
        for reason in loads.load():
            say(f"  {reason}")
        if loads.begun >= options.loads:
            updates.are_enough.set()
    total = loads.finish()
    say(loads.table(total))
    say(f"{total.loads} loads during {updates.done} updates; the page that was open from the first to the last heard and answered each")
    return total.wrong + updates.wrong, total


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, interrupt)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="loads-"))
    say(f"logs in {folder}")
    fleet = Fleet(folder / "fleet", TCHATTER_DRAIN_SECONDS="5")
    try:
        with sync_playwright() as playwright:
            browser = chromium.launch(playwright)
            wrong, total = run(fleet, browser, options)
            browser.close()
    finally:
        fleet.down()
    for reason in wrong:
        say(f"failed: {reason}")
    if not wrong and not options.keep:
        shutil.rmtree(folder)
    print(f"{total.came_up} passed, {total.loads - total.came_up or len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
