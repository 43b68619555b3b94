"""The time of day of a test's programs, which is not that of the machine."""

import os
import pathlib
import struct
import subprocess

SOURCE = pathlib.Path(__file__).with_name("moved_clock.c")


class MovedClock:
    """Whatever is started with its `environment` has its time of day, and goes on with it."""

    def __init__(self, folder):
        self.file, library = folder / "moved", folder / "moved_clock.so"
        self.seconds = 0
        self.move()
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", library, SOURCE], check=True)
        self.environment = os.environ | {"LD_PRELOAD": str(library), "MOVED_CLOCK": str(self.file)}

    def move(self, hours=0):
        """On, at once."""
        self.seconds += hours * 3600
        # In its place: it is mapped.
        with open(self.file, "r+b" if self.file.exists() else "wb") as file:
            file.write(struct.pack("=q", self.seconds))
