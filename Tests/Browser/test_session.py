"""Who one is."""

from playwright.sync_api import expect


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
