#!/usr/bin/env python3
"""What a target imports of this package and what it depends on in Package.swift are the same. With a dependency too few a
clean clone builds or not as chance has it, while a folder with earlier builds in it always does; one too many makes its
users wait for it, and tells a reader what is not so."""

import re
import sys

from suites.catalogue import PROJECT
from suites.changes import targets_of_package

IMPORT = re.compile(r"^(?:@\w+ )*(?:package |public )?import (?:\w+ )?(\w+)", re.MULTILINE)


# Programs that tests start as processes: they depend on them so that they are built.
STARTED = {("tchatter-botsTests", "tchatter")}


def imports_of(folder, modules):
    """The package's targets that the files of a folder import."""
    words = {word for file in (PROJECT / folder).rglob("*.swift") for word in IMPORT.findall(file.read_text())}
    return {modules[word] for word in words if word in modules}


def main():
    targets = targets_of_package()
    modules = {name.replace("-", "_"): name for name in targets.folders.values()}
    imported = {(target, name) for folder, target in targets.folders.items() for name in imports_of(folder, modules)}
    named = {(user, name) for name, users in targets.users.items() for user in users}
    mistakes = [f"Package.swift: {target} imports {name}, which is not among its dependencies"
                for target, name in sorted(imported - named)]
    mistakes += [f"Package.swift: {target} depends on {name}, which it does not import"
                 for target, name in sorted(named - imported - STARTED)]
    mistakes += [f"{target} needs no exception for {name}" for target, name in sorted(STARTED - (named - imported))]
    for mistake in mistakes:
        print(mistake)
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
