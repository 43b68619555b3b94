"""A Redis and two instances, for one proxy to stand before."""

import contextlib

from instance import Instance
from store import Store

# How many rooms somebody may open from one address, by which it shows whose address an instance saw.
NEW_ROOMS = 20
# They take the word of whoever can say who somebody is.
BELIEVING = {"proxy_users": "yes", "token_audience": "chat", "token_issuer": "idp"}


class Instances:
    """Two instances on one store; use it in a `with`."""

    def __init__(self, folder, **settings):
        self.store = Store()
        # What somebody may do at once has no say in whose address it is.
        limits = {"address_new_rooms": NEW_ROOMS, "request_rate": 0, "user_requests": 0, "user_store_time": 0}
        settings = limits | {"drain_seconds": 5} | settings
        self.all = [Instance(folder, name, self.store.port, **settings) for name in ("first", "second")]

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.store)
            stack.callback(self.kill)
            self.start()
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def start(self):
        for instance in self.all:
            instance.start()
        for instance in self.all:
            instance.await_ready(120)

    def kill(self):
        for instance in self.all:
            instance.kill()

    def named(self, name):
        return next(instance for instance in self.all if instance.name == name)

    @property
    def ports(self):
        return [instance.port for instance in self.all]

    def log(self):
        return "".join(instance.log() for instance in self.all)
