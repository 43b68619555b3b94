"""How far somebody has read, on all of their devices."""

import concurrent.futures
import itertools

import pytest

from participant import Participant, Refused, participant_of
from poller import Poller
from waiting import wait_for


def marks(device):
    return {mark["room"]: mark for mark in device.request("marks")["rooms"]}


def devices(fleet):
    """Two of one person's, on two instances."""
    phone = participant_of(fleet, 1)
    return phone, Participant(fleet.public_port(2), session=phone.session)


def test_what_is_read_on_one_device_is_read_on_the_other(fleet, room):
    phone, laptop = devices(fleet)
    with phone, laptop:
        assert phone.instance != laptop.instance
        for device in (phone, laptop):
            device.join(room)
        sent = [phone.send(room, str(number)) for number in range(3)]
        answer = phone.request("read", room=room, position=sent[1]["position"])
        assert (answer["position"], answer["time"]) == (sent[1]["position"], sent[1]["time"])
        told = laptop.event("read")
        assert (told["room"], told["position"]) == (room, sent[1]["position"]) and "back" not in told

        # As unread again, and what is behind the mark moves nothing.
        laptop.request("read", room=room, position=sent[0]["position"], back=True)
        told = phone.event("read")
        assert told["position"] == sent[0]["position"] and told["back"] is True
        assert marks(phone)[room]["back"] is True
        phone.request("read", room=room, position=sent[2]["position"])
        assert laptop.event("read")["position"] == sent[2]["position"]
        laptop.request("read", room=room, position=sent[0]["position"])
        assert marks(laptop)[room]["position"] == sent[2]["position"]

        for fields, code in [
            ({"room": room, "position": "invented.0.1.x"}, "not_found"),
            ({"room": f"{room}-not", "position": sent[0]["position"]}, "not_found"),
            ({"room": room, "position": "?"}, "bad_request"),
        ]:
            with pytest.raises(Refused) as refused:
                phone.request("read", **fields)
            assert refused.value.code == code, fields


def test_what_was_read_last_is_stored_though_the_device_goes_and_its_instance_stops(own):
    phone, laptop = devices(own)
    with phone, laptop:
        phone.join("tea")
        sent = [phone.send("tea", str(number)) for number in range(2)]
        for message in sent:
            phone.request("read", room="tea", position=message["position"])
        phone.close()
        own.stop(own.names[0])
        wait_for(lambda: marks(laptop).get("tea", {}).get("position") == sent[1]["position"], 60, "the last mark")


def test_who_polls_reads_and_is_told(fleet, room):
    with participant_of(fleet, 1) as phone:
        phone.join(room)
        sent = phone.send(room, "hello")
        with Poller(fleet.public_port(2)) as poller:
            read = {"type": "read", "id": "r", "room": room, "position": sent["position"]}
            status, objects = poller.poll(0, read)
            assert status == 200 and objects[0]["type"] == "read", objects
            with Participant(fleet.public_port(1), session=poller.session) as laptop:
                # A mark is acknowledged before it is stored.
                wait_for(lambda: room in marks(laptop), 60, "the mark")
                assert marks(laptop)[room]["position"] == sent["position"]
                waiting = poller.begin()
                # Nothing says that the call has come: marks are moved until it is told of one.
                for back in itertools.cycle((True, False)):
                    laptop.request("read", room=room, position=sent["position"], back=back)
                    if done := concurrent.futures.wait([waiting], 1).done:
                        break
                status, objects = done.pop().result()
                assert status == 200 and "read" in [object["type"] for object in objects], objects
