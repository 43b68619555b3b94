"""Who one is."""

import base64
import hmac
import json
import re
import time

import pytest
from playwright.sync_api import expect

from test_access import PHONE, check

SECRET = "the secret of this test's application"
# By a token, as an application's page does.
SIGNS_IN = "async (token) => (await fetch('/session', { method: 'POST', headers: { Authorization: `Bearer ${token}` } })).status"


def test_a_reload_keeps_session_room_and_history(person, room):
    ada = person().enter(room)
    ada.say("before")
    ada.sees("before")
    ada.page.reload()
    ada.is_connected()
    ada.is_in(f"#{room}")
    ada.sees("before")
    expect(ada.page.locator("#me .name")).to_have_text(ada.name)


def test_several_pages_share_a_session(person, room):
    ada = person().enter(room)
    other = ada.open_page()
    other.goto(f"{ada.url}#{room}")
    expect(other.locator("body")).to_have_attribute("data-phase", "up")
    ada.say("in one")
    expect(other.locator(".text")).to_have_text(["in one"])
    other.fill("#draft", "in the other")
    other.press("#draft", "Enter")
    ada.sees("in the other")
    assert ada.texts == ["in one", "in the other"]


def test_a_name_in_use_is_refused_whatever_its_case(person, room):
    ada = person().enter(room)
    eve = person(1)
    eve.page.goto(eve.url)
    eve.sign_in(ada.name.upper())
    expect(eve.page.locator("#sign-in-problem")).to_contain_text("Someone already has this name")
    eve.sign_in()
    eve.is_connected()


# A sign-in arrives, and its answer doesn't, the first time. Firefox's driver can't hold back what has been answered.
LOSE = """
  globalThis.lost = [];
  const real = fetch;
  globalThis.fetch = async (url, options) => {
    const answer = await real(url, options);
    if (url !== "/session" || options?.method !== "POST" || !answer.ok || lost.length) return answer;
    lost.push(answer.status);
    throw new TypeError("lost");
  };
"""


def test_a_sign_in_whose_answer_is_lost_succeeds_when_it_is_tried_again(person, room):
    ada = person()
    ada.page.add_init_script(LOSE)
    ada.page.goto(f"{ada.url}#{room}")
    ada.sign_in()
    expect(ada.page.locator("#sign-in-problem")).to_contain_text("Can't reach the server.")
    # Its cookie was lost with it.
    ada.context.clear_cookies()
    ada.sign_in()
    ada.is_connected()
    expect(ada.page.locator("#me .name")).to_have_text(ada.name)
    assert ada.page.evaluate("lost") == [201]


def test_leaving_frees_the_name(person, room):
    ada = person().enter(room)
    ada.sign_out()
    expect(ada.page.locator("#sign-in-hint")).to_contain_text("You're signed out.")
    ada.sign_in()
    ada.is_connected()


def test_a_session_that_is_ended_elsewhere_ends_here(person, room):
    ada = person(0).enter(room)
    ada.page.evaluate("fetch('/session', {method: 'DELETE'})")
    expect(ada.page.locator("#sign-in-hint")).to_contain_text("You've been signed out.")


def test_what_was_typed_survives_a_reload_and_a_change_of_room(person, room):
    ada = person().enter(room)
    ada.page.fill("#draft", "half a thou")
    ada.open_room(f"{room}-2")
    expect(ada.page.locator("#draft")).to_have_value("")
    ada.page.go_back()
    expect(ada.page.locator("#draft")).to_have_value("half a thou")
    ada.page.reload()
    expect(ada.page.locator("#draft")).to_have_value("half a thou")


def test_what_was_not_sent_when_a_session_ended_goes_out_under_the_same_name(person, room):
    ada, bob = person().enter(room), person(1).enter(room)
    ada.go_offline()
    # What is written before the loss is noticed may be stored; only what is written after it is certain not to be.
    expect(ada.page.locator("body")).not_to_have_attribute("data-phase", "up")
    ada.say("kept")
    expect(ada.page.locator(".is-waiting")).to_have_count(1)
    # The session ends while she is away, and gives the name free.
    token = ada.context.cookies()[0]["value"]
    answer = bob.context.request.delete(f"{bob.url}session", headers={"Authorization": f"Bearer {token}", "Origin": bob.url.rstrip("/")})
    assert answer.status == 204
    ada.context.set_offline(False)
    ada.page.reload()
    ada.page.locator("#sign-in").wait_for()
    ada.sign_in()
    ada.is_connected()
    bob.sees("kept")


def test_a_guest_is_the_same_person_on_the_phone_by_a_code(person, room):
    ada, phone = person(0).enter(room), person(1, **PHONE)
    page = phone.page
    ada.looks().say("from the laptop")
    ada.page.click(".who")
    ada.page.click("#make-code")
    code = ada.page.locator("#device-code")
    expect(code).to_have_value(re.compile("^[0-9A-Z]{5}-[0-9A-Z]{5}$"))
    expect(code).to_be_focused()
    expect(ada.page.locator("#device-left")).to_have_text(re.compile(r"^Valid for \d+:\d\d, once\."))
    check(ada.page)

    phone.looks().page.goto(f"{phone.url}#{room}")
    page.click("#have-code")
    expect(page.locator("#code")).to_be_focused()
    check(page)
    page.fill("#code", "12345-67890")
    phone.asks_server("POST", lambda: page.press("#code", "Enter"))
    expect(page.locator("#code-problem")).to_contain_text("This code is wrong")
    page.fill("#code", code.input_value().lower().replace("-", " "))
    phone.asks_server("POST", lambda: page.press("#code", "Enter"))
    phone.is_connected()
    expect(page.locator("#me .name")).to_have_text(ada.name)
    phone.say("from the phone")
    for device in (ada, phone):
        device.shows("from the laptop", "from the phone")
    ask = "async () => (await (await fetch('/session')).json()).user"
    assert page.evaluate(ask) == ada.page.evaluate(ask)

    # The laptop hears of it, where the code was shown and behind it, and sees both.
    news = ada.looks().page.locator(".new-device")
    expect(news).to_contain_text("Another device signed in as you with your code")
    expect(ada.page.locator(".device").first).to_contain_text("Your code was used.")
    expect(ada.page.locator(".devices li")).to_have_count(2)
    expect(ada.page.locator(".devices li").first).to_contain_text("This device")
    check(ada.page)
    expect(page.locator(".new-device")).to_have_count(0)

    # Each is signed out by itself, and a code that was shown is not shown again.
    ada.page.keyboard.press("Escape")
    check(ada.page)
    news.get_by_text("It was me").click()
    expect(news).to_have_count(0)
    ada.page.click(".who")
    expect(code).to_be_hidden()
    assert code.input_value() == ""
    ada.page.keyboard.press("Escape")
    phone.looks().tap("#show-rooms")
    phone.sign_out()
    expect(page.locator("#sign-in-hint")).to_contain_text("You're signed out.")
    ada.say("still here")
    ada.sees("still here")


def test_a_device_that_came_in_by_a_code_is_signed_out_from_the_first_one(person, room):
    ada, phone = person(0).enter(room), person(1, **PHONE)
    ada.page.click(".who")
    ada.page.click("#make-code")
    code = ada.page.locator("#device-code")
    expect(code).to_have_value(re.compile("^[0-9A-Z]{5}-[0-9A-Z]{5}$"))
    phone.page.goto(f"{phone.url}#{room}")
    phone.page.click("#have-code")
    phone.page.fill("#code", code.input_value())
    phone.page.press("#code", "Enter")
    phone.is_connected()
    ada.page.locator(".devices li").nth(1).get_by_role("button").click()
    expect(ada.page.locator(".device").nth(1)).to_contain_text("1 device signed out.")
    expect(ada.page.locator(".devices li")).to_have_count(1)
    expect(phone.page.locator("#sign-in-hint")).to_be_visible()
    ada.page.keyboard.press("Escape")
    ada.is_connected()


def token(**claims):
    """As an application's backend signs it: RFC 7515."""
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signature = hmac.digest(SECRET.encode(), b".".join(parts), "sha256")
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


@pytest.mark.parametrize("own_fleet", [{"token_secrets": SECRET}], indirect=True)
def test_who_was_signed_in_for_reading_alone_is_told_so_once_a_message_is_refused(person, own_fleet, room):
    ada, bob = (person(url=own_fleet.instances[0].url) for _ in range(2))
    for someone, right in ((ada, "r"), (bob, "rw")):
        shown = token(sub=someone.name, name=someone.name, exp=int(time.time()) + 3_600, rooms={room: right, "lobby": "rw"})
        someone.page.goto(f"{someone.url}#{room}")
        assert someone.page.evaluate(SIGNS_IN, shown) < 300
        someone.page.reload()
        someone.is_connected()
        someone.is_in(f"#{room}")
    bob.say("hello")
    ada.sees("hello")
    ada.looks().say("may I?")
    note = ada.page.locator("#suspended")
    expect(note).to_contain_text("Whoever signed you in lets you only read in this room.")
    expect(ada.page.locator("#composer")).to_be_hidden()
    # What was written is not lost.
    expect(ada.page.locator(".row.is-failed .text")).to_have_text("may I?")
    for scheme in ("light", "dark"):
        ada.page.emulate_media(color_scheme=scheme)
        check(ada.page)
    ada.open_room("lobby")
    expect(note).to_be_hidden()
    ada.say("here I may")
    ada.has_all_stored()
    ada.open_room(room)
    expect(note).to_be_visible()
    bob.say("read on")
    ada.sees("read on")
    assert bob.texts == ["hello", "read on"]
