#!/usr/bin/env python3
"""Refuses the project's former private words where the field has a word: each line says which one to use instead."""

import pathlib
import re
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]

# What was said before (a regular expression for a whole word), and the word for it.
WORDS = {
    "Peer|PeerRoster": "Client, ClientTable",
    "Outlet": "ClientTransport",
    "WebSocketLine|PollLine": "WebSocketTransport, LongPollTransport",
    "[Hh]eal(s|ed)?|healing": "resync",
    "readOn": "fetchNext",
    "Checkers": "BalancerView",
    "Evacuation": "IsolationPolicy",
    "Gatekeeper": "RequestAuthenticator",
    "OperatorGate": "AdminAuthenticator",
    "courtesy|unrest": "restoreDelay, failoverWindow",
    "[Pp]atience": "timeout",
    "intimacy": "detailLimit",
    "farewell": "closeTimeout",
    "[Ll]edger": "counters",
    "witness(es)?": "probe bots",
    "HookWish": "NewHookRequest",
    "HookOrder": "HookOptions",
    "HookPost": "HookRequest",
    "Vigil": "TimeoutQueue",
    "Amend(ment)?": "Erase, Erasure",
    "RateLimiter": "TokenBucket",
    "Errands?": "PendingPublish, PublishQueue",
    "Rota|RoomRota": "RoundRobin, RoomTable",
    "InstanceFacts": "InstanceHealth",
    "VoteDesk|AuditDesk": "VoteRules, AuditContext",
    "TestHouse|Visitor": "TestServer, TestSocket",
}

# Where such a word is plain English, another program's term, or what an older version said.
ALLOWED = (
    ("infra/lib/old_words.py", ""),
    ("Tests/Samples/", ""),  # what older versions stored and said
    ("Sources/tchatter-bots/Scripts/", ""),  # plays
    ("Public/client/emoji-table.js", ""),  # Unicode's names
)


ANY = re.compile("|".join(rf"\b(?:{old})\b" for old in WORDS))


def in_words(line):
    """With the parts of names apart, so that a word is found within `messages_healed` and `isHealed` too."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", line)


def findings(path, text):
    """(line's number, word, what to say instead) of every old word in a file."""
    if not ANY.search(text) and not ANY.search(in_words(text)):
        return
    allowed = [words for prefix, words in ALLOWED if path.startswith(prefix)]
    for number, line in enumerate(text.splitlines(), 1):
        for old, instead in WORDS.items():
            found = re.search(rf"\b(?:{old})\b", line) or re.search(rf"\b(?:{old})\b", in_words(line))
            if found and not any(not words or re.fullmatch(words, found[0]) for words in allowed):
                yield number, found[0], instead


def main():
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    bad = 0
    for name in filter(None, names.stdout.split("\0")):
        try:
            text = (PROJECT / name).read_text()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        for number, word, instead in (*findings(name, name.replace("/", " ")), *findings(name, text)):
            print(f"{name}:{number}: {word} is called {instead}")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
