"""What the documents say of the programs is what the programs say."""

import subprocess
import sys

from programs import PROGRAMS, PROJECT


def test_the_table_of_settings_is_what_the_program_says():
    done = subprocess.run([sys.executable, str(PROJECT / "infra/lib/settings_table.py"), str(PROGRAMS / "tchatter")],
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
