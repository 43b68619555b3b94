"""The people of the fair shares' suite (Tests/Fair/people.py) lose nothing themselves."""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Fair"))
import people  # noqa: E402


def test_who_polls_goes_on_behind_what_was_seen_not_behind_what_was_sent():
    spec = {"port": 0, "prefix": "office", "tag": "1", "rooms": 1, "people": 1, "polling": 1, "addresses": ["127.0.0.1"]}
    (person,) = people.Office(spec).people
    event = {"room": person.room.name, "from": {}, "text": "words"}
    person.saw(event | {"type": "message", "id": "m1", "position": "p1"})
    # Another instance answers beside the waiting call, which has not brought p2 yet.
    person.saw({"type": "sent", "room": person.room.name, "id": "m3", "position": "p3"})
    assert person.position == "p1"
    person.saw(event | {"type": "message", "id": "m2", "position": "p2"})
    assert person.position == "p2"
