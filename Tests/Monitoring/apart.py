"""Two instances that share nothing, for what must not happen to the fleet."""

import contextlib
import pathlib
import shutil

import stamp
from instance import Instance
from programs import PROGRAMS


class Apart:
    """One as it was built, one that says it is another version; the first takes ten connections. Use it in a `with`."""

    def __init__(self, folder):
        other = pathlib.Path(shutil.copy(PROGRAMS / "tchatter", folder / "tchatter"))
        assert stamp.stamp(other, "0.0.1") is None
        self.instances = [Instance(folder, "small", max_connections=10), Instance(folder, "other", program=other, max_connections=10)]
        self.stack = contextlib.ExitStack()

    @property
    def targets(self):
        return [f"127.0.0.1:{instance.admin_port}" for instance in self.instances]

    @property
    def small_port(self):
        return self.instances[0].port

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            for instance in self.instances:
                stack.enter_context(instance)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()
