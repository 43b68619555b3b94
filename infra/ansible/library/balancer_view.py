#!/usr/bin/python3
"""How this host's HAProxy sees the instances: {"ADDRESS:PORT": "UP", "NOLB", "DOWN" …}, empty where it does not run."""

DOCUMENTATION = """
module: balancer_view
short_description: how HAProxy sees the instances of a fleet
options:
  socket: {type: str, required: true, description: [HAProxy's socket]}
"""

import csv
import os
import socket

from ansible.module_utils.basic import AnsibleModule


def ask(path, words):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(path)
        connection.sendall(words.encode() + b"\n")
        with connection.makefile() as answer:
            return answer.read().splitlines()


def view(path):
    """Addresses are in one of its tables, states in the other."""
    rows = csv.DictReader(line.removeprefix("# ") for line in ask(path, "show stat") if line)
    states = {row["svname"]: row["status"].split()[0] for row in rows if row["pxname"] == "instances"}
    # The first line is the table's version, the second its head.
    servers = csv.DictReader((line.removeprefix("# ") for line in ask(path, "show servers state instances")[1:] if line), delimiter=" ")
    return {f"{row['srv_addr']}:{row['srv_port']}": states.get(row["srv_name"], "unknown") for row in servers}


def main():
    module = AnsibleModule({"socket": {"type": "str", "required": True}}, supports_check_mode=True)
    path = module.params["socket"]
    try:
        found = view(path) if os.path.exists(path) else {}
    except OSError:
        found = {}
    module.exit_json(changed=False, instances=found)


if __name__ == "__main__":
    main()
