#!/usr/bin/env python3
"""A bot of one's own, against the protocol: throws dice. dice_bot.py [URL [ROOM]], then say "!roll 2d6" in the room.
With a key of `tchatter bots add` in TCHATTER_BOT_KEY it is shown as a bot."""
import asyncio, json, os, random, re, sys
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

URL = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:8080/ws"
ROOM = sys.argv[2] if len(sys.argv) > 2 else "lobby"
KEY = os.environ.get("TCHATTER_BOT_KEY")
me, position, unacknowledged = {"token": KEY} if KEY else {"name": "Pips"}, {"limit": 0}, {}  # what outlives a connection

async def talk(socket):
    """One connection: says who it is, goes on where the last one ended, answers what comes."""
    async def ask(**fields): await socket.send(json.dumps(fields))
    await ask(type="hello", version=1, **({"session": me["session"]} if "session" in me else me))
    await ask(type="join", id="join", room=ROOM, **position)
    for message in list(unacknowledged.values()): await ask(**message)  # with the same id it is stored once
    async for text in socket:
        event = json.loads(text)
        match event["type"]:
            case "welcome": me.update(event["user"] | {"session": event.get("session", me.get("session"))})
            case "joined" if not event["missed"]: position.clear(); position["after"] = event["position"]
            case "joined" if event.get("more"): await ask(type="join", id="join", room=ROOM, after=event["position"])
            case "sent": unacknowledged.pop(event["id"], None)
            case "error": print(event["message"], file=sys.stderr)
            case "message":
                roll = re.fullmatch(r"!roll (\d{1,2})d([1-9]\d{0,2})", event["text"])
                if roll and event["from"]["id"] != me.get("id"):
                    dice = [random.randint(1, int(roll[2])) for _ in range(int(roll[1]))]
                    answer = dict(type="send", id=event["position"], room=ROOM, text=f"{dice} = {sum(dice)}")
                    await ask(**unacknowledged.setdefault(answer["id"], answer))
                position.clear(); position["after"] = event["position"]

async def main():
    async for socket in connect(URL, subprotocols=["tchatter.v1"]):  # tries on by itself, ever more slowly
        try: await talk(socket)
        except ConnectionClosed as end: print(end, file=sys.stderr)
        if (socket.close_code or 0) >= 4500: return  # the server does not want us back
        await asyncio.sleep(random.random())  # not everybody at the same moment

asyncio.run(main())
