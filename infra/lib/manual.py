#!/usr/bin/env python3
"""Prints a program's manual page, made from what it says to --help.

Usage: infra/lib/manual.py PROGRAM SECTION VERSION
"""

import pathlib
import re
import subprocess
import sys

ABOUT = {
    "tchatter": "one instance of a chat server",
    "tchatter-bots": "programs that take part in a chat",
    "tchatter-https": "makes requests of https for tchatter-bots",
    "tchatter-load": "puts a chat under load, and judges what arrived",
    "tchatter-rolling-restart": "restarts the chat server's instances one after the other",
}
FILES = """\
.SH FILES
.TP
.I /etc/tchatter/tchatter.env
settings of all instances on this host
.TP
.I /etc/tchatter/INSTANCE.env
settings of one instance, tchatter@INSTANCE.service
.TP
.I /etc/tchatter/bots.env
where the vote bot is
.TP
.I /etc/tchatter/bots\\-NAME.env
the same for one bot, and its key
"""


def escaped(line):
    """A line that roff shows as it is."""
    line = line.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + line if line.startswith((".", "'")) else line


def page(name, section, version, help_text):
    """The page in roff."""
    body = "\n".join(escaped(line) for line in help_text.rstrip().splitlines())
    others = [other for other in ABOUT if other != name]
    see = ", ".join(f".BR {escaped(other)} ({8 if other.endswith('restart') else 1})" for other in others)
    return (
        f'.TH {name.upper()} {section} "" "tchatter {version}"\n.SH NAME\n{escaped(name)} \\- {ABOUT[name]}\n'
        f".SH DESCRIPTION\n.nf\n{body}\n.fi\n{FILES}.SH SEE ALSO\n" + re.sub(", ", " ,\n", see) + "\n"
    )


if __name__ == "__main__":
    program, section, version = sys.argv[1:]
    said = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    sys.stdout.write(page(pathlib.Path(program).name, section, version, said))
