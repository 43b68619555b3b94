"""A fleet over several hosts, which infra/ansible makes and changes by ssh, as an operator does."""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import urllib.request

from chat_host import ask_balancer
from host import Host
from waiting import wait_for

PLAYBOOKS = pathlib.Path(__file__).resolve().parents[2] / "infra" / "ansible"
APPS, BALANCERS = ("app-1", "app-2", "app-3"), ("balancer-1", "balancer-2")
PASSWORD = "0123456789abcdef0123456789abcdef"
# Tests come from one address and write fast: the limits are for people.
SETTINGS = {"TCHATTER_MESSAGE_RATE": 0, "TCHATTER_QUOTAS": "off"}
BALANCER = {"BALANCER_BIND": "0.0.0.0:80", "BALANCER_CONNECTIONS": 4000} | {
    f"BALANCER_{name}": 0 for name in ("ADDRESS_REQUESTS", "ADDRESS_FILES", "ADDRESS_POLLS", "SESSION_POLLS", "ADDRESS_CONNECTIONS")
}


class Played:
    """What came of a playbook."""

    def __init__(self, done):
        self.status, self.output = done.returncode, done.stdout + done.stderr
        recap = self.output.partition("PLAY RECAP")[2]
        self.changed = {name: int(count) for name, count in re.findall(r"^(\S+)\s+: .*changed=(\d+)", recap, re.MULTILINE)}

    def __repr__(self):
        return self.output[-6000:]

    @property
    def told(self):
        """All that it said, as one line: Ansible breaks long ones anywhere."""
        return " ".join(self.output.split())


class HostFleet:
    """Five hosts: Redis, a sentinel and an instance on three, a balancer on two. Use it in a `with`; they are bare at first."""

    def __init__(self, base, folder, packages, network):
        self.folder = pathlib.Path(folder)
        self.network = network
        self.hosts = {name: Host(base, self.folder / name, packages, network) for name in (*APPS, *BALANCERS)}
        self.inventory = {
            "all": {
                "vars": {
                    "ansible_user": "root",
                    "ansible_ssh_private_key_file": str(self.folder / "key"),
                    "store_password": PASSWORD,
                    "tchatter_settings": SETTINGS,
                    "balancer_settings": BALANCER,
                }
            },
            "stores": {"hosts": {name: self.at(name) for name in APPS}},
            "instances": {"hosts": {name: {} for name in APPS}},
            "balancers": {"hosts": {name: self.at(name) for name in BALANCERS}},
        }

    def at(self, name):
        return {"ansible_host": self.hosts[name].address}

    def __enter__(self):
        self.folder.mkdir(parents=True)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / "key"], check=True)
        try:
            with concurrent.futures.ThreadPoolExecutor() as pool:
                list(pool.map(self.boot, self.hosts))
        except BaseException:
            self.__exit__()
            raise
        return self

    def boot(self, name):
        host = self.hosts[name].__enter__()
        host.write("/root/.ssh/authorized_keys", (self.folder / "key.pub").read_text())

    def __exit__(self, *_):
        for host in self.hosts.values():
            host.__exit__()

    # -- what an operator does ------------------------------------------------------------------------------------

    def play(self, playbook, *options, inventory=None):
        """Runs a playbook with the inventory as it is now."""
        file = self.folder / "inventory.json"
        file.write_text(json.dumps(inventory or self.inventory))
        environment = os.environ | {"ANSIBLE_CONFIG": str(PLAYBOOKS / "ansible.cfg"), "ANSIBLE_HOST_KEY_CHECKING": "False",
                                    "ANSIBLE_LOCAL_TEMP": str(self.folder / "temporary"), "ANSIBLE_SSH_CONTROL_PATH_DIR": str(self.folder / "ssh"),
                                    "LC_ALL": "C.UTF-8"}  # fmt: skip
        command = [os.environ["HOSTS_ANSIBLE"], "-i", file, PLAYBOOKS / playbook, *options]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=1200, env=environment, cwd=PLAYBOOKS)
        played = Played(done)
        if played.status:
            print(played)
        return played

    def set(self, name, value):
        """A variable of the inventory that holds for all hosts."""
        self.inventory["all"]["vars"][name] = value

    # -- what can be seen of it -----------------------------------------------------------------------------------

    def address(self, name, port=80):
        return f"{self.hosts[name].address}:{port}"

    def health(self, name):
        """What the instance on a host says of itself; nothing while it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{self.address(name, 8081)}/health", timeout=10) as answer:
                return json.load(answer)
        except OSError:
            return {}

    def versions(self):
        return [self.health(name).get("version") for name in APPS]

    def store(self, name, *words, port=6379):
        """What Redis on a host answers, or its sentinel."""
        command = ["redis-cli", "-h", self.hosts[name].address, "-p", str(port), "-a", PASSWORD, "--no-auth-warning", "--raw", *words]
        return self.hosts[name].run(*command, check=False, timeout=30).stdout.split()

    def primary(self, asked=APPS):
        """The host of the primary, as the sentinels on these hosts tell it; nothing while they differ."""
        told = {tuple(self.store(name, "sentinel", "get-master-addr-by-name", "tchatter", port=26379)) for name in asked}
        addresses = {self.hosts[name].address: name for name in APPS}
        return addresses.get(told.pop()[0]) if len(told) == 1 and () not in told else None

    def views(self, balancer):
        """How a balancer sees the instances, {name: "UP", "NOLB" …}."""
        lines = ask_balancer(self.hosts[balancer], "/run/tchatter-haproxy.sock", "show stat")
        rows = [line.split(",") for line in lines if line.startswith("instances,instance-")]
        return {row[1]: row[17].split()[0] for row in rows}

    def settle(self):
        """Until all serve, and every balancer sends people to all."""
        wait_for(lambda: self.primary(), 120, "the sentinels agree on a primary")
        wait_for(lambda: all(self.health(name).get("redis") == "delivering" for name in APPS), 120, "all instances serve")
        wait_for(lambda: all(list(self.views(name).values()) == ["UP"] * len(APPS) for name in BALANCERS), 120, "the balancers send people to all")
