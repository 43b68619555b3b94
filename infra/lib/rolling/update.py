"""An update of a fleet under load: one instance after the other, each checked before the next."""

import sys
import time

from .counters import FleetCounters
from .control import Failure, wait_for

# Seconds after which supervisord should have killed an instance that does not end, and that each later step may take.
STOP, START, PROBE, BALANCE, SPREAD = 60, 60, 60, 60, 15


class Progress:
    """One line a step; on a terminal what goes on is shown in the line until it is done."""

    def __init__(self):
        self.is_terminal = sys.stdout.isatty()

    def now(self, text):
        if self.is_terminal:
            print(f"\r\033[K{text}", end="", flush=True)

    def done(self, text):
        print(f"\r\033[K{text}" if self.is_terminal else text, flush=True)


class Update:
    """Brings every instance that is to change to one release."""

    def __init__(self, control, release, names, progress):
        self.control, self.release, self.names, self.progress = control, release, names, progress
        self.version = control.version(release)
        self.counters = FleetCounters(control)
        self.updated = []

    def run(self):
        begun = time.monotonic()
        for name in self.names:
            self.check_others(name)
            self.stop(name)
            self.start(name)
            self.updated.append(name)
        self.rebalance()
        self.counters.add_running()
        self.progress.done(f"updated   {len(self.names)} instances to {self.version} in {time.monotonic() - begun:.1f} s")

    # -- one instance ---------------------------------------------------------------------------------------------

    def check_others(self, name):
        """Nobody is taken out while there is nowhere to go, unless there never is."""
        others = [other for other in self.control.names if other != name]
        if others:
            usable = lambda: set(self.control.usable()) & set(others)
            wait_for(usable, BALANCE, f"{name}: HAProxy finds no other instance usable, so its clients would have nowhere to go")

    def stop(self, name):
        control = self.control
        if (state := control.state(name)) not in ("RUNNING", "STARTING"):
            # Else its next start would wait as long as the one before: `start` adds it anew.
            if state == "BACKOFF":
                control.supervise("stop", name)
                control.supervise("remove", name)
            return
        offset, begun, clients = self.counters.log_ends(name), time.monotonic(), control.clients(name)
        longest = control.stop_seconds(name) + STOP
        stopping = control.begin_stopping(name)
        while stopping.poll() is None:
            self.tell_drain(name, begun)
            if time.monotonic() - begun > longest:
                stopping.kill()
                raise Failure(f"{name} does not stop: see {control.log_file(name)}")
            time.sleep(0.1)
        if (status := control.exit_status(name)) != "exit status 0":
            raise Failure(f"{name} ended with {status} instead of 0: see {control.log_file(name)}")
        self.counters.close(name, offset)
        self.progress.done(f"{name}: drained of {clients if clients is not None else '?'} clients and stopped in {time.monotonic() - begun:.1f} s")

    def tell_drain(self, name, begun):
        if self.progress.is_terminal:
            status, answer = self.control.admin(name, "/admin/drain")
            phase = f"{answer['phase']}, {answer['clients']} clients" if status == 200 else "ending"
            self.progress.now(f"{name}: {phase} ({time.monotonic() - begun:.0f} s)")

    def start(self, name):
        control, begun = self.control, time.monotonic()
        control.set_release(name, self.release)
        control.supervise("update", name)
        if control.state(name) not in ("RUNNING", "STARTING"):
            control.supervise("start", name)
        self.progress.now(f"{name}: starting {self.version}")
        wait_for(lambda: self.is_healthy(name), START, lambda: f"{name} is not healthy: {self.ailment(name)}")
        told = control.health(name)[1].get("version")
        if told != self.version:
            raise Failure(f"{name} says that it is {told}, not {self.version}")
        wait_for(lambda: control.admin(name, "/test")[0] == 200, PROBE, lambda: f"{name} fails its test: {self.test_failure(name)}")
        wait_for(lambda: name in control.usable(), BALANCE, lambda: f"{name} is {control.balancer().get(name)} to HAProxy, not UP")
        self.progress.done(f"{name}: {told} is healthy, probed and balanced after {time.monotonic() - begun:.1f} s")

    def is_healthy(self, name):
        if self.control.keeps_ending(name):
            raise Failure(f"{name} does not start: {self.last_words(name)}")
        status, answer = self.control.health(name)
        return status == 200 and answer.get("redis") == "delivering"

    def ailment(self, name):
        status, answer = self.control.health(name)
        if status is None:
            return f"{answer}; {self.last_words(name)}"
        return f"{status}, {answer.get('status')}, store {answer.get('redis')}" if isinstance(answer, dict) else str(status)

    def last_words(self, name):
        log = self.control.log_file(name)
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        return f"{lines[-1] if lines else 'nothing in its log'} ({log})"

    def test_failure(self, name):
        status, answer = self.control.admin(name, "/test")
        if not isinstance(answer, dict):
            return f"{status} {answer}"
        return "; ".join(f"{step['name']}: {step['error']}" for step in answer.get("tests", []) if not step.get("success")) or str(status)

    # -- in the end -----------------------------------------------------------------------------------------------

    def rebalance(self):
        """The first to be updated has taken the others' clients; those with a surplus ask it to move. Clients that do
        not move by themselves may stay: this is no reason to fail."""
        control = self.control
        clients = {name: control.clients(name) or 0 for name in control.names}
        fair = sum(clients.values()) / len(clients)
        asked = 0
        for name, count in clients.items():
            if (surplus := int(count - fair)) > 0:
                status, answer = control.admin(name, "/admin/rebalance", "POST", {"clients": surplus})
                asked += answer["asked"] if status == 200 else 0
        if not asked:
            return
        # Of few, each counts: nobody has one more than is fair. Of many, a quarter more is as good.
        most = lambda: max((control.clients(name) or 0) - fair for name in control.names)
        try:
            wait_for(lambda: most() < max(1, fair / 4), SPREAD, "")
        except Failure:
            pass
        self.progress.done("rebalance " + ", ".join(f"{name} {clients[name]} → {control.clients(name)}" for name in control.names))
