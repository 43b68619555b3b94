# Python 2.7, on Autobahn|Testsuite's own code: wstest.py OPTIONS...
# Runs the suite with longer timeouts: where it gives a case up because nothing has come for a second, or for half of one, a busy
# machine may just not have come round to it. What has to come is the same; and for what must not come it does not wait, but
# closes, or goes on after a time of its own.
from autobahntestsuite.fuzzing import FuzzingProtocol
from autobahntestsuite.wstest import run

# How many times as long.
PATIENCE = 30

later = FuzzingProtocol.continueLater


def patient(wait):
    return lambda self, delay: wait(self, delay * PATIENCE)


def continue_later(self, delay, fun, tag=None):
    """What it does after the wait "B" it does only where the refusal that is due has not come."""
    later(self, delay * PATIENCE if tag == "B" else delay, fun, tag)


FuzzingProtocol.continueLater = continue_later

FuzzingProtocol.killAfter = patient(FuzzingProtocol.killAfter)
FuzzingProtocol.closeAfter = patient(FuzzingProtocol.closeAfter)
run()
