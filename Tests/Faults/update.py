#!/usr/bin/env python3
"""From the previous release to this one and back, under an audit. infra/test-update builds both and calls this."""

import argparse
import pathlib
import random
import shutil
import signal
import sys
import tempfile

from arena import PROGRAMS, Fleet
from audit_process import AuditProcess
from run import Size, interrupt, say

from answers import Answers  # noqa: E402


# At least so many, however short the updates are.
ANSWERS = 20


def arguments():
    parser = argparse.ArgumentParser(prog="infra/test-update", add_help=False)
    parser.add_argument("previous", type=pathlib.Path)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


class Trial:
    """A fleet that begins with the previous release; what is wrong with what happened to it."""

    def __init__(self, fleet, options, folder):
        self.fleet, self.options, self.folder = fleet, options, folder
        self.checks, self.wrong = 0, []

    def check(self, what, is_well, otherwise=""):
        self.checks += 1
        if not is_well:
            self.wrong.append(f"{what}: {otherwise}")
            say(f"failed: {what}: {otherwise}")

    def run(self):
        self.fleet.up(BUILT_PROGRAMS=str(self.options.previous.resolve()))
        self.fleet.await_balanced()
        before = self.releases()
        # What was made and said before: the audit's rooms grow meanwhile.
        self.kept("add", self.fleet.command("hooks", "add", "ops", "--create"))
        self.kept("save", self.fleet.command("statistics", "--save", self.folder / "before"))
        answers = Answers(self.fleet.port)
        answers.start()
        audit = AuditProcess(self.fleet.port, self.size(), self.options.seed, self.folder / "audit.json")
        try:
            audit.await_sending()
            self.update("there", "--binary", PROGRAMS / "tchatter")
            self.check("all instances run this release", len(self.releases()) == 1 and self.releases() != before, self.releases())
            self.kept("there", self.fleet.command("statistics", "--compare", self.folder / "before"))
            self.update("back", "--back")
            self.check("all instances run the previous release again", self.releases() == before, self.releases())
            self.kept("back", self.fleet.command("statistics", "--compare", self.folder / "before"))
        except BaseException:
            audit.stop()
            raise
        self.judge(audit.finish())
        for what, wrong in answers.finish().items():
            self.check(what, not wrong, wrong)
        self.check("answers", len(answers.sent) >= ANSWERS, f"only {len(answers.sent)}")
        say(audit.text)

    def size(self):
        clients = self.options.clients
        return Size(clients=clients, polling=clients // 10, churning=clients // 10, rooms=max(1, clients // 20),
                    messages=1000, rate=self.options.rate)

    def releases(self):
        """The programs that the instances run."""
        return {pathlib.Path(f"/proc/{self.fleet.pid(name)}/exe").resolve().parent.name for name in self.fleet.names}

    def update(self, way, *words):
        say(f"{way}:")
        done = self.fleet.command("rolling-update", *words)
        say(done.stdout + done.stderr)
        self.check(f"the way {way}", done.returncode == 0, done.stderr.strip())
        self.check(f"the counters on the way {way}", "counters  add up" in done.stdout, "they do not add up")

    def kept(self, what, done):
        """What the store had is there still: status 0."""
        self.check(f"what the store has, {what}", done.returncode == 0, done.stdout + done.stderr)

    def judge(self, result):
        self.check("the audit", not result.get("failure"), result.get("failure"))
        anomalies = {what: count for what, count in result.get("anomalies", {}).items() if count}
        self.check("nothing lost, doubled or reordered", not anomalies, anomalies)
        self.check("messages", result.get("messages", {}).get("acknowledged", 0) >= 1000, "fewer than 1,000 were acknowledged")
        self.check("connections", result.get("losses") == 0, f"{result.get('losses')} were lost")


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, interrupt)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="update-"))
    say(f"seed {options.seed}; logs in {folder}")
    fleet = Fleet(folder / "fleet", TCHATTER_DRAIN_SECONDS="10", BALANCER_CONNECTIONS="6000")
    trial = Trial(fleet, options, folder)
    try:
        trial.run()
    finally:
        fleet.down()
    if not trial.wrong and not options.keep:
        shutil.rmtree(folder)
    print(f"{trial.checks - len(trial.wrong)} passed, {len(trial.wrong)} failed")
    return 1 if trial.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
