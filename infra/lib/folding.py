#!/usr/bin/env python3
"""Renders by what texts are compared that are searched for, Unicode's NFKC_Casefold, into
Sources/ChatProtocol/Names/Unicode/UnicodeTable+Folding.swift, from the Unicode that this Python knows.

Usage: infra/lib/folding.py

Lines of a word and hexadecimal numbers:

  up FIRST LAST STEP DIFFERENCE    each STEPth of them becomes the one that lies so much behind it
  down FIRST LAST STEP DIFFERENCE  or before it
  one CHARACTER CHARACTER…         becomes these
  none FIRST LAST                  is left out
  class FIRST LAST CLASS           their canonical combining class
  with MARK BASE WHOLE…            what the mark and each base are composed to
"""

import sys
import unicodedata

import unicode_table

# Default_Ignorable_Code_Point, which Python does not tell: what is not seen, such as soft hyphens and selectors of variants.
IGNORABLE = [
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
]  # fmt: skip
HANGUL = range(0xAC00, 0xD7A4)


def is_ignorable(code):
    return any(first <= code <= last for first, last in IGNORABLE)


def folded(text):
    """NFKC_Casefold of a character: again and again, since what one step makes of it may be for another."""
    before = None
    while before != text:
        before = text
        text = "".join(each for each in text if not is_ignorable(ord(each)))
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return text


def characters():
    return (code for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)


def runs(single):
    """Characters that become another one, as (first, last, step, difference)."""
    left = dict(single)
    for first in sorted(single):
        if first not in left:
            continue
        difference = left[first] - first
        best = max(
            ((step, run(left, first, step, difference)) for step in (1, 2)), key=lambda found: found[1] / found[0]
        )
        step, last = best
        for code in range(first, last + 1, step):
            del left[code]
        yield first, last, step, difference


def run(left, first, step, difference):
    last = first
    while left.get(last + step, -1) == last + step + difference:
        last += step
    return last


def classes():
    known = None
    for code in characters():
        found = unicodedata.combining(chr(code))
        if known and found == known[2] and code == known[1] + 1:
            known[1] = code
        else:
            if known and known[2]:
                yield tuple(known)
            known = [code, code, found]


def compositions():
    found = {}
    for code in characters():
        whole = chr(code)
        parts = unicodedata.decomposition(whole).split()
        if len(parts) == 2 and not parts[0].startswith("<") and unicodedata.normalize("NFC", whole) == whole:
            base, mark = (int(part, 16) for part in parts)
            found.setdefault(mark, []).append((base, code))
    return found


def main():
    folds = {code: folded(chr(code)) for code in characters() if code not in HANGUL}
    single = {code: ord(fold) for code, fold in folds.items() if len(fold) == 1 and ord(fold) != code}
    remarks = [
        f"Unicode {unicodedata.unidata_version}: NFKC_Casefold, as infra/lib/folding.py renders it.",
        "A modified extract of the Unicode Character Database, © Unicode, Inc., under the Unicode License v3.",
    ]
    lines = [f"none {first:X} {last:X}" for first, last in IGNORABLE]
    for first, last, step, difference in runs(single):
        if last == first:
            lines.append(f"one {first:X} {first + difference:X}")
        else:
            lines.append(f"{'up' if difference > 0 else 'down'} {first:X} {last:X} {step} {abs(difference):X}")
    for code, fold in folds.items():
        if len(fold) > 1:
            lines.append(" ".join(["one", f"{code:X}", *(f"{ord(each):X}" for each in fold)]))
    lines += [f"class {first:X} {last:X} {found:X}" for first, last, found in classes()]
    for mark, wholes in sorted(compositions().items()):
        lines.append(" ".join(["with", f"{mark:X}", *(f"{base:X} {whole:X}" for base, whole in wholes)]))
    unicode_table.write("folding", remarks, lines)


if __name__ == "__main__":
    sys.exit(main())
