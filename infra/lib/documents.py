#!/usr/bin/env python3
"""What the documents refer to is there: files, headings, commands, the tables of faults and guests; and the README is still short."""

import json
import pathlib
import re
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(PROJECT / "Tests" / "Faults"), str(PROJECT / "Tests" / "Fair")]
import records  # noqa: E402
import results  # noqa: E402

LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`|^    .*$", re.MULTILINE)
FILE = re.compile(r"(?<![\w/.-])(?:infra|haproxy|findings|Public|Sources|Tests)/[\w./+@-]*[\w/]")
README_LINES = 150


def anchors(text):
    """The headings of a page as GitHub links to them."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path):
    """Links of a page to what is not there."""
    text = re.sub(r"`[^`\n]*`", "", FENCED.sub("", path.read_text()))
    for target in (one or other for one, other in LINK.findall(text)):
        if re.match(r"[a-z]+:|/", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists():
            yield f"{target} is not there"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text()):
            yield f"{target}: there is no such heading"


def broken_commands(path):
    """Files that a page's code names and that are not there; and words by which tests of a file are chosen, where none has them."""
    text = path.read_text()
    for code in FENCED.findall(text) + CODE.findall(FENCED.sub("", text)):
        for name in FILE.findall(code):
            if not (PROJECT / name).exists():
                yield f"{name} is not there"
        for file, word in re.findall(r"(\S+\.py) -k (\w+)", code):
            if not re.search(rf"def test\w*{word}", (PROJECT / file).read_text()):
                yield f"no test of {file} has the word {word}"


def main():
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=PROJECT, capture_output=True, text=True, check=True)
    wrong = [f"{name}: {what}" for name in names.stdout.splitlines() if (PROJECT / name).exists() for what in (*broken_links(PROJECT / name), *broken_commands(PROJECT / name))]
    length = len((PROJECT / "README.md").read_text().splitlines())
    if length > README_LINES:
        wrong.append(f"README.md has {length} lines, more than {README_LINES}: details belong into the pages that it links")
    if results.markdown(json.loads(results.SAVED.read_text())) not in results.README.read_text():
        wrong.append("infra/README.md: the table of faults is not what Tests/Faults/results.json says: infra/test-faults --save")
    if records.SAVED.exists() and records.markdown(json.loads(records.SAVED.read_text())) not in records.README.read_text():
        wrong.append("infra/README.md: the table of guests is not what Tests/Fair/results.json says: infra/test-fair --save")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
