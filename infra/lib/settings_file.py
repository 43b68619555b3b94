#!/usr/bin/env python3
"""Prints a file of settings for systemd's EnvironmentFile=, every one a comment, from what `tchatter --help` says.

Usage: infra/lib/settings_file.py PROGRAM
"""

import subprocess
import sys
import textwrap

from settings_table import SETTING

HEAD = """\
# Settings of all instances of the chat server on this host: NAME=VALUE, one a line; what stands behind # is the default.
# /etc/tchatter/INSTANCE.env, where there is one, has the last word for one instance: tchatter@8081 reads 8081.env.
# `tchatter-rolling-restart` takes up what has changed, without anybody noticing.
"""
# What the unit gives each instance, so that it stands in INSTANCE.env rather than here.
OF_ONE = ("TCHATTER_LISTEN", "TCHATTER_ADMIN_LISTEN", "TCHATTER_INSTANCE", "TCHATTER_PUBLIC")
TAIL = """
# The unit gives each instance its own; here they would be the same for all.
"""


def entry(setting):
    """A setting as a comment."""
    meaning = f"{setting['form']}: {setting['meaning']}"
    return "\n".join([*textwrap.wrap(meaning, 110, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False),
                      f"#{setting['variable']}={setting['default'] or ''}"])


def text(help_text):
    """The whole file."""
    settings = list(SETTING.finditer(help_text))
    own = [entry(setting) for setting in settings if setting["variable"] in OF_ONE]
    shared = [entry(setting) for setting in settings if setting["variable"] not in OF_ONE]
    return "\n".join([HEAD, "\n\n".join(shared), TAIL, "\n\n".join(own)]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text(subprocess.run([sys.argv[1], "--help"], capture_output=True, text=True, check=True).stdout))
