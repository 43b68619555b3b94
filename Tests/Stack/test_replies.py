"""Messages that answer others or carry data: over both transports, two instances and a restart."""

import pytest

from participant import Refused, participant_of
from poller import Poller
from waiting import wait_for

DATA = {"poll": {"options": ["tea", "coffee"], "closed": False}, "é": [1, 2.5, None]}


def shown(message):
    """What a message says, without the place that it has."""
    return {name: message.get(name) for name in ("id", "text", "reply", "data")}


def messages_of(objects):
    return [object for object in objects if object["type"] == "message"]


def test_replies_and_data_reach_all_over_both_transports_and_a_restart(fleet, room):
    fleet.await_balanced()
    with participant_of(fleet, 1) as ann, Poller(fleet.public_port(2), waits=False) as bob:
        ann.join(room)
        bob.join(room)
        asked = ann.send(room, "tea?", id="question")
        question = ann.event("message")
        answer = {"type": "send", "id": "answer", "room": room, "text": "yes", "reply": asked["position"], "data": DATA}
        status, objects = bob.poll(0, answer)
        assert status == 200 and [object["id"] for object in objects if object["type"] == "sent"] == ["answer"], objects
        expected = {"id": "answer", "text": "yes", "data": DATA, "reply": {"seq": asked["seq"], "from": question["from"]["id"], "id": "question"}}
        live = ann.event("message")
        assert shown(live) == expected
        assert list(live["data"]) == list(DATA), "members keep their order"
        thanks = ann.request("send", "thanks", room=room, text="good", reply=live["seq"], data={})

        # What the caller has not been told yet comes by the next call, also from an instance that is new.
        fleet.restart("instance-1")
        bob.port = fleet.public_port(1)
        told = messages_of(objects)
        wait_for(lambda: told.extend(messages_of(bob.poll(0)[1])) or len(told) >= 3, 60, "all three by polls")
        assert [shown(message) for message in told[1:]] == [expected, shown(thanks_of(live, thanks))]
        with participant_of(fleet, 1, session=ann.session) as again:
            joined = again.join(room, after=asked["position"])
            assert (joined["recovered"], joined["missed"]) == (True, 2)
            assert shown(again.event("message")) == expected
            repeat = again.request("send", "thanks", room=room, text="good", reply=live["seq"], data={})
            assert (repeat["duplicate"], repeat["position"]) == (True, thanks["position"])
            with pytest.raises(Refused) as refusal:
                again.request("send", "thanks", room=room, text="good", reply=live["seq"], data={"other": 1})
            assert refusal.value.code == "bad_request"
            with pytest.raises(Refused) as refusal:
                again.request("send", "nothing", room=room, text="good", reply=99)
            assert refusal.value.code == "not_found"

        # A deletion leaves what is answered, and neither text nor data.
        bob.poll(0, {"type": "delete", "id": "gone", "room": room, "seq": live["position"]})
        with participant_of(fleet, 3) as late:
            assert late.join(room)["missed"] == 3
            late.event("message")
            assert shown(late.event("message")) == expected | {"text": "", "data": None}
            history = late.request("history", room=room)["messages"]
            assert shown(history[1]) == expected | {"text": "", "data": None}
        assert bob.problems == []


def thanks_of(live, thanks):
    """The message that answers the answer."""
    reply = {"seq": live["seq"], "from": live["from"]["id"], "id": live["id"]}
    return {"id": thanks["id"], "text": "good", "reply": reply, "data": {}}
