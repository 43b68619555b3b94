#!/usr/bin/env python3
"""The table of settings in infra/README.md, rendered from what `tchatter --help` says.

Usage: infra/lib/settings_table.py [--save] [PROGRAM]

Without --save it tells whether the table is what the program (.build/release/tchatter) says; with it, it renders it anew.
"""

import pathlib
import re
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
README = PROJECT / "infra" / "README.md"
BEGIN, END = "<!-- settings: rendered by infra/lib/settings_table.py --save -->", "<!-- end of settings -->"
SETTING = re.compile(r"^  --\S+ (?P<form>\S+)(?: \[(?P<default>.*)\])?\n      (?P<meaning>.*) \((?P<variable>TCHATTER_\w+)\)$", re.MULTILINE)


def table(help_text):
    """Markdown."""
    lines = ["| variable | value | default | |", "|---|---|---|---|"]
    for setting in SETTING.finditer(help_text):
        form, default, meaning = (setting[name] or "" for name in ("form", "default", "meaning"))
        cells = [f"`{setting['variable']}`", f"`{form}`".replace("|", "\\|"), f"`{default}`" if default else "", meaning]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def rendered(text, help_text):
    """The text with the table as it should be."""
    head, rest = text.split(BEGIN)
    return f"{head}{BEGIN}\n{table(help_text)}\n{END}{rest.split(END)[1]}"


def main():
    words = [word for word in sys.argv[1:] if word != "--save"]
    program = words[0] if words else PROJECT / ".build" / "release" / "tchatter"
    said = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    wanted = rendered(README.read_text(), said)
    if "--save" in sys.argv:
        README.write_text(wanted)
    elif README.read_text() != wanted:
        sys.exit("infra/README.md's settings are not those of tchatter --help: infra/lib/settings_table.py --save")


if __name__ == "__main__":
    main()
