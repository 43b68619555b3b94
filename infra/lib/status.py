"""The table of infra/status: reads `supervisorctl status`, asks each process itself, and HAProxy about the instances."""

import argparse
import csv
import json
import socket
import sys
import urllib.error
import urllib.request

# What is not well, by the table's word for it, as the end of a sentence.
SENTENCES = {
    "does not answer": "does not answer",
    "maintenance": "is closed for maintenance",
    "impaired": "does not reach Redis, or hears nothing of the others",
    "refusing": "takes no messages",
    "no instance": "has no instance to send people to",
}
# Connections are those that do the fleet's work: clients, and Redis's; neither this program's nor the balancer's checks.
HEADINGS = ["process", "state", "pid", "up for", "port", "version", "health", "connections", "balancer"]


def fetch(url):
    """The answer of a GET, whatever its status: (status, body), or (None, why not)."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read()
    except OSError as problem:
        return None, str(problem)


def supervised(lines):
    """(name, state, pid, time) of each process in the lines of `supervisorctl status`."""
    for line in lines:
        words = line.split(None, 2)
        if len(words) < 2 or not words[1].isupper():
            continue
        detail = words[2].strip() if len(words) > 2 else ""
        pid, time = "-", "-"
        if detail.startswith("pid "):
            pid, time = detail[4:].split(", uptime ")
        yield words[0], words[1], pid, time


def balancer(port):
    """HAProxy's table: {(proxy, server): row}."""
    status, body = fetch(f"http://127.0.0.1:{port}/;csv")
    if status != 200:
        return {}
    rows = csv.DictReader(body.decode().lstrip("# ").splitlines())
    return {(row["pxname"], row["svname"]): row for row in rows}


def ask(port, command):
    """What a Redis or a sentinel answers, as text; raises OSError when it does not."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(command + b"\r\n")
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer.decode()


def redis(port):
    """(version, health, connections) from Redis's INFO."""
    try:
        answer = ask(port, b"INFO")
    except OSError:
        return "-", "does not answer", "-"
    facts = dict(line.split(":", 1) for line in answer.splitlines() if ":" in line)
    if "redis_version" not in facts:
        return "-", answer.partition("\r\n")[0], "-"
    health = redis_health(facts) if facts.get("cluster_enabled") != "1" else cluster_health(facts, port)
    return facts["redis_version"], health, str(int(facts["connected_clients"]) - 1)


def cluster_health(facts, port):
    """The same of a node of a cluster: whether it sees one that is whole, and how many slots are its own."""
    try:
        state = ask(port, b"CLUSTER INFO")
        own = next(line for line in ask(port, b"CLUSTER NODES").splitlines() if "myself" in line).split()
    except (OSError, StopIteration):
        return "does not answer"
    if "cluster_state:ok" not in state:
        return "cut off from the rest of its cluster"
    if own[2].endswith("slave"):
        return redis_health(facts)
    missing = 16384 - int(next(line for line in state.splitlines() if line.startswith("cluster_slots_ok:")).split(":")[1])
    if missing:
        return f"in a cluster without {missing} of its slots"
    count = sum(slots_in(word) for word in own[8:])
    moving = sum(word.startswith("[") for word in own[8:])
    return f"ok, primary of {count} slots, {facts['used_memory_human']}" + (f", {moving} half way" if moving else "")


def slots_in(word):
    """How many slots a word of CLUSTER NODES means: `5`, `0-5460`; one that is on its way, in brackets, is counted already."""
    if word.startswith("["):
        return 0
    first, _, last = word.partition("-")
    return int(last or first) - int(first) + 1


def redis_health(facts):
    """What its facts mean for the fleet: `ok`, its role if there are replicas, its memory."""
    if facts["role"] == "slave":
        link = "ok, replica" if facts["master_link_status"] == "up" else "cut off from the primary"
        return f"{link}, {facts['used_memory_human']}"
    role = "ok, primary" if facts["connected_slaves"] != "0" else "ok"
    return f"{role}, {facts['used_memory_human']}"


def sentinel(port):
    """(version, health, connections) from a sentinel: which primary it knows, and whether it could appoint another."""
    try:
        words = ask(port, b"INFO").split("master0:")
        facts = dict(pair.split("=", 1) for pair in words[1].split("\r\n")[0].split(",") if "=" in pair)
    except (OSError, IndexError):
        return "-", "does not answer", "-"
    health = "ok, primary" if facts["status"] == "ok" else f"{facts['status']}, primary"
    return "-", f"{health} {facts['address']}, {facts['slaves']} replicas, {facts['sentinels']} sentinels", "-"


def instance(port):
    """(version, health, clients) from an instance's /health."""
    status, body = fetch(f"http://127.0.0.1:{port}/health")
    if status is None:
        return "-", "does not answer", "-"
    try:
        facts = json.loads(body)
    except ValueError:
        facts = {}
    health = {200: "ok", 404: "draining", 503: "impaired"}.get(status, str(status))
    if status == 404 and facts.get("maintenance"):
        health = "maintenance"
    if status == 200 and facts.get("redis") != "delivering":
        health = facts.get("redis", health)
    return str(facts.get("version", "-")), health, str(facts.get("clients", "-"))


def reason(port):
    """Why an instance is not well, as it tells operators; nothing where it doesn't."""
    try:
        return json.loads(fetch(f"http://127.0.0.1:{port}/health")[1]).get("reason", "")
    except ValueError:
        return ""


def describe(options, rows, name):
    """port, version, health, connections and HAProxy's view of a process."""
    kind, _, number = name.partition("-")
    if kind == "redis":
        port = options.redis + int(number or 0)
        return [str(port), *redis(port), "-"]
    if kind == "sentinel":
        port = options.redis + 10 + int(number)
        return [str(port), *sentinel(port), "-"]
    if name == "haproxy":
        front = rows.get(("public", "FRONTEND"))
        back = rows.get(("instances", "BACKEND"))
        health = "does not answer" if front is None else "ok" if back["status"] == "UP" else "no instance"
        return [str(options.port), "-", health, front["scur"] if front else "-", "-"]
    port = options.port + 100 + int(number)
    row = rows.get(("instances", name))
    view = f"{row['status']}, {row['scur']} open" if row else "unknown"
    return [str(port), *instance(port), view]


def ailment(name, state, health, view):
    """What is not well with a process, as the end of a sentence; nothing for a healthy one."""
    if state != "RUNNING":
        told = {"STARTING": "is starting", "STOPPING": "is stopping", "STOPPED": "is stopped: infra/up starts it",
                "BACKOFF": f"ends as soon as it starts, and is tried again: infra/logs {name} tells why"}
        return told.get(state, f"does not run ({state.lower()}): infra/logs {name} tells why")
    if not health.startswith("ok"):
        return SENTENCES.get(health, f"is {health}")
    return "" if view[:2] in ("UP", "-") else f"gets no new clients, HAProxy says {view.split(',')[0]}"


def lost_slots(table):
    """How many of a cluster's slots no primary takes for its own; 0 where there is none."""
    counts = [int(row[6].split()[3]) for row in table if row[6].startswith("ok, primary of ")]
    return 16384 - sum(counts) if counts else 0


def verdict(ailments, opening=""):
    """One sentence on all processes, by {name: what is not well}; `opening` ends maintenance."""
    wrong = [f"{name} {what}" for name, what in ailments.items() if what]
    if not wrong:
        return "all is well"
    instances = [what for name, what in ailments.items() if name.startswith("instance-")]
    if set(instances) == {SENTENCES["maintenance"]}:
        return f"the chat is closed for maintenance: {opening} opens it"
    return f"{instances.count('')} of {len(instances)} instances are healthy: {'; '.join(wrong)}"


def main():
    parser = argparse.ArgumentParser()
    for name in ("port", "redis", "statistics"):
        parser.add_argument("--" + name, type=int, required=True)
    parser.add_argument("--page", required=True)
    options = parser.parse_args()
    rows = balancer(options.statistics)
    table, ailments = [HEADINGS], {}
    for name, state, pid, time in supervised(sys.stdin):
        details = describe(options, rows, name) if state == "RUNNING" else ["-"] * 5
        ailments[name] = ailment(name, state, details[2], details[4])
        if details[2] in ("impaired", "refusing") and (why := reason(options.port + 200 + int(name.partition("-")[2]))):
            ailments[name] += f" ({why})"
        table.append([name, state.lower(), pid, time, *details])
    if (lost := lost_slots(table)) and not any(ailments.values()):
        ailments["redis"] = f"knows of {lost} slots that are nobody's: infra/reshard --finish"
    opening = "infra/maintenance off"
    widths = [max(map(len, column)) for column in zip(*table)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print(f"\n{options.page}  {verdict(ailments, opening)}")
    return 1 if any(ailments.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
