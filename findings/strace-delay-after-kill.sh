#!/usr/bin/env bash
# Debian's strace 6.1-0.1, delaying a system call of one thread (-e inject=…:delay_enter): when the process is killed meanwhile, that
# thread stays until its delay is over, as strace leaves it where it stopped for its exit. So long the process is a zombie, whoever
# started it is not told of its end, and its port is open: others connect and get no answer, where a killed process refuses at once.
# A test that slows a server's disk in this way and then kills it measures strace's delay as the server's outage, unless it
# ends strace, too: then all is over at once. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
version=6.1-0.1
apt-get -qq -o APT::Sandbox::User=root download "strace=$version" ||
  { echo "strace $version is not to be had any more: nothing is known of others" >&2 && exit 2; }
dpkg-deb --extract strace_*.deb strace
depends=$(dpkg-deb --field strace_*.deb Depends | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep '^lib')
# shellcheck disable=SC2086
dpkg --status $depends >/dev/null 2>&1 || apt-get -qq install -y --no-install-recommends $depends >/dev/null

# A server with a thread that writes to the disk.
cat >server.py <<'END'
import os
import socket
import threading
import time

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def write():
    file = os.open("file", os.O_WRONLY | os.O_CREAT)
    while True:
        os.write(file, b"x")
        os.fdatasync(file)
        time.sleep(0.01)


threading.Thread(target=write, daemon=True).start()
while True:
    listener.accept()[0].close()
END
cat >try.py <<'END'
import signal
import socket
import subprocess
import sys
import time

DELAY = 5


def lives_on(ends_strace):
    """For how many seconds a killed server is there, and whether one can connect to it meanwhile."""
    with subprocess.Popen([sys.executable, "server.py"], stdout=subprocess.PIPE, text=True) as server:
        port = int(server.stdout.readline())
        inject = f"inject=fdatasync:delay_enter={DELAY}000000"
        command = ["strace/usr/bin/strace", "-qq", "-f", "-o", "log", "-e", "trace=fdatasync", "-e", inject, "-p", str(server.pid)]
        with subprocess.Popen(command) as strace:
            wait_for(lambda: stopped(server.pid))
            start = time.monotonic()
            server.send_signal(signal.SIGKILL)
            if ends_strace:
                strace.kill()
            wait_for(lambda: server.poll() is not None or time.monotonic() > start + 1)
            is_open = server.poll() is None and not socket.create_connection(("127.0.0.1", port), 60).close()
            server.wait(60)
            return time.monotonic() - start, is_open


def stopped(pid):
    """Whether strace holds one of the threads at its call."""
    tasks = subprocess.run(["ps", "-L", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.split()
    return len(tasks) > 1 and any(task.startswith("t") for task in tasks)


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


for ends_strace in (False, True):
    seconds, is_open = lives_on(ends_strace)
    print(f"a delay of {DELAY} s, strace {'ended, too' if ends_strace else 'left alone'}: the killed server was there for "
          f"{seconds:.1f} s, and one could {'' if is_open else 'not '}connect after one")  # fmt: skip
    assert (seconds > 1, is_open) == ((False, False) if ends_strace else (True, True))
END
python3 try.py
