"""Answers, each to the one before and with data for programs, written through the balancer while releases change under them."""

import threading

from poller import Poller

ROOM = "answers"
# Between two of them: seconds.
PAUSE = 0.1
# What an answer of the fleet is repeated after.
PASSING = ("unavailable", "rate_limited", "maintenance")


class Answers(threading.Thread):
    """Each call takes whichever instance the balancer chooses: what one release stores another one tells."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.poller = Poller(port, waits=False)
        self.poller.join(ROOM)
        self.ends = threading.Event()
        self.sent, self.heard, self.refused = [], [], []

    def run(self):
        while not self.ends.is_set():
            self.say()
            self.ends.wait(PAUSE)

    def say(self):
        """One more; the same one again where an instance went meanwhile."""
        number = len(self.sent)
        answered = {"reply": self.sent[-1]["position"]} if self.sent else {}
        self.take({"type": "send", "id": str(number), "room": ROOM, "text": f"answer {number}", "data": {"number": number}, **answered})

    def take(self, *requests):
        status, objects = self.poller.poll(0, *requests)
        for object in objects if status == 200 else []:
            if object["type"] == "message":
                self.heard.append(object)
            elif object["type"] == "sent":
                self.sent.append(object)
            elif object["type"] == "error" and object["code"] not in PASSING:
                self.refused.append(object)
        return status == 200 and bool(objects)

    def finish(self):
        """What is wrong with what was heard, and with what is there in the end."""
        self.ends.set()
        self.join()
        while self.take():
            pass
        return {"answers that were heard": self.wrong_with(self.heard), "answers that are there": self.wrong_with(self.history())}

    def history(self):
        """All that is there, by pages from the end."""
        found, before = [], {}
        while True:
            status, objects = self.poller.poll(0, {"type": "history", "id": "history", "room": ROOM, "limit": 100, **before})
            page = next((object for object in objects if status == 200 and object["type"] == "history"), None)
            if page is None:
                return found
            found = page["messages"] + found
            if not page.get("more") or not page["messages"]:
                return found
            before = {"before": page["messages"][0]["position"]}

    def wrong_with(self, messages):
        if self.refused:
            return f"refused: {self.refused[:3]}"
        if [message["seq"] for message in messages] != [sent["seq"] for sent in self.sent]:
            return f"{len(messages)} of {len(self.sent)}, or in another order"
        odd = [message for number, message in enumerate(messages) if not self.is_whole(message, number)]
        return f"not whole: {odd[:3]}" if odd else ""

    def is_whole(self, message, number):
        """Whether it says what it answers, and what programs shall read."""
        named = {"seq": self.sent[number - 1]["seq"], "from": message["from"]["id"], "id": str(number - 1)} if number else None
        return (message["data"], message.get("reply"), message["text"]) == ({"number": number}, named, f"answer {number}")
