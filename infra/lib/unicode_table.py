"""Writes what was made of Unicode's files as a table that is part of the program: a Swift file with a text of lines.

As resources that SwiftPM embeds, each byte a number of an array, the tables took the compiler longer than all else of their module."""

import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Sources/ChatProtocol/Names/Unicode"


def write(name, remarks, lines):
    """UnicodeTable.name, with remarks before it."""
    text = "// swift-format-ignore-file\n"
    text += "".join(f"// {remark}\n" for remark in remarks)
    text += f'\nextension UnicodeTable {{\n  static let {name} = """\n'
    text += "".join(f"    {line}\n" for line in lines)
    text += '    """\n}\n'
    (FOLDER / f"UnicodeTable+{name.capitalize()}.swift").write_text(text, encoding="utf-8")
