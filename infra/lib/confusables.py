#!/usr/bin/env python3
"""Renders what tchatter knows of Unicode into Sources/ChatProtocol/Names/Unicode: which letters are mistaken for which
(UnicodeTable+Confusables.swift) and which letters belong to which script (UnicodeTable+Scripts.swift).

Usage: infra/lib/confusables.py FOLDER

FOLDER holds three files of one version of Unicode; 17.0.0 was used:

  https://www.unicode.org/Public/17.0.0/ucd/UnicodeData.txt
  https://www.unicode.org/Public/17.0.0/ucd/Scripts.txt
  https://www.unicode.org/Public/17.0.0/security/confusables.txt (UTS #39)

They are under the Unicode License v3, © 1991-2025 Unicode, Inc. (unicode-license.txt, here); what is rendered is a
modified extract of them, and says so.

An entry is left out where a name never comes to it: what NFKC or lower case replaces, what a name does not admit, and
scripts that are not in everyday use.
"""

import pathlib
import re
import sys
import unicodedata

import unicode_table

# The scripts in everyday use all over the world: UAX #31, table 5.
SCRIPTS = """Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul
Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai
Tibetan""".split()
# What goes with every script.
COMMON = ("Common", "Inherited")

# What the chat folds besides Unicode's table, or in another way. Running fleets know ASCII names by what this says of ASCII.
OWN = {
    "a": "аαɑ", "b": "ƅьб", "c": "сᴄ", "d": "ԁɗ", "e": "еҽєё", "f": "ƒքẝ", "g": "ɡցġ", "h": "һհ", "j": "јϳ", "k": "кκқ",
    "l": "i1|ıіιӏɩǀł", "m": "мṃ", "n": "пηոռ", "o": "0оοօσᴏø", "p": "рρ", "q": "ԛգզ", "r": "гᴦ", "s": "ѕꜱ", "t": "тτ", "u": "υսᴜ", "v": "ѵνᴠ",
    "w": "ԝωшա", "x": "хχ×", "y": "уγү", "z": "ᴢ",
}  # fmt: skip

SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])$")


def fields(path):
    """The fields of each line that has some."""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        content = line.partition("#")[0].strip()
        if content:
            yield [field.strip() for field in content.split(";")]


def text(codes):
    return "".join(chr(int(code, 16)) for code in codes.split())


def folded(string):
    """As `Skeleton` does it before it looks letters up."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", string).lower())


class Unicode:
    """What the three files say."""

    def __init__(self, folder):
        self.characters = {}
        for code, name, category, *_ in fields(folder / "UnicodeData.txt"):
            self.characters[chr(int(code, 16))] = (name, category)
        self.ranges = {}
        for codes, script in fields(folder / "Scripts.txt"):
            first, _, last = codes.partition("..")
            self.ranges.setdefault(script, []).append((int(first, 16), int(last or first, 16)))
        admitted = (ranges for script, ranges in self.ranges.items() if script in SCRIPTS or script in COMMON)
        self.admitted = {chr(code) for ranges in admitted for first, last in ranges for code in range(first, last + 1)}
        self.confusables = {text(source): text(target) for source, target, _ in fields(folder / "confusables.txt")}

    def is_admitted(self, character):
        """Whether a name may hold it."""
        category = self.characters.get(character, ("", "Lo"))[1]
        return character in self.admitted and category not in ("Cc", "Cf", "Co", "Cs", "Zs", "Zl", "Zp")


class Prototypes:
    """What letters are folded into, down to the chat's own letters."""

    def __init__(self, unicode):
        self.unicode = unicode
        self.own = {}
        for name, _ in unicode.characters.values():
            if match := SMALL_CAPITAL.match(name):
                self.own[unicodedata.lookup(name)] = match[1].lower()
        self.own |= {letter: prototype for prototype, letters in OWN.items() for letter in letters}
        # A small capital I reads as an I, and so as an l.
        self.own = {letter: self.own.get(prototype, prototype) for letter, prototype in self.own.items()}

    def of(self, character, seen=frozenset()):
        if character in self.own:
            return self.own[character]
        if character.isascii() or character in seen:
            return character
        decomposed = unicodedata.normalize("NFD", character)
        if character in self.unicode.confusables:
            found = folded(self.unicode.confusables[character])
        elif len(decomposed) > 1 and not "\uac00" <= character <= "\ud7a3":  # Hangul's syllables stay whole
            found = decomposed
        else:
            return character
        found = "".join(self.of(each, seen | {character}) for each in found if not each.isspace())
        return unicodedata.normalize("NFC", found)

    def table(self):
        """{character: its prototype}, of what folding leaves as it is (which includes what is newer than this Python, and
        may be newer than the server's Foundation); and of what looks like Latin before it is folded, and not after."""
        table = {}
        for character in filter(self.unicode.is_admitted, {*self.unicode.characters, *self.unicode.confusables, *self.own}):
            prototype = self.of(character)
            looks_latin = prototype.isascii() and prototype.isalnum() and not folded(character).isascii()
            if prototype not in ("", character) and (folded(character) == character or looks_latin):
                table[character] = prototype
        return table


def confusables(unicode):
    """A line for each prototype: it, and those that are mistaken for it, as hexadecimal numbers."""
    lines = {}
    for character, prototype in Prototypes(unicode).table().items():
        lines.setdefault(prototype, []).append(character)
    for prototype, characters in sorted(lines.items()):
        yield "+".join(f"{ord(each):x}" for each in prototype) + "".join(f" {ord(each):x}" for each in sorted(characters))


def scripts(unicode):
    """A line for each script: its name and its ranges."""
    for script in ["Common", *SCRIPTS]:
        ranges = [each for name in (COMMON if script == "Common" else [script]) for each in unicode.ranges[name]]
        yield script + "".join(f" {first:x}" + f"-{last:x}" * (last > first) for first, last in merged(ranges))


def merged(ranges):
    """With neighbours joined."""
    joined = []
    for first, last in sorted(ranges):
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def render(name, meaning, lines):
    unicode_table.write(name, [
        meaning, "A modified extract of Unicode 17.0.0, © 1991-2025 Unicode, Inc.; see infra/lib/unicode-license.txt.",
        "Rendered by infra/lib/confusables.py.",
    ], lines)  # fmt: skip


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    unicode = Unicode(pathlib.Path(sys.argv[1]))
    render("confusables", "What letters are taken for, and those letters.", confusables(unicode))
    render("scripts", "Scripts in everyday use, and their letters; Common goes with all of them.", scripts(unicode))


if __name__ == "__main__":
    main()
