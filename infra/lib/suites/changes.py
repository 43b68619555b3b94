"""What a change can break: from the paths that changed to the suites that would tell, and the unit tests among theirs."""

import dataclasses
import fnmatch
import functools
import json
import re
import subprocess

from .catalogue import PROJECT, SUITES, chosen

# By the first pattern that a path matches: the suites, or pytest's files, that are about it. Swift's targets are added.
RULES = (
    ("Tests/Stack/test_bounds.py", ("bounds",)),
    ("Tests/Stack/test_*.py", ("stack",)),
    ("Sources/tchatter-bots/VoteHTTP/Page/*", ("page", "browser Tests/Browser/test_votes.py")),
    ("Sources/tchatter-bots/VoteHTTP/openapi.json", ("stack Tests/Stack/test_votes_http.py",)),
    ("Tests/Browser/test_*.py", ("browser",)),
    ("Tests/Stack/*", ("stack", "bounds")),
    ("Tests/Browser/*.webp", ()),
    ("Tests/Browser/*.md", ()),
    ("Tests/Browser/*", ("browser",)),
    ("Tests/Page/*", ("page",)),
    ("Tests/Samples/*", ("unit", "page")),
    ("Tests/Fuzz/*", ("fuzz",)),
    ("Tests/Conformance/*", ("conformance",)),
    ("Tests/Faults/*", ("faults",)),
    ("Tests/Servers/*", ("servers",)),
    ("Tests/Fair/*", ("fair",)),
    ("Tests/Field/*", ("field",)),
    ("Tests/Bench/million.py", ("stack Tests/Stack/test_million.py",)),
    ("Tests/Bench/relay.py", ("stack Tests/Stack/test_relay_bench.py",)),
    ("Tests/Bench/*", ("stack Tests/Stack/test_storm.py",)),
    ("Tests/Hosts/*", ()),
    ("Tests/Containers/*", ()),
    ("Tests/Monitoring/*", ()),
    ("Tests/Planted/*", ("stack Tests/Stack/test_planted.py",)),
    ("Public/clients.md", ("field Tests/Field/test_documents.py",)),
    ("Public/*.md", ()),
    ("Public/*", ("page",)),
    ("infra/proxies/*", ("field",)),
    ("haproxy/*", ("stack Tests/Stack/test_balancer_*.py", "bounds")),
    ("infra/monitoring/*", ("scripts",)),
    ("infra/README.md", ("stack Tests/Stack/test_documents.py",)),
    ("infra/lib/rolling/*", ("stack Tests/Stack/test_rolling_update.py",)),
    ("infra/lib/suites/*", ("scripts",)),
    ("infra/suites/servers", ("scripts", "servers")),
    ("infra/lib/servers.sh", ("scripts", "servers")),
    ("infra/suites/*", ("scripts",)),
    ("infra/lib/autobahn.sh", ("scripts", "conformance")),
    ("infra/*", ("scripts", "stack Tests/Stack/test_commands.py")),
    (".ci/*", ("scripts",)),
)


def git(*words):
    return subprocess.run(["git", "-C", str(PROJECT), *words], capture_output=True, text=True)


def paths_since(base):
    """The paths that differ from a commit, with what is not committed or not known to git yet.

    Without a commit: from where this branch left main, here or at the origin.
    """
    forks = (git("merge-base", "HEAD", main).stdout.strip() for main in ("main", "origin/main"))
    base = base or next(filter(None, forks), "HEAD")
    changed = git("diff", "--name-only", base, "--")
    if changed.returncode:
        raise LookupError(f"git knows no commit {base}")
    unknown = git("ls-files", "--others", "--exclude-standard")
    return sorted({*changed.stdout.splitlines(), *unknown.stdout.splitlines()})


# -- Swift's targets --------------------------------------------------------------------------------------------------

@functools.cache
def targets_of_package():
    return Targets()


class Targets:
    """The package's targets: where they lie, and who depends on them."""

    def __init__(self):
        description = subprocess.run(["swift", "package", "--ignore-lock", "dump-package"], cwd=PROJECT, capture_output=True, text=True, check=True)
        self.folders, self.users, self.tests = {}, {}, set()
        for target in json.loads(description.stdout)["targets"]:
            name = target["name"]
            self.folders[(target.get("path") or f"Sources/{name}") + "/"] = name
            if target["type"] == "test":
                self.tests.add(name)
            for dependency in target["dependencies"]:
                self.users.setdefault(next(iter(dependency.values()))[0], set()).add(name)

    def of(self, path):
        """The target that a file belongs to; None for others."""
        folder = max((folder for folder in self.folders if path.startswith(folder)), key=len, default=None)
        return self.folders.get(folder)

    def tests_for(self, names):
        """The test targets that depend on these, directly or by others."""
        reached, front = set(), set(names)
        while front:
            reached |= front
            front = {user for name in front for user in self.users.get(name, ())} - reached
        return sorted(reached & self.tests)


# -- the choice -------------------------------------------------------------------------------------------------------

def choose(paths):
    """The suites for changed paths, narrowed where they can be, and why: lines for people."""
    if not paths:
        raise LookupError("nothing has changed")
    targets = targets_of_package()
    modules = sorted({target for path in paths if (target := targets.of(path))})
    narrowed = {"format": set()} | wanted_by_rules(path for path in paths if not targets.of(path))
    tests = targets.tests if "Package.swift" in paths else targets.tests_for(modules)
    if "unit" in narrowed:
        narrowed["unit"].add("")
    elif tests:
        narrowed["unit"] = {f"--filter ^({'|'.join(re.sub('[^A-Za-z0-9]', '_', name) for name in sorted(tests))})\\."}
    if "SimulationTests" in tests:
        narrowed["simulation"] = set()
    if any(target in modules for target in ("tchatter", "RedisBroker")):
        narrowed.setdefault("stack", set()).add("Tests/Stack/test_fleet_chat.py")
    if any(target in modules for target in ("RedisClient", "RedisBroker")):
        narrowed["servers"] = set()
    # The page's catalogues translate what these say.
    if any(target in modules for target in ("Broker", "Chat", "ChatProtocol", "ChatServer", "JWT")):
        narrowed["page"] = set()
    suites = [narrow(suite, narrowed.get(suite.name, ())) for suite in chosen(narrowed)]
    left = {suite.name for suite in SUITES} - {suite.name for suite in suites}
    return suites, [
        f"changed:  {', '.join(modules + others(paths, targets))}",
        f"runs:     {', '.join(suite.name + told(narrowed.get(suite.name)) for suite in suites)}",
        f"left out: {', '.join(suite.name for suite in SUITES if suite.name in left)}",
        "",
    ]


def wanted_by_rules(paths):
    """{suite: what of it}, where an empty word means all of it."""
    wanted = {}
    for path in paths:
        for pattern, answers in RULES:
            if fnmatch.fnmatch(path, pattern):
                for answer in answers:
                    suite, _, part = answer.partition(" ")
                    wanted.setdefault(suite, set()).add(path if "/test_*" in pattern else part)
                break
    return wanted


def narrow(suite, parts):
    """A suite that runs only some of its tests."""
    if not parts or "" in parts:
        return suite
    words = [str(file.relative_to(PROJECT)) for part in parts if "*" in part and not part.startswith("--") for file in PROJECT.glob(part)]
    words += [part for part in parts if "*" not in part or part.startswith("--")]
    return dataclasses.replace(suite, command=" ".join([suite.command, *sorted(words)]))


def told(parts):
    """Which part of a suite, for people."""
    return f" ({', '.join(sorted(parts))})" if parts and "" not in parts else ""


def others(paths, targets):
    """The changed paths that belong to no target, by their folders."""
    return sorted({"/".join(path.split("/")[:2]) for path in paths if not targets.of(path)})
