"""One proxy in one configuration, tried as a whole: what came of each thing, in a word or two."""

import collections
import concurrent.futures
import contextlib
import pathlib
import signal
import time

from deeds import DEEDS, IDLE_DEED
from instances import BELIEVING, Instances
from movers import Mover, Prober
from proxy import Lines, RunningProxy
from guest import Front, Guest
from waiting import wait_for

# How long everything is away, and how long the proxy has to find it again.
OUTAGE, RETURN = 5, 10


class Trial:
    """Instances, the proxy before them, and what is done with both. `outcomes` has the words, by front and by deed."""

    # Where the people are on whom it is disturbed.
    front = "plain"

    def __init__(self, proxy, kind, folder, certificate, is_long=False):
        self.proxy, self.kind, self.folder = proxy, kind, pathlib.Path(folder)
        self.certificate, self.is_long = certificate, is_long
        self.outcomes, self.notes, self.log = collections.defaultdict(dict), [], ""

    def run(self):
        self.folder.mkdir(parents=True)
        is_believed = self.kind == "recommended" and self.proxy.removes_fields
        with Instances(self.folder, **(BELIEVING if is_believed else {})) as instances:
            with self.way_to(instances) as running:
                self.instances, self.running = instances, running
                self.fronts = {"plain": Front(running.plain, False), "TLS": Front(running.tls, True)}
                for front in self.fronts.values():
                    wait_for(Guest(front).passes, 120, Lines(running.log))
                self.visit()
                self.disturb()
            self.log = instances.log()
        return self

    def way_to(self, instances):
        return RunningProxy(self.proxy, self.kind, self.folder, instances.ports, self.certificate)

    # -- what a guest does -----------------------------------------------------------------------------------------

    def visit(self):
        """Everything that leaves the proxy and the instances as they are, with TLS and without, side by side."""
        deeds = DEEDS | (IDLE_DEED if self.is_long else {})
        with concurrent.futures.ThreadPoolExecutor(2 * len(deeds)) as pool:
            waiting = {(name, what): pool.submit(deed, front) for name, front in self.fronts.items() for what, deed in deeds.items()}
            for (name, what), outcome in waiting.items():
                self.outcomes[name][what] = outcome.result()

    # -- what is done to the proxy, and to the instances ---------------------------------------------------------------

    def disturb(self):
        for what, deed in (("reload", self.reload), ("drain", self.drain), ("outage of 5 s", self.outage)):
            self.outcomes["both"][what] = deed()
        self.outcomes["both"]["drain notice"] = self.notice

    @property
    def speaks_web_socket(self):
        return self.outcomes["plain"]["WebSocket of a program"] == "yes"

    def reload(self):
        with contextlib.ExitStack() as stack:
            movers = self.movers(stack, 4)
            prober = stack.enter_context(Prober(Guest(self.fronts[self.front])))
            self.running.reload()
            prober.await_more(100)
            self.notes.append(f"reload: {dict(prober.failures)} of {prober.count}")
            kept = sum(mover.is_alive() for mover in movers)
            return joined(told(kept, len(movers), "kept"), prober)

    def drain(self):
        """One instance is taken out of the fleet and ends, with people on it."""
        with contextlib.ExitStack() as stack:
            movers = self.movers(stack, 4)
            prober = stack.enter_context(Prober(Guest(self.fronts[self.front])))
            leaving = self.instances.named(movers[0].instance if movers else "first")
            theirs = [mover for mover in movers if mover.instance == leaving.name]
            leaving.send_signal(signal.SIGTERM)
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                moved = sum(pool.map(lambda mover: mover.follow(leaving), movers))
            wait_for(lambda: not leaving.is_running, 60, f"{leaving.name} ends")
            self.notice = told(sum(mover.was_asked for mover in theirs), len(theirs), "asked to move") or "–"
            prober.await_more(50)
            self.notes.append(f"drain: {dict(prober.failures)} of {prober.count}")
        leaving.start()
        leaving.await_ready()
        wait_for(Guest(self.fronts[self.front]).passes, 180, "the drained instance is found again")
        return joined(told(moved, len(movers), "moved"), prober)

    def outage(self):
        self.instances.kill()
        guest = Guest(self.fronts[self.front])
        begun, statuses = time.monotonic(), set()
        while time.monotonic() < begun + OUTAGE:
            statuses.add(guest.status("/health"))
        self.instances.start()
        begun = time.monotonic()
        wait_for(guest.passes, 180, "the instances are found again")
        back = time.monotonic() - begun
        return f"{', '.join(sorted(statuses))}; back {'at once' if back < RETURN else 'after more than 10 s'}"

    def movers(self, stack, count):
        if not self.speaks_web_socket:
            return []
        return [stack.enter_context(Mover(Guest(self.fronts[self.front]))) for _ in range(count)]


def told(count, of, what):
    """How many of all, in words that are the same in each run."""
    if not of:
        return ""
    share = "all" if count == of else "some" if count else "none"
    return f"{share} {what}"


def joined(*words):
    return ", ".join(str(word) for word in words if str(word))
