#!/usr/bin/env python3
"""Every module of this package that a target imports is named among its dependencies in Package.swift. Otherwise a clean
clone builds or not as chance has it, while a folder with earlier builds in it always does."""

import re
import sys

from suites.catalogue import PROJECT
from suites.changes import targets_of_package

IMPORT = re.compile(r"^(?:@\w+ )*(?:package |public )?import (?:\w+ )?(\w+)", re.MULTILINE)


def main():
    targets = targets_of_package()
    modules = {name.replace("-", "_"): name for name in targets.folders.values()}
    missing = set()
    for folder, target in targets.folders.items():
        for file in (PROJECT / folder).rglob("*.swift"):
            imported = {modules[word] for word in IMPORT.findall(file.read_text()) if word in modules}
            missing |= {(target, module) for module in imported if target not in targets.users.get(module, ())}
    for target, module in sorted(missing):
        print(f"Package.swift: {target} imports {module}, which is not among its dependencies")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
