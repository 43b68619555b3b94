"""Nothing that people write is ever more than text."""

import itertools
import json

from playwright.sync_api import expect

STRIKE = "alert(1)"
PAYLOADS = [
    f"<script>{STRIKE}</script>",
    f"<img src=x onerror={STRIKE}>",
    f"<svg onload={STRIKE}>",
    f"<svg><script>{STRIKE}</script></svg>",
    f"<iframe src=javascript:{STRIKE}></iframe>",
    f'<iframe srcdoc="<script>parent.{STRIKE}</script>"></iframe>',
    f"<a href=javascript:{STRIKE}>x</a>",
    f"<body onload={STRIKE}>",
    f"<details open ontoggle={STRIKE}>",
    f"<math><mtext><style><img src=x onerror={STRIKE}></style></mtext></math>",
    f"<input autofocus onfocus={STRIKE}>",
    f"<video><source onerror={STRIKE}></video>",
    f"<template><script>{STRIKE}</script></template>",
    f"<object data=javascript:{STRIKE}>",
    f"javascript:{STRIKE}",
    f"https://x.org/\"onmouseover={STRIKE}//",
    f"https://x.org/'><img/src/onerror={STRIKE}>",
    f"`<img src=x onerror={STRIKE}>`",
    f"```\n</code></pre><script>{STRIKE}</script>\n```",
    f"@<img src=x onerror={STRIKE}>",
    f"{{{{constructor.constructor('{STRIKE}')()}}}}",
    f"${{{STRIKE}}}",
    f"data:text/html,<script>{STRIKE}</script>",
    "__proto__",
    "constructor",
]
FRAMES = ["{}", '"{}"', "'>{}", "</textarea>{}", "-->{}", "\u202e{}\u202c", "]]>{}", "</script>{}"]


def everything():
    return [frame.format(payload) for payload, frame in itertools.product(PAYLOADS, FRAMES)]


def test_two_hundred_payloads_in_messages_are_text(person, room):
    ada, eve = person(0).enter(room), person(1).enter(room)
    texts = everything()
    assert len(texts) == 200
    for start in range(0, len(texts), 40):
        part = texts[start : start + 40]
        eve.post_many(room, part)
        eve.post_many(room, [f"end of {start}"])
        ada.sees(f"end of {start}")
    assert ada.page.locator(".text :is(script, img, svg, iframe, style, object, video, input, template, details):not(.code-block > button > svg)").count() == 0
    links = ada.page.locator(".text a").evaluate_all("(links) => links.map((link) => link.protocol)")
    assert set(links) <= {"http:", "https:"}


def test_payloads_in_edits_are_text(person, room):
    ada, eve = person(0).enter(room), person(1).enter(room)
    for payload in PAYLOADS[:6]:
        eve.say("harmless")
        expect(eve.page.locator(".row").last).to_contain_text("harmless")
        eve.has_all_stored()
        eve.page.press("#draft", "ArrowUp")
        eve.say(payload)
        expect(ada.page.locator(".row .text").last).to_have_text(f"{payload} (edited)")
    assert ada.page.locator(".text :is(script, img, svg, iframe, a[href^=javascript])").count() == 0


def test_payloads_in_names_are_refused_or_text(person, room, browser):
    ada = person().enter(room)
    for payload in PAYLOADS:
        answer = ada.context.request.post(f"{ada.url}session", data=json.dumps({"name": payload}),
                                          headers={"Content-Type": "application/json", "Origin": ada.url.rstrip("/")})
        assert answer.status in (201, 400, 409)
        assert "application/json" in answer.headers["content-type"]
    eve = person(1, name=f"<img src=x onerror={STRIKE}>"[:32]).enter(room)
    bob = person(0).enter(room)
    eve.say("hello")
    bob.sees("hello")
    expect(bob.page.locator("#member-list")).to_contain_text("<img src=x")
    bob.page.locator("#member-list button", has_text="<img src=x").click()
    bob.is_in(eve.name)
    eve.page.click("#sign-out")


def test_payloads_in_the_address_lead_nowhere(person, room):
    ada = person().enter(room)

    def go(payload):
        ada.page.evaluate("(hash) => { location.hash = hash; }", payload)

    # The server says that there is nobody of such a name: it leads back to a room. Asked at once, one that the store need not be asked of would be
    # told of first, and not for long.
    nobody = {payload: f"no one called {payload[1:]}." for payload in PAYLOADS if payload.startswith("@")}
    assert nobody
    for payload in [*PAYLOADS, "%E0%A4%A", "#", "@@", "@" + "x" * 300]:
        go(payload)
        if payload.startswith("@"):
            expect(ada.page.locator("#toast")).to_contain_text(nobody.get(payload, f"Can't message {payload[1:]}."))
    ada.open_room(f"{room}-2")
    ada.say("still here")
    ada.sees("still here")


def test_a_text_can_not_reorder_what_is_around_it(person, room):
    ada = person().enter(room)
    ada.say("\u202eevil")
    ada.sees("\u202eevil")
    ada.has_all_stored()
    isolation = ada.page.locator(".text").last.evaluate("(text) => getComputedStyle(text).unicodeBidi")
    assert isolation == "plaintext"


def test_the_page_asks_nobody_else(person, room):
    ada = person()
    asked = []
    ada.page.on("request", lambda request: asked.append(request.url))
    ada.enter(room)
    ada.say("see https://example.org/")
    ada.page.locator(".text a").wait_for()
    assert asked and all(address.startswith(ada.url) for address in asked)
