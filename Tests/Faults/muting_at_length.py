#!/usr/bin/env python3
"""Many rounds of muting somebody who writes, while Redis's primary is killed, and over backups that are put back. infra/test-muting calls this."""

import argparse
import pathlib
import random
import signal
import shutil
import sys
import tempfile
import threading

from arena import Arena, Fleet, wait_for
from failovers import REPLICATED, UNREPLICATED, await_other_primary, facts, is_whole, kill_ahead, primary_port, redis_names
from redis_words import ask
from run import interrupt, say

import muting  # noqa: E402
from backups import backup, restore  # noqa: E402

ROOM = "muting"


def arguments():
    parser = argparse.ArgumentParser(prog="infra/test-muting", add_help=False)
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--failovers", type=int, default=10)
    parser.add_argument("--restores", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    return parser.parse_args()


def rounds(fleet, options, _):
    """Nothing happens but the muting."""
    trial = muting.Trial(fleet, ROOM, options.seed)
    yield from (trial.play() for _ in range(options.rounds))
    trial.close()


def failovers(fleet, options, _):
    """The primary is killed, in turn just before the mute and while it holds."""
    arena, trial = Arena(fleet, options.seed, True), muting.Trial(fleet, ROOM, options.seed)

    def kill():
        old = primary_port(arena)
        arena.end(redis_names(arena)[old], signal.SIGKILL)
        return old

    for number in range(options.failovers):
        wait_for(lambda: is_whole(arena) and arena.is_healthy(), 90, "all is well")
        if number % 2:
            yield trial.play(after_mute=lambda: await_other_primary(arena, kill()))
        else:
            yield trial.play(before_mute=kill)
    trial.close()


def failovers_ahead(fleet, options, _):
    """The primary is killed with what no replica has: the mute, and messages before it, which instances have to put back."""
    arena, trial = Arena(fleet, options.seed, True), muting.Trial(fleet, ROOM, options.seed)
    for _ in range(options.failovers):
        wait_for(lambda: is_whole(arena) and arena.is_healthy(), 90, "all is well")
        old = primary_port(arena)
        killing = threading.Thread(target=kill_ahead, args=(arena,))

        def cut_off():
            killing.start()
            wait_for(lambda: facts(old).get("connected_slaves") == "0", 20, "the primary has no replica", every=0.002)

        yield trial.play(before_mute=cut_off, after_mute=killing.join)
    assert arena.evidence["failovers"] == options.failovers, arena.evidence
    trial.close()


def restores(fleet, options, folder):
    """A backup is taken around the mute and put back once it is over; who was muted in it is so again."""
    trial, file = muting.Trial(fleet, ROOM, options.seed), folder / "backup.rdb"
    for number in range(options.restores):
        # A backup is a replica's first copy, for which Redis would wait so many seconds, and far more be written than a room keeps.
        ask(fleet.redis_port, "CONFIG", "SET", "repl-diskless-sync-delay", "0")
        save = lambda: backup(fleet, file)  # noqa: E731
        before, told = trial.before, trial.play(**({"after_mute": save} if number % 2 else {"before_mute": save}))
        restore(fleet, file)
        fleet.await_health()
        trial.reconnect()
        yield told + after_restore(trial, before, is_muted=bool(number % 2))
        # Whatever the backup knows of mutes is over.
        trial.before = f"restored {number}"
        trial.govern("none", trial.before)
    trial.close()


def after_restore(trial, before, is_muted):
    """Who is muted in the backup writes on, and gets nothing behind the mute."""
    round = muting.Round("after")
    round.is_muted.set(), round.may_end.set()
    if is_muted:
        for way in trial.ways:
            way.write(round)
    trial.before = before
    entries = trial.entries()
    mutes = [entry["id"] for entry in entries if entry["type"] == "policy" and entry.get("role") == "muted"]
    told = muting.Judged(stored=len(round.sent), refused=len(round.refused))
    told.wrong += [f"sent after the restore, and stored: {id}" for id in round.sent]
    if is_muted and not mutes:
        told.wrong.append("the backup has no mute")
    told.behind = sum(len(muting.behind(entries, trial.writer, mute)) for mute in mutes)
    if told.behind:
        told.wrong.append(f"{told.behind} behind the mute that was restored")
    return told


PARTS = (
    ("three instances", "rounds", rounds, {}),
    ("the primary killed just before the mute, or while it holds", "failovers", failovers, REPLICATED),
    ("the primary killed, with the mute and messages that no replica has", "failovers", failovers_ahead, UNREPLICATED),
    ("a backup from just before the mute, or while it holds, put back", "restores", restores, {}),
)


def run(title, part, settings, options, folder):
    """The row of a part, and all that is wrong with it."""
    folder.mkdir()
    fleet, told = Fleet(folder / "fleet", **settings), muting.Judged()
    try:
        fleet.up()
        fleet.await_health(seconds=60)
        for judged in part(fleet, options, folder):
            for reason in judged.wrong:
                say(f"failed: {title}, round {told.rounds + 1}: {reason}")
            told += judged
    finally:
        fleet.down()
    doubled = sum("twice" in reason for reason in told.wrong)
    lost = sum("not there" in reason for reason in told.wrong)
    return f"| {title} | {told.rounds:,} | {told.stored:,} | {told.refused:,} | {told.again:,} | {lost} | {doubled} | {told.behind} |", told.wrong


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, interrupt)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="muting-"))
    say(f"seed {options.seed}; logs in {folder}")
    say("| what happens meanwhile | rounds | acknowledged | refused | sent again | lost | doubled | behind the mute |\n|---|---|---|---|---|---|---|---|")
    wrong, passed = [], 0
    for number, (title, count, part, settings) in enumerate(PARTS):
        if not getattr(options, count):
            continue
        row, found = run(title, part, settings, options, folder / str(number))
        say(row)
        wrong += found
        passed += not found
    if not wrong:
        shutil.rmtree(folder)
    print(f"{passed} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
