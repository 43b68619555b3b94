"""What is told when something does not come."""

import subprocess

import pytest

from waiting import told_of, wait_for


class Program:
    def __init__(self):
        self.process = subprocess.Popen(["sh", "-c", "exit 7"])
        self.process.wait()

    def is_ready(self):
        return False

    def tells(self):
        return told_of(self.process, "begins\nhas no port")


def test_who_is_waited_for_in_vain_tells_how_it_is():
    program, other = Program(), object()
    with pytest.raises(AssertionError, match="(?s)not within 0 s: a port.*program: it has ended with 7.*has no port"):
        wait_for(lambda: other is program, 0, "a port")
    with pytest.raises(AssertionError, match="it has ended with 7"):
        wait_for(program.is_ready, 0)


def test_what_can_tell_nothing_hides_nothing():
    program = Program()
    program.tells = lambda: 1 // 0
    with pytest.raises(AssertionError, match="(?s)not within 0 s: a port.*program tells nothing: ZeroDivisionError"):
        wait_for(lambda: not program, 0, lambda: "a port")
