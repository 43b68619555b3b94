"""The end of infra/rolling-update that talks to the fleet; the beginning is bash, which knows where the fleet is."""

import argparse
import pathlib
import signal
import sys

from .control import Control, Failure
from .update import Progress, Update
from .probe_bots import ProbeBots


def arguments():
    parser = argparse.ArgumentParser(prog="rolling-update")
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--instances", type=int, required=True)
    parser.add_argument("--release", required=True, help="the folder's name under release/")
    parser.add_argument("--address", help="ws://… for probe bots; without it there are none")
    parser.add_argument("--probe-bots", default="", help="their program")
    parser.add_argument("--all", action="store_true", help="restarts those that run this release as well")
    parser.add_argument("--dry-run", action="store_true")
    return parser.parse_args()


def outdated(control, release, everybody):
    """The instances that run something else, or with other settings; those not running come first."""
    changed = control.changed()
    running = {name: control.running_release(name) for name in control.names}
    names = [name for name in control.names if everybody or running[name] != release or name in changed]
    return sorted(names, key=lambda name: running[name] is not None)


def plan(control, release, names):
    for name in names:
        running = control.running_release(name)
        print(f"{name}: {control.version(running) + ' (' + running.name + ')' if running else 'not running'} → "
              f"{control.version(release)} ({release.name})")


def advice(control, update, before):
    """How to go on after a failure, and how to go back."""
    left = [name for name in update.names if name not in update.updated]
    lines = [f"updated so far: {', '.join(update.updated) or 'none'}; left: {', '.join(left)}",
             f"to go on once that is mended: infra/rolling-update --to {update.release.name}"]
    if before and before != update.release:
        lines.append(f"to go back to {control.version(before)}: infra/rolling-update --to {before.name}")
    return lines


def roll(control, options):
    release = (options.folder / "release" / options.release).resolve()
    names = outdated(control, release, options.all)
    if options.dry_run:
        plan(control, release, names)
        return 0
    before = control.release("current")
    if before != release:
        if before:
            control.set_release("previous", before)
        control.set_release("current", release)
    if not names:
        print(f"every instance runs {control.version(release)} already")
        return 0
    update = Update(control, release, names, Progress())
    bots = ProbeBots(options.probe_bots, options.address) if options.address else None
    try:
        update.run()
    except (Failure, KeyboardInterrupt) as problem:
        reason = "interrupted" if isinstance(problem, KeyboardInterrupt) else problem
        print("\n".join([f"rolling-update: {reason}", *advice(control, update, control.release("previous"))]), file=sys.stderr)
        return 1
    finally:
        if bots:
            bots.end()
    report = update.counters.lines() + ([bots.line()] if bots else [])
    print("\n".join(report))
    return 0 if not update.counters.faults and (not bots or bots.are_content) else 1


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = arguments()
    try:
        return roll(Control(options.folder, options.port, options.instances), options)
    except Failure as problem:
        print(f"rolling-update: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
