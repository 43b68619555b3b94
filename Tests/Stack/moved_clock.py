"""The time of day of a test's programs, which is not that of the machine."""

import os
import pathlib
import struct
import subprocess

SOURCE = pathlib.Path(__file__).with_name("moved_clock.c")


def moved_by(file, folder):
    """What has a program see the time of day that a file tells, or each its own by a file in a folder. The library is made in `folder`."""
    library = folder / "moved_clock.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", library, SOURCE], check=True)
    return {"LD_PRELOAD": str(library), "MOVED_CLOCK": str(file)}


def write_seconds(file, seconds):
    """So many ahead, or behind, at once."""
    # In its place: it is mapped.
    with open(file, "r+b" if file.exists() else "wb") as moved:
        moved.write(struct.pack("=q", seconds))


class MovedClock:
    """Whatever is started with its `environment` has its time of day, and goes on with it."""

    def __init__(self, folder):
        self.file, self.seconds = folder / "moved", 0
        self.move()
        self.environment = os.environ | moved_by(self.file, folder)

    def move(self, hours=0):
        """On, at once."""
        self.seconds += hours * 3600
        write_seconds(self.file, self.seconds)
