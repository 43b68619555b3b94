"""Each mistake in an inventory is one clear line, before anything is done."""

import copy
import json
import os
import pathlib
import subprocess
import sys

import pytest

from host_fleet import PLAYBOOKS

sys.path.append(str(PLAYBOOKS / "filter_plugins"))
from inventory import inventory_faults  # noqa: E402
from package import debian_package  # noqa: E402

PACKAGE = {"fault": "", "settings": ["TCHATTER_BACKLOG", "TCHATTER_LISTEN"]}
GROUPS = {"stores": ["a", "b", "c"], "instances": ["a", "b"], "balancers": ["d"]}
HOSTS = {name: {"inventory_hostname": name, "ansible_host": f"10.0.0.{number}"} for number, name in enumerate("abcd", 1)}
OWN = {"settings": {}, "balancer_settings": {}, "balancer": "presetenv BALANCER_BIND 127.0.0.1:8080", "certificate": "", "key": "", "password": "0123456789abcdef"}


def faults(groups=None, hosts=None, package=None, **own):
    hostvars = copy.deepcopy(HOSTS)
    for name, facts in (hosts or {}).items():
        hostvars[name] |= facts
    return inventory_faults(GROUPS | (groups or {}), hostvars, PACKAGE | (package or {}), OWN | own)


def test_a_good_one_has_none():
    assert faults(settings={"TCHATTER_BACKLOG": 5}, hosts={"a": {"tchatter_ports": [8081, 8082]}}) == []


@pytest.mark.parametrize("mistake, line", [
    ({"groups": {"stores": []}}, "the group stores is empty: a fleet has a store"),
    ({"groups": {"balancers": []}}, "the group balancers is empty: a fleet has a balancer"),
    ({"groups": {"stores": ["a", "b"]}}, "there are 2 stores, and as many sentinels, of which half could not outvote the other: take 1 or 3"),
    ({"groups": {"retired": ["b"]}}, "b is both in instances and in retired"),
    ({"hosts": {"b": {"ansible_host": "b.example.org"}}}, "b has no IPv4 address for other hosts, but 'b.example.org': say tchatter_address"),
    ({"hosts": {"b": {"ansible_host": "10.0.0.1"}}}, "the instance 10.0.0.1:8081 is there 2 times: at a, b"),
    ({"hosts": {"a": {"tchatter_ports": [8081, 8081]}}}, "the instance 10.0.0.1:8081 is there 2 times: at a, a"),
    ({"hosts": {"a": {"tchatter_ports": [80]}}},
     "a has an instance at port 80: it takes four digits, as operators' port has a 1 before it"),
    ({"hosts": {"a": {"tchatter_ports": range(8001, 8017)}}}, "there are 17 instances, and the balancer takes 16"),
    ({"settings": {"TCHATTER_BACKLOGS": 5}}, "there is no setting TCHATTER_BACKLOGS, which tchatter_settings has"),
    ({"settings": {"TCHATTER_LISTEN": "0.0.0.0:1"}}, "TCHATTER_LISTEN in tchatter_settings follows from the inventory's groups and files: leave it out"),
    ({"settings": {"TCHATTER_BACKLOG": '5"\nX=1'}},
     "TCHATTER_BACKLOG in tchatter_settings has a quote, a backslash, a dollar or a line's end in its value"),
    ({"balancer_settings": {"BALANCER_BINDS": "*:80"}}, "there is no setting BALANCER_BINDS, which balancer_settings has"),
    ({"certificate": "/nowhere/chat.pem"}, "the certificate /nowhere/chat.pem can't be read: No such file or directory"),
    ({"certificate": "/etc/hostname", "key": "/nowhere/key.pem"}, "the key /nowhere/key.pem can't be read: No such file or directory"),
    ({"key": "/etc/hostname"}, "balancer_key is the key of a certificate, and there is no balancer_certificate"),
    ({"password": "short"}, "store_password has to be 16 to 128 letters and digits: openssl rand -hex 32 makes one"),
])  # fmt: skip
def test_a_mistake_is_one_line(mistake, line):
    assert line in faults(**mistake)


def test_a_package_that_is_none_is_told(tmp_path):
    file = tmp_path / "chat.deb"
    assert debian_package(str(file))["fault"] == f"the package {file} can't be used: No such file or directory"
    for content in (b"", b"!<arch>\n", b"#!/bin/sh\n", b"!<arch>\n" + b"x" * 60):
        file.write_bytes(content)
        assert debian_package(str(file))["fault"].startswith(f"the package {file} can't be used: ")


def test_the_package_tells_its_settings(packages):
    told = debian_package(packages.folder / packages.this)
    assert (told["fault"], told["version"], told["architecture"]) == ("", packages.version, "amd64")
    assert {"TCHATTER_BACKLOG", "TCHATTER_ORIGINS", "TCHATTER_REDIS_REPLICAS"} <= set(told["settings"])


# As Ansible finds the hosts of each play whose name has these words: {its name: their names}.
HOSTS_OF_PLAYS = """
import json, sys, yaml
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
inventory, playbook, words = sys.argv[1:]
found = InventoryManager(DataLoader(), [inventory])
plays = [play for play in yaml.safe_load(open(playbook)) if words in play["name"]]
print(json.dumps({play["name"]: [host.name for host in found.get_hosts(play["hosts"])] for play in plays}))
"""


def test_what_has_changed_is_taken_up_in_the_inventorys_order(tmp_path):
    """In a new fleet the others follow the first store; which host answers first has no say in it."""
    groups = {group: {"hosts": dict.fromkeys("abc", {})} for group in ("stores", "instances")}
    answered = {f"{group}_changed": {"hosts": dict.fromkeys("cba", {})} for group in groups}
    inventory = tmp_path / "inventory.json"
    inventory.write_text(json.dumps(groups | {"retired": {"hosts": {}}} | answered))
    python = pathlib.Path(os.environ["HOSTS_ANSIBLE"]).with_name("python")
    command = [python, "-B", "-c", HOSTS_OF_PLAYS, inventory, PLAYBOOKS / "site.yml", "take them up"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert list(json.loads(told).values()) == [["a", "b", "c"]] * 2, told
