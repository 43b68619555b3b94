"""What people see of a fleet: the page, and each other."""

import pytest

from participant import Participant, Refused, participant_elsewhere, participant_of
from test_balancer_admission import ADMIN_SPELLINGS
from raw import request

# Headers that every answer carries (threat 31).
POLICY = ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]


def test_the_page_is_served_through_the_balancer_with_its_headers(fleet):
    status, fields, body = fleet.get(fleet.port, "/")
    assert status == 200
    assert "text/html" in fields["content-type"]
    assert b"<html" in body.lower()
    for part in POLICY:
        assert part in fields["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/health", "/session", "/none", "/ws", "/metrics"])
def test_every_answer_carries_security_headers_and_no_version(fleet, path):
    _, fields, _ = fleet.get(fleet.port, path)
    assert fields["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in fields["content-security-policy"]
    assert fields["server"] is None


def test_admin_paths_are_not_found_in_any_spelling(fleet):
    for port in (fleet.port, fleet.public_port(1)):
        for target in ADMIN_SPELLINGS:
            assert request(port, target).status in (400, 404), (port, target)


def test_a_message_sent_through_one_instance_arrives_through_the_others(fleet, room):
    people = [participant_of(fleet, number) for number in (1, 2, 3)]
    assert {person.instance for person in people} == set(fleet.names)
    for person in people:
        person.join(room)
    for sender in people:
        sent = sender.send(room, f"from {sender.instance}")
        for person in people:
            message = person.event("message")
            assert (message["text"], message["seq"]) == (f"from {sender.instance}", sent["seq"])
            assert message["from"]["name"] == sender.name
    for person in people:
        person.close()


def test_people_who_come_through_the_balancer_are_spread_over_the_instances(fleet):
    fleet.await_balanced()
    people = [Participant(fleet.port) for _ in range(9)]
    counts = [sum(person.instance == name for person in people) for name in fleet.names]
    for person in people:
        person.close()
    assert min(counts) >= 1, counts


def test_a_client_cut_off_during_1000_messages_gets_exactly_those_in_order_from_another_instance(fleet, room):
    with participant_of(fleet, 1) as writer, Participant(fleet.port) as reader:
        reader.join(room)
        writer.join(room)
        writer.send_all(room, map(str, range(100)))
        before = reader.messages(100)
        reader.connection.socket.shutdown(2)
        writer.send_all(room, map(str, range(100, 1100)))
        assert writer.messages(1100)[-1] == "1099"
        with participant_elsewhere(fleet, reader.instance, session=reader.session) as returned:
            after = resume(returned, room, reader.positions[room], 1000)
            writer.send(room, "1100")
            assert before + after + returned.messages(1) == [str(number) for number in range(1101)]


def resume(person, room, position, count=0):
    """Joins again after a position, page by page; the texts of the missed messages.

    - count: of these messages at least; those that the instance has not heard of yet come by themselves.
    """
    texts = []
    while True:
        joined = person.join(room, after=position)
        assert joined["recovered"] is True
        texts += person.messages(joined.get("missed") or 0)
        position = person.positions[room]
        if not joined.get("more"):
            return texts + person.messages(count - len(texts))


def test_a_message_that_is_sent_again_with_its_id_is_stored_once(fleet, room):
    with participant_of(fleet, 1) as first, participant_of(fleet, 2, session=first.session) as second:
        first.join(room)
        original = first.send(room, "once", id="same")
        repeat = second.send(room, "once", id="same")
        assert repeat["duplicate"] is True
        assert repeat["seq"] == original["seq"]
        assert first.messages(1) == ["once"]
        assert [message["text"] for message in first.request("history", room=room)["messages"]] == ["once"]


def test_a_name_is_given_once_in_the_whole_fleet(fleet):
    with participant_of(fleet, 1, name="Somebody"):
        with pytest.raises(Refused) as refusal:
            participant_of(fleet, 2, name="somebody")
        assert refusal.value.code == "name_taken"


def test_a_session_holds_on_every_instance(fleet):
    status, fields, _ = fleet.get(fleet.public_port(1), "/session", "POST", b'{"name":"Wanderer"}')
    assert status == 201
    cookie = fields["set-cookie"].split(";")[0]
    for number in (1, 2, 3):
        status, _, body = fleet.get(fleet.public_port(number), "/session", fields={"Cookie": cookie})
        assert (status, body["user"]["name"]) == (200, "Wanderer")
    # A browser names the page's origin with what changes something; without it a cookie is not believed.
    assert fleet.get(fleet.public_port(3), "/session", "DELETE", fields={"Cookie": cookie})[0] == 403
    own = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{fleet.public_port(3)}"}
    assert fleet.get(fleet.public_port(3), "/session", "DELETE", fields=own)[0] == 204
    assert fleet.get(fleet.public_port(2), "/session", fields={"Cookie": cookie})[0] == 401
