"""The table of infra/status: reads `supervisorctl status`, asks each process itself, and HAProxy about the instances."""

import argparse
import csv
import json
import socket
import sys
import urllib.error
import urllib.request

HEADINGS = ["process", "state", "pid", "up for", "port", "version", "health", "connections", "balancer"]


def fetch(url):
    """The answer of a GET, whatever its status: (status, body), or (None, why not)."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
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


def redis(port):
    """(version, health, connections) from Redis's INFO."""
    try:
        with socket.create_connection(("127.0.0.1", port), 2) as connection:
            connection.sendall(b"INFO\r\n")
            answer = b""
            while b"# Keyspace" not in answer:
                part = connection.recv(65536)
                if not part:
                    break
                answer += part
    except OSError:
        return "-", "does not answer", "-"
    facts = dict(line.split(":", 1) for line in answer.decode().splitlines() if ":" in line)
    if "redis_version" not in facts:
        return "-", answer.decode().strip(), "-"
    return facts["redis_version"], "ok, " + facts["used_memory_human"], facts["connected_clients"]


def instance(port):
    """(version, health, connections) from an instance's /health."""
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
    return str(facts.get("version", "-")), health, str(facts.get("connections", "-"))


def describe(options, rows, name):
    """port, version, health, connections and HAProxy's view of a process."""
    if name == "redis":
        return [str(options.redis), *redis(options.redis), "-"]
    if name == "haproxy":
        front = rows.get(("public", "FRONTEND"))
        back = rows.get(("instances", "BACKEND"))
        health = "does not answer" if front is None else "ok" if back["status"] == "UP" else "no instance"
        return [str(options.port), "-", health, front["scur"] if front else "-", "-"]
    port = options.port + 100 + int(name.rpartition("-")[2])
    row = rows.get(("instances", name))
    view = f"{row['status']}, {row['scur']} open" if row else "unknown"
    return [str(port), *instance(port), view]


def main():
    parser = argparse.ArgumentParser()
    for name in ("port", "redis", "statistics"):
        parser.add_argument("--" + name, type=int, required=True)
    parser.add_argument("--page", required=True)
    options = parser.parse_args()
    rows = balancer(options.statistics)
    table, well = [HEADINGS], True
    for name, state, pid, time in supervised(sys.stdin):
        details = describe(options, rows, name) if state == "RUNNING" else ["-"] * 5
        well = well and state == "RUNNING" and details[2].startswith("ok") and details[4][:2] in ("UP", "-")
        table.append([name, state.lower(), pid, time, *details])
    widths = [max(map(len, column)) for column in zip(*table)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print(f"\n{options.page}  {'all is well' if well else 'NOT all is well'}")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
