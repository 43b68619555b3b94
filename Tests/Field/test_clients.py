"""What the users of other people's clients see when the server ends a connection or turns one away."""

import concurrent.futures

import pytest

import table
from clients import CLIENTS
from situations import SITUATIONS, LongAnswer

# How many situations there are at once: mostly they wait.
SIDE_BY_SIDE = 3

# By client and situation, what may be seen in place of what the table says: asked to move, ours has a second connection for a moment,
# and tells of whichever ends last; aiohttp answers the ping that lies before the close, where it has not noticed yet that the
# connection is over; and lua-http fails where a message of 126 bytes or more comes in parts (findings/lua-http-parts.sh).
EITHER = {
    ("our tchatter-bots, in Swift", "1012"): ("cut off: the connection broke off", "cut off: recv: Connection reset by peer"),
    ("aiohttp", "busy"): ("the loop ends, close_code 4012",),
    ("Lua's lua-http (Debian)", "4008"): ("error: read: Connection timed out",),
    ("aiohttp", "4012"): ("ClientConnectionResetError Cannot write to closing transport",),
}

# What comes of an answer's length is tried in a long run.
CASES = [pytest.param(situation, marks=pytest.mark.long) if situation is LongAnswer else situation for situation in SITUATIONS]


@pytest.fixture(scope="module")
def sights(request, tmp_path_factory):
    """{situation: future {client's name: what its user sees}} of the chosen tests."""
    wanted = [item.callspec.params["situation"] for item in request.session.items if item.path == request.path]
    clients = [client for client in CLIENTS if request.config.getoption("--long") or not client.is_long]
    with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        yield {situation: pool.submit(situation(tmp_path_factory.mktemp("situation") / "instance").run, clients) for situation in wanted}


@pytest.mark.parametrize("situation", CASES, ids=lambda situation: situation.name)
def test_what_users_see_is_what_the_table_says(situation, sights, request):
    seen = sights[situation].result()
    titles = {client.name: client.title for client in CLIENTS}
    if request.config.getoption("--save"):
        for name, outcome in seen.items():
            table.keep("clients", titles[name], {situation.name: outcome})
    kept = table.saved()["clients"]
    others = {name: outcome for name, outcome in seen.items() if outcome not in EITHER.get((name, situation.name), ())}
    assert others == {name: kept[titles[name]][situation.name] for name in others}
