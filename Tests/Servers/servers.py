"""The servers that infra/suites/servers installs, each the `redis-server` of a folder."""

import os

from programs import PROJECT

SERVERS = PROJECT / ".run" / "servers"


def path_of(server):
    """A PATH in which redis-server is this one."""
    assert (SERVERS / server).is_dir(), f"infra/suites/servers installs {server}"
    return f"{SERVERS / server}:{os.environ['PATH']}"


def debians_path():
    """The PATH in which redis-server is Debian's."""
    return ":".join(folder for folder in os.environ["PATH"].split(":") if not folder.startswith(str(SERVERS)))
