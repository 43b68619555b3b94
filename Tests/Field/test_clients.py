"""What the users of other people's clients see when the server ends a connection or turns one away."""

import pytest

import table
from clients import CLIENTS
from situations import SITUATIONS


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)
def test_what_users_see_is_what_the_table_says(situation, tmp_path, request):
    seen = situation(tmp_path / "instance").run(CLIENTS)
    titles = {client.name: client.title for client in CLIENTS}
    if request.config.getoption("--save"):
        for name, outcome in seen.items():
            table.keep("clients", titles[name], {situation.name: outcome})
    kept = table.saved()["clients"]
    assert seen == {name: kept[titles[name]][situation.name] for name in seen}
