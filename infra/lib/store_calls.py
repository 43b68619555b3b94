#!/usr/bin/env python3
"""A store's call has one name all the way: who looks for how Redis does what Broker/Calls/Publish.swift promises opens
RedisBroker/Calls/Publish.swift and RedisBroker/Scripts/publish.lua."""

import pathlib
import re
import sys

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "Sources"
CALLS, REDIS_CALLS, SCRIPTS = (SOURCES / name for name in ("Broker/Calls", "RedisBroker/Calls", "RedisBroker/Scripts"))

# Scripts that are a step of another call.
STEPS = {"unlist_removed": "RemoveRoom"}


def names(folder, suffix):
    return {path.stem for path in folder.glob(f"*{suffix}")}


def call_of(script):
    return STEPS.get(script) or "".join(word.capitalize() for word in script.split("_"))


def main():
    calls, redis_calls, scripts = names(CALLS, ".swift"), names(REDIS_CALLS, ".swift"), names(SCRIPTS, ".lua")
    mistakes = [f"RedisBroker/Calls/{name}.swift is missing, or Broker/Calls has one too many" for name in sorted(calls - redis_calls)]
    mistakes += [f"Broker/Calls/{name}.swift is missing, or RedisBroker/Calls has one too many" for name in sorted(redis_calls - calls)]
    mistakes += [f"Scripts/{name}.lua is no script of a call of that name" for name in sorted(scripts) if call_of(name) not in calls]
    for path in sorted(CALLS.glob("*.swift")):
        for name in re.findall(r"struct (\w+): BrokerCall", path.read_text()):
            if name != path.stem:
                mistakes.append(f"Broker/Calls/{path.name} has the call {name}")
    for path in sorted(REDIS_CALLS.glob("*.swift")):
        for name in re.findall(r"extension (\w+): ScriptedCall|func run\(\s*_ call: (\w+)", path.read_text()):
            if "".join(name) != path.stem:
                mistakes.append(f"RedisBroker/Calls/{path.name} does {''.join(name)}")
    for mistake in mistakes:
        print(mistake)
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
