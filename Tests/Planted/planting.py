"""Bugs that are planted in a copy of the sources, one at a time, to see whether the tests would find them."""

import argparse
import contextlib
import dataclasses
import pathlib
import shutil
import subprocess

PROJECT = pathlib.Path(__file__).resolve().parents[2]


class Misplaced(Exception):
    """The sources have changed: the place for a bug is not there, or not only once; or the copy can't be run."""


@dataclasses.dataclass(frozen=True)
class Bug:
    """A change to one file."""

    name: str
    title: str
    file: str
    old: str
    new: str

    def planted_in(self, sound):
        """A file's text with the bug in it."""
        if sound.count(self.old) != 1:
            raise Misplaced(f"{self.file} does not hold the place for {self.name} once")
        return sound.replace(self.old, self.new)


@contextlib.contextmanager
def planted(bug, copy):
    """The copy of the sources with the bug in it, for as long as it is looked at."""
    file = copy / bug.file
    sound = file.read_text()
    file.write_text(bug.planted_in(sound))
    try:
        yield
    finally:
        file.write_text(sound)


def copy_sources(copy, *paths):
    """The sources as they are now; what was built from them before stays, so that little has to be built again."""
    command = ["git", "ls-files", "-co", "--exclude-standard", *paths]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines()
    names = {name for name in listed if (PROJECT / name).exists()}
    for name in names:
        source, target = PROJECT / name, copy / name
        if not (target.exists() and target.read_bytes() == source.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    for path in paths:
        for file in (copy / path).rglob("*"):
            # What has been moved since would be there twice.
            if file.is_file() and str(file.relative_to(copy)) not in names:
                file.unlink()


def demand_that_each_is_found(program, bugs, copy, paths, look):
    """Plants those that the command line names, or all; `look` says what was found, or nothing. The exit status."""
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(bug.name for bug in bugs))
    names = parser.parse_args().names
    for unknown in set(names) - {bug.name for bug in bugs}:
        parser.error(f"there is no bug {unknown}")
    copy_sources(copy, *paths)
    passed = failed = 0
    for bug in bugs:
        if names and bug.name not in names:
            continue
        print(f"{bug.name}: {bug.title} …", flush=True)
        try:
            with planted(bug, copy):
                found = look(bug)
            told = found or "NOT FOUND"
        except Misplaced as error:
            found, told = "", str(error)
        passed, failed = passed + bool(found), failed + (not found)
        print(f"  {told}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
