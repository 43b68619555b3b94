"""Instances and a Redis of the tests' own."""

import json
import os

from instance import Instance
from store import Store


class PageInstance(Instance):
    """One instance that people chat by, and what its operators do."""

    def __init__(self, folder, name, redis=None, **settings):
        settings = {"message_rate": 0, "quotas": "off"} | settings
        super().__init__(folder, name, redis, os.environ["TCHATTER_PROGRAM"], **settings)

    def start(self):
        super().start()
        self.await_ready()

    @property
    def admin_url(self):
        return f"http://127.0.0.1:{self.admin_port}/"

    def operate(self, path, method="GET", setting=None):
        """What its operators' listener answers."""
        status, answer = self.ask(f"/{path}", method, setting)
        assert status == 200, (status, answer)
        return answer.decode()

    def maintain(self, method, setting=None):
        """Closes the fleet to the public, and opens it again."""
        self.operate("admin/maintenance", method, setting)

    def add_bot(self, name):
        """The key of a new bot."""
        return json.loads(self.operate("admin/bots", "POST", {"name": name}))["key"]

    def ban(self, user, reason):
        """For an hour."""
        self.operate(f"admin/users/{user}/ban", "POST", {"for": 3600, "reason": reason})


class Fleet:
    """Two instances on one store, with settings of their own."""

    def __init__(self, folder, **settings):
        self.redis = Store()
        settings = {"drain_seconds": 8} | settings
        self.instances = [PageInstance(folder, name, self.redis.port, **settings) for name in ("first", "second")]

    def start(self):
        self.redis.start()
        self.redis.await_ready()
        for instance in self.instances:
            instance.start()

    def stop(self):
        for process in [*self.instances, self.redis]:
            process.stop()
