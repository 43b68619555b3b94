"""Where the project and its programs are."""

import os
import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[2]
# Where the release build of the programs lies.
PROGRAMS = pathlib.Path(os.environ.get("BUILT_PROGRAMS") or PROJECT / ".build" / "release")
