#!/usr/bin/env python3
"""What one guest does to everybody else: row by row, judged by what the others notice. infra/test-fair calls this."""

import argparse
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time

from arena import FleetArena, MemoryArena
from catalogue import ROWS, STORE, select
from child import Child
from records import save
from verdict import P99, QUICK_P99, Figure, of_bounds, of_people, of_watch, of_words
from watch import Watch

HERE = pathlib.Path(__file__).resolve().parent
# Thirty in three rooms, a few of them long-polling, at several addresses; each writes every two seconds.
PEOPLE = {"people": 30, "polling": 6, "rooms": 3, "interval": 2, "prefix": "people", "newcomers": True,
          "addresses": ["127.0.0.1", "127.0.1.1", "127.0.1.2", "127.0.1.3"]}  # fmt: skip
# How long others go on after the guest has gone: that is felt, too. And how long what is made ready may take.
AFTERMATH, READY = 1, 150


def arguments():
    parser = argparse.ArgumentParser(prog="infra/test-fair", add_help=False)
    parser.add_argument("rows", nargs="*")
    for flag in ("list", "quick", "save", "keep"):
        parser.add_argument("--" + flag, action="store_true")
    options = parser.parse_args()
    try:
        options.chosen = select(options.rows)
    except LookupError as word:
        parser.error(f"there is no row {word} (--list names them)")
    if options.save and options.quick:
        parser.error("only what the whole form finds is kept: --save without --quick")
    return options


class Arenas:
    """The fleet that the rows share, one after the other, as long as it was none the worse for any."""

    def __init__(self, folder):
        self.folder, self.shared, self.count = folder, None, 0

    def new(self, kind):
        self.count += 1
        folder = self.folder / f"{kind}-{self.count}"
        return FleetArena(folder) if kind == "fleet" else MemoryArena(folder, STORE)

    def of(self, row):
        if self.shared and self.shared.kind != row.kind:
            self.close()
        self.shared = self.shared or self.new(row.kind)
        return self.shared

    def close(self):
        """The next row gets a new one."""
        if self.shared:
            self.shared.down()
        self.shared = None


class Stage:
    """One row: who takes part in it, each in a process of its own, and what they tell in the end."""

    def __init__(self, row, arena, number, options, log):
        self.row, self.arena, self.log, self.is_quick = row, arena, log, options.quick
        self.seconds = row.seconds(options.quick)
        # A guest of an earlier row is another one, and so is everybody else.
        self.tag, self.source = f"r{number}", f"127.0.0.{2 + number}"
        self.children, self.told, self.people, self.office, self.words = [], {}, None, None, None

    def child(self, program, **spec):
        child = Child(HERE / program, {"port": self.arena.port, "tag": self.tag, "quick": self.is_quick} | spec, self.log)
        self.children.append(child)
        return child

    def play(self):
        """Makes ready, lets loose, and asks; what was seen."""
        crowd = people = office = guest = None
        known = {}
        if self.row.crowd:
            crowd = self.child("crowd.py", tasks=self.row.crowd)
            known = crowd.answer(READY)
        if self.row.knows_fleet:
            fleet = self.arena.fleet
            known |= {"redis": fleet.redis_port, "instances": [(fleet.public_port(number), fleet.admin_port(number)) for number in (1, 2, 3)]}
        if self.row.has_people:
            people = self.child("people.py", **PEOPLE)
            people.answer(READY)
        watch = Watch(self.arena)
        try:
            if people:
                people.ask("begin", 60)
            begun = time.monotonic()
            if self.row.load:
                sources = [f"127.0.0.{number}" for number in range(100, 110)] if self.row.kind == "memory" else [self.source]
                guest = self.child("guest.py", load=self.row.load, source=self.source, sources=sources, seconds=self.seconds,
                                   is_told=self.row.is_told, crowd=known)
                guest.answer(READY)
            elif self.row.office:
                office = self.child("people.py", **self.row.office | {"addresses": [self.source]})
                office.answer(READY)
            watch.begin_load()
            loose = time.monotonic()
            if guest:
                result = guest.ask("begin", self.seconds + 80)
                self.words, self.told = result["words"], self.told | result["figures"]
                guest.stop()
            elif office:
                office.ask("begin", 60)
            time.sleep(max(loose + self.seconds - time.monotonic(), 0) + AFTERMATH)
            self.elapsed = time.monotonic() - begun
            self.office = office and office.ask("end", 180)
            self.people = people and people.ask("end", 180)
        finally:
            seen = watch.end()
        if crowd:
            self.told |= crowd.ask("end", 180)
        self.told["MB that the instance takes"] = round(seen["instance"] / (1 << 20))
        return seen

    def figures(self, seen):
        row, figures, most = self.row, [], QUICK_P99 if self.is_quick else P99
        if self.people:
            figures += of_people(self.people, self.elapsed, PEOPLE["interval"], most=most)
        if self.office:
            figures += of_people(self.office, self.seconds, row.office["interval"], "office: ", most)
        figures += of_watch(row, seen) + of_bounds(row, self.told)
        return figures + (of_words(row, self.words) if self.words else [])

    def close(self):
        for child in self.children:
            child.stop()


def play(row, number, arenas, options, folder):
    """One row from a healthy fleet to the verdict: its record."""
    print(f"{row.number} {row.name}: {row.title} ({row.seconds(options.quick)} s)", flush=True)
    seen, figures, stage, begun = {}, [], None, time.monotonic()
    try:
        stage = Stage(row, arenas.of(row), number, options, folder / f"{row.name}.log")
        try:
            seen = stage.play()
            figures = stage.figures(seen)
        finally:
            stage.close()
    except Exception as error:  # The others are to have their turn.
        figures.append(Figure(f"could not be staged: {type(error).__name__}: {error}", "", "", False))
    for figure in figures:
        print(figure)
    print(f"  took {time.monotonic() - begun:.0f} s")
    if stage:
        print(*told(stage, seen), sep="\n", flush=True)
    wrong = [figure for figure in figures if not figure.holds]
    if wrong:
        arenas.close()
    return {
        "number": row.number, "name": row.name, "title": row.title, "seconds": row.seconds(options.quick), "seen": seen,
        "people": stage and stage.people, "office": stage and stage.office, "told": stage.told if stage else {}, "words": stage and stage.words,
        "wrong": [f"{figure.what}: {figure.value} ({figure.bound})" if figure.bound else figure.what for figure in wrong],
    }  # fmt: skip


def told(stage, seen):
    """What else is known, for people."""
    if stage.people:
        yield f"  people: p50 {stage.people['p50']} ms, longest {stage.people['p100']} ms, {stage.people['received']:,} received"
    if seen:
        yield f"  an instance: {seen['instance'] >> 20} MB at most, grown by {seen['grown'] >> 20} MB"
        if "taken" in seen:
            yield f"  Redis: {100 * seen['redis']:.1f} % of its time, {100 * seen['memory']:.1f} % of its memory at its peak, {100 * seen['taken']:.1f} % taken"
    if stage.words:
        yield f"  guest: {', '.join(f'{value} {what}' for what, value in stage.told.items())}"
        for code, count in stage.words["counts"].items():
            yield f"  told {count:,} times: {code}: {stage.words['samples'][code][:150]}"


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    options = arguments()
    if options.list:
        for row in ROWS:
            print(f"{row.number:4} {row.name:18} {row.title}")
        return 0
    signal.signal(signal.SIGTERM, interrupt)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="fair-"))
    print(f"logs in {folder}", flush=True)
    # What others wrote before is not to be on its way to the disk any more: Redis would wait for it, and everybody with it.
    os.sync()
    arenas, records = Arenas(folder), []
    try:
        for number, row in enumerate(options.chosen):
            records.append(play(row, number, arenas, options, folder))
    finally:
        arenas.close()
    for record in records:
        for what in record["wrong"]:
            print(f"failed: {record['number']} {record['name']}: {what}")
    if options.save:
        save(records, [row.name for row in ROWS])
    failed = sum(bool(record["wrong"]) for record in records)
    if not failed and not options.keep:
        shutil.rmtree(folder)
    print(f"{len(records) - failed} passed, {failed} failed")
    return 1 if failed or not records else 0


if __name__ == "__main__":
    sys.exit(main())
