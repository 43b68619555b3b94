"""Gives a built program another version, in place: stamp.py PROGRAM VERSION. See Sources/Base/Version.swift."""

import pathlib
import re
import sys

MARK = b"@(#)tchatter "


def stamp(program, version):
    """Writes the version behind every mark, as far as there is room."""
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.+_-]*", version):
        return f"a version is made of letters, digits and . + _ -, not {version!r}"
    content = program.read_bytes()
    fields = [(match.start(1), len(match[1])) for match in re.finditer(re.escape(MARK) + rb"([!-~]+ +)", content)]
    if not fields:
        return f"{program} has no place for a version"
    for start, room in fields:
        if len(version) >= room:
            return f"a version has at most {room - 1} characters"
        content = content[:start] + version.encode().ljust(room) + content[start + room :]
    fresh = program.with_name(program.name + ".stamped")
    fresh.write_bytes(content)
    fresh.chmod(program.stat().st_mode)
    fresh.replace(program)
    return None


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: stamp.py PROGRAM VERSION")
    sys.exit(stamp(pathlib.Path(sys.argv[1]), sys.argv[2]))
