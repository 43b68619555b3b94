#!/usr/bin/env python3
"""What each request costs Redis and the instance, and what is charged for it: infra/test-fair --prices calls this.

One Redis and one instance, both its own. What is read from rooms is read from rooms that the instance does not follow: they
were filled through another one, which has gone.
"""

import argparse
import asyncio
import json
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import time

from gauge import Gauge, Servers
from programs import PROJECT
from questions import SECRET, Questions

# A price that is too low has a guest take more than their share: it is at least this part of the measure. It is at most so
# many times that, and some microseconds.
LEAST, MOST, SLACK = 0.5, 5, 20
# The prices are the store's time. What an instance works for each microsecond of that stands out where it is more than so many.
WORK = 4
REQUESTS = PROJECT / "Sources/ChatProtocol/Requests/ClientRequest.swift"


def types():
    """All types of requests that the server knows."""
    names = re.search(r"enum Kind\b[^{]*\{\s*case ([^}]*)\}", REQUESTS.read_text())[1]
    return re.findall(r"\w+", names)


def type_of(kind):
    return re.match(r"\w+", kind)[0]


class Line:
    """One kind of requests: how many there were, and the microseconds of one."""

    def __init__(self, kind, count, redis, instance, charged):
        self.kind, self.count = kind, count
        self.redis, self.instance, self.charged = (max(value / count, 0.0) for value in (redis, instance, charged))

    @property
    def verdict(self):
        """What is wrong with the price, or "". Of what is next to nothing for Redis there is no ratio; nor need it be charged."""
        if self.redis < 2 and self.charged <= SLACK:
            return ""
        if self.charged < LEAST * self.redis:
            return "too low"
        return "too high" if self.charged > MOST * self.redis + SLACK else ""

    @property
    def stands_out(self):
        """Whether an instance works more for it than for what else is charged as much."""
        return self.instance > WORK * self.charged + SLACK

    def per_unit(self, value):
        return value / self.charged if self.charged >= 1 else None

    def __str__(self):
        units = " ".join("       -" if unit is None else f"{unit:8.2f}" for unit in map(self.per_unit, (self.redis, self.instance)))
        remark = self.verdict or ("much work" if self.stands_out else "")
        return f"{self.kind:28} {self.count:8,} {self.charged:8.1f} {self.redis:8.1f} {self.instance:8.1f} {units}  {remark}".rstrip()

    def record(self):
        return {"type": type_of(self.kind), "kind": self.kind, "requests": self.count, "charged": self.charged, "redis": self.redis,
                "instance": self.instance, "verdict": self.verdict}  # fmt: skip


HEAD = f"{'µs a request':28} {'requests':>8} {'charged':>8} {'Redis':>8} {'instance':>8} {'R a unit':>8} {'I a unit':>8}"


async def ask(servers):
    gauge = Gauge(servers)
    questions = Questions(servers, gauge)
    try:
        await questions.all()
    finally:
        questions.close()
    return [Line(kind, *taken) for kind, taken in gauge.taken.items()]


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    parser = argparse.ArgumentParser(prog="infra/test-fair --prices", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", metavar="FILE", type=pathlib.Path, help="write every figure there")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, interrupt)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="prices-"))
    print(f"logs in {folder}", flush=True)
    begun = time.monotonic()
    with Servers(folder, quotas="off", token_secrets=SECRET) as servers:
        lines = asyncio.run(ask(servers))
    shutil.rmtree(folder)
    print(HEAD, *lines, sep="\n")
    missing = [name for name in types() if name not in {type_of(line.kind) for line in lines}]
    for name in missing:
        print(f"{name:28} is a request that is not measured here")
    if options.json:
        options.json.write_text(json.dumps([line.record() for line in lines], indent=2, ensure_ascii=False) + "\n")
    failed = sum(bool(line.verdict) for line in lines) + len(missing)
    print(f"took {time.monotonic() - begun:.0f} s")
    print(f"{len(lines) + len(missing) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
