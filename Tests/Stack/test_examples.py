"""The bots of the README: they answer, each once, also what was said while they were cut off."""

import asyncio
import contextlib
import json
import subprocess
import sys

import pytest
from websockets.asyncio.client import connect

from instance import Instance
from process import Process
from participant import Participant
from programs import PROGRAMS, PROJECT
from waiting import wait_for


class Cutter:
    """A relay to the server whose connections can be cut."""

    def __init__(self, port):
        self.target = port
        self.writers = set()

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()
        self.cut()

    async def serve(self, reader, writer):
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", self.target)
        self.writers |= {writer, other_writer}
        await asyncio.gather(self.pass_on(reader, other_writer), self.pass_on(other_reader, writer))

    async def pass_on(self, reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
        except OSError:
            pass
        finally:
            writer.close()

    def cut(self):
        for writer in self.writers:
            writer.transport.abort()
        self.writers.clear()


@pytest.fixture
def server(tmp_path):
    """A server of one instance; its port."""
    with Instance(tmp_path) as instance:
        yield instance.port


def test_the_dice_bots_answer_also_what_was_said_while_they_were_cut_off(server, tmp_path):
    asyncio.run(asyncio.wait_for(roll(server, tmp_path), 180))


def test_a_second_bot_of_one_name_says_why_it_does_not_come_in_and_ends(server, tmp_path):
    command = [sys.executable, str(PROJECT / "Tests/Examples/dice_bot.py"), f"ws://127.0.0.1:{server}/ws", "dice"]
    with Process(command, tmp_path / "first") as first, Participant(server) as someone:
        there = lambda: "Pips" in {user["name"] for user in someone.request("members", room="dice")["users"]}
        someone.join("dice")
        wait_for(there, what="the first bot in the room")
        second = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=120)
        assert first.is_running and there()
    # The server's sentence once, and how the connection ended: nothing of what it said besides.
    refusal, end = second.stderr.splitlines()
    assert refusal == "Somebody has this name, or one much like it." and "4509" in end, second.stderr
    assert "hello" not in second.stderr and second.returncode == 0, second.stderr


async def roll(port, folder):
    async with Cutter(port) as cutter:
        address = f"ws://127.0.0.1:{cutter.port}/ws"
        commands = [[sys.executable, str(PROJECT / "Tests/Examples/dice_bot.py"), address, "dice"],
                    [str(PROGRAMS / "dice-bot"), address, "dice"]]
        with contextlib.ExitStack() as bots:
            for command in commands:
                bots.enter_context(Process(command, folder / "bots"))
            async with connect(f"ws://127.0.0.1:{port}/ws", open_timeout=60, ping_interval=None) as socket:
                await converse(socket, cutter)


async def converse(socket, cutter):
    async def ask(**fields):
        await socket.send(json.dumps(fields))

    async def hear(kind):
        while (event := json.loads(await socket.recv()))["type"] != kind:
            pass
        return event

    await ask(type="hello", version=1, name="Ann")
    await ask(type="join", id="join", room="dice")
    present = set()
    while not {"Dice", "Pips"} <= present:
        await ask(type="members", id="members", room="dice")
        present = {user["name"] for user in (await hear("members"))["users"]}
        await asyncio.sleep(0.1)
    for number in range(1, 9):
        if number % 3 == 0:
            cutter.cut()
        await ask(type="send", id=str(number), room="dice", text=f"!roll {number}d6")
    answers = []
    while len(answers) < 16:
        message = await hear("message")
        if message["from"]["name"] != "Ann":
            answers.append((message["from"]["name"], message["text"].count("+") + 1 if "+" in message["text"]
                            else message["text"].count(",") + 1))
    assert [count for name, count in answers if name == "Pips"] == list(range(1, 9))
    assert [count for name, count in answers if name == "Dice"] == list(range(1, 9))
