#!/usr/bin/env python3
"""Renders what emoji are called in the languages of the page, and what else finds them, into Public/languages/emoji-LANGUAGE.js.

Usage: infra/lib/emoji_names.py FOLDER

FOLDER holds Unicode's CLDR with common/annotations and common/annotationsDerived; that of Debian's package unicode-cldr-core was used, version 41:
/usr/share/unicode/cldr. It is under the licence Unicode-DFS-2016, © 1991-2022 Unicode, Inc. (unicode-license-2016.txt, here); what is
rendered is a modified extract of it, and says so. An emoji that is newer than that has its English names alone.

Each emoji of the page's own table has its name, and behind a semicolon those words of its keywords that its name has not.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree

PROJECT = pathlib.Path(__file__).resolve().parents[2]
TABLE = PROJECT / "Public" / "client" / "emoji-table.js"
RENDERED = PROJECT / "Public" / "languages"
LANGUAGES = {"de": "German", "fr": "French", "ar": "Arabic"}
PER_LINE = 8

HEADER = """/**
 * What emoji are called in {name}, and behind a semicolon words that find them, too.
 * A modified extract of Unicode's CLDR 41, © 1991-2022 Unicode, Inc.; see infra/lib/unicode-license-2016.txt.
 * Rendered by infra/lib/emoji_names.py.
 */
"""


def emojis():
    """Those of the page, in its order."""
    table = TABLE.read_text(encoding="utf-8").partition("`")[2].rpartition("`")[0]
    lines = [line for line in table.strip().splitlines() if not line.startswith("# ")]
    return [entry.split(" ")[0] for line in lines for entry in line.split("|")]


def without_selectors(emoji):
    return re.sub("[\ufe0e\ufe0f]", "", emoji)


def annotations(folder, language):
    """Each emoji's name and its keywords."""
    names, keywords = {}, {}
    for part in ("annotations", "annotationsDerived"):
        tree = xml.etree.ElementTree.parse(folder / "common" / part / f"{language}.xml")
        for annotation in tree.iter("annotation"):
            emoji, text = without_selectors(annotation.get("cp")), (annotation.text or "").strip()
            if annotation.get("type") == "tts":
                names[emoji] = text
            elif text != "↑↑↑":
                keywords[emoji] = [keyword.strip() for keyword in text.split("|")]
    return names, keywords


def words_of(text):
    return re.findall("[^\\s:,()„“«»\"|;`\\\\\u200e\u200f\u202a-\u202e]+", text.lower())


def rendered(emoji, name, keywords):
    known = set(words_of(name))
    more = []
    for word in (word for keyword in keywords for word in words_of(keyword)):
        # By the beginnings of words is searched: one that another begins with is found with it.
        if len(word) > 1 and not any(other.startswith(word) for other in (*known, *more)):
            more.append(word)
    name = re.sub("[|;`\\\\\u200e\u200f\u202a-\u202e]", "", name)
    return f"{emoji} {name}" + (f";{' '.join(more)}" if more else "")


def main(folder):
    for language, name in LANGUAGES.items():
        names, keywords = annotations(folder, language)
        entries = [rendered(emoji, names[key], keywords.get(key, [])) for emoji in emojis() if (key := without_selectors(emoji)) in names]
        lines = ["|".join(entries[at : at + PER_LINE]) for at in range(0, len(entries), PER_LINE)]
        (RENDERED / f"emoji-{language}.js").write_text(HEADER.format(name=name) + "export const table = `\n" + "\n".join(lines) + "\n`;\n", encoding="utf-8")
        print(f"{language}: {len(entries)} of {len(emojis())} emoji")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
