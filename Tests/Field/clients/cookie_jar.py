"""A library that keeps cookies, as its documentation shows it: signs in under a name, then asks with the Bearer of another session.

cookie_jar.py LIBRARY URL NAME BEARER prints the jar's session, and what came of each request.
"""

import asyncio
import json
import sys

library, url, name, bearer = sys.argv[1:]
FIELDS = {"Authorization": f"Bearer {bearer}"}
POLL = {"rooms": {}, "wait": 0, "requests": [{"type": "join", "id": "j", "room": "lobby"}, {"type": "send", "id": "s", "room": "lobby", "text": "Hello"}]}
# The first has only the cookie.
REQUESTS = (("GET", "/session", {}, None), ("GET", "/session", FIELDS, None), ("POST", "/poll", FIELDS, POLL), ("DELETE", "/session", FIELDS, None))


def by_requests():
    import requests

    with requests.Session() as client:
        session = client.post(f"{url}/session", json={"name": name}).json()["session"]
        for method, path, fields, body in REQUESTS:
            answer = client.request(method, url + path, headers=fields, json=body)
            yield session, answer.status_code, answer.text


async def by_aiohttp():
    import aiohttp

    # Without `unsafe` it keeps no cookies of addresses.
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        async with client.post(f"{url}/session", json={"name": name}) as answer:
            session = (await answer.json())["session"]
        for method, path, fields, body in REQUESTS:
            async with client.request(method, url + path, headers=fields, json=body) as answer:
                yield session, answer.status, await answer.text()


async def collected(answers):
    return [answer async for answer in answers]


answers = list(by_requests()) if library == "requests" else asyncio.run(collected(by_aiohttp()))
print(json.dumps({"session": answers[0][0], "answers": [(status, text and json.loads(text)) for _, status, text in answers]}))
