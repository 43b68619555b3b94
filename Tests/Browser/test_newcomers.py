"""What people stumble over in their first days."""

import re
import signal

from playwright.sync_api import expect

from test_notifications import SYSTEM, look
from waiting import wait_for

DROP = """(name) => {
  const data = new DataTransfer();
  if (name) data.items.add(new File(["x"], name));
  else data.setData("text/plain", "words");
  const told = (type) => !document.querySelector("#timeline").dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: data}));
  return [told("dragover"), told("drop")];
}"""
PASTE = """(withWords) => {
  const data = new DataTransfer();
  data.items.add(new File(["x"], "image.png", {type: "image/png"}));
  if (withWords) data.setData("text/plain", "words");
  const event = new ClipboardEvent("paste", {bubbles: true});
  // What it is made with, Firefox leaves out.
  Object.defineProperty(event, "clipboardData", {value: data});
  document.querySelector("#draft").dispatchEvent(event);
}"""
# Where the words of each line end on the left and on the right, less where the text's box does.
LINES = """(text) => {
  const box = text.getBoundingClientRect(), node = text.firstChild, at = node.data.indexOf("\\n");
  return [[0, at], [at + 1, node.data.length]].map(([start, end]) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    const line = range.getBoundingClientRect();
    return [Math.round(line.left - box.left), Math.round(box.right - line.right)];
  });
}"""


def test_what_is_missed_in_a_room_that_was_empty_is_still_new_after_a_reload(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.open_room(f"{room}-2")
    bob.say(f"hello @{ada.name}")
    item = ada.page.locator(f'#rooms li[data-room="{room}"]')
    expect(item.locator(".count")).to_have_text("1")
    ada.page.reload()
    ada.is_connected()
    expect(item.locator(".count")).to_have_text("1")
    expect(item).to_have_class(re.compile("mentioned"))
    ada.looks()
    item.locator("a").click()
    expect(ada.page.locator(".rule.new")).to_be_visible()
    expect(item.locator(".count")).to_have_count(0)
    ada.page.reload()
    ada.is_connected()
    ada.sees(f"hello @{ada.name}")
    expect(item.locator(".count")).to_have_count(0)


def test_a_store_that_does_not_answer_is_told_in_plain_words(person, room, own_fleet):
    ada, bob = (person(url=instance.url).enter(room) for instance in own_fleet.instances)
    redis = own_fleet.redis.process
    redis.send_signal(signal.SIGSTOP)
    # Only a page that is looked at asks how the fleet is.
    ada.looks()
    try:
        ada.say("written meanwhile")
        # The page waits for a quarter of a minute for an answer, and asks again before it knows.
        expect(ada.page.locator("#banner")).to_contain_text("Messages can't be sent right now.", timeout=120_000)
        expect(ada.page.locator("body")).to_have_attribute("data-trouble", "")
        expect(ada.page.locator("#connection")).to_have_text("Can't send right now")
    finally:
        redis.send_signal(signal.SIGCONT)
    expect(ada.page.locator("#banner")).to_be_hidden()
    expect(ada.page.locator("body")).not_to_have_attribute("data-trouble", "")
    bob.sees("written meanwhile")


def test_who_signs_out_is_gone_and_back_once(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    members = ada.page.locator("#member-list .name")
    expect(members).to_have_count(2)
    # While the connection is still there: one that broke counts as gone only after some seconds.
    held = []
    bob.page.route("**/session", lambda route: held.append(route), times=1)
    bob.page.click("#sign-out")
    expect(members).to_have_text([ada.name])
    expect(ada.page.locator("#room-note")).to_have_text("Just you")
    wait_for(lambda: bob.page.evaluate("true") and held, 60, "the end of the session")
    held[0].continue_()
    # It is asked for once the session has ended.
    expect(bob.page.locator("#name")).to_be_focused()
    bob.sign_in()
    bob.is_connected()
    expect(members).to_have_text(sorted([ada.name, bob.name], key=str.lower))
    expect(ada.page.locator("#room-note")).to_have_text("2 people here")


def test_who_signs_in_anew_is_written_to_in_a_conversation_of_their_own(person, room):
    """A guest who has signed out is gone; who has the name next is another one."""
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.page.locator("#member-list button", has_text=bob.name).click()
    ada.is_in(bob.name)
    ada.say("to the first one")
    bob.page.locator("#directs li a").click()
    bob.sees("to the first one")
    bob.sign_out()
    expect(bob.page.locator("#name")).to_be_focused()
    expect(ada.page.locator("#room-note")).to_have_text("Offline")
    ada.say("nobody will read that")
    expect(ada.row("nobody will read that")).to_contain_text("This person has left for good")
    bob.enter(room)
    ada.open_room(room)
    ada.page.locator("#member-list button", has_text=bob.name).click()
    ada.is_in(bob.name)
    expect(ada.page.locator("#timeline")).not_to_contain_text("to the first one")
    ada.say("to the second one")
    expect(ada.page.locator("#directs li")).to_have_count(2)
    item = bob.page.locator("#directs li a")
    item.click()
    bob.sees("to the second one")
    # Each is there by itself, after a reload as well.
    items = ada.page.locator("#directs li")
    for _ in range(2):
        for number in range(2):
            ada.open_room(room)
            items.nth(number).locator("a").click()
            expect(items.nth(number)).to_have_class(re.compile("current"))
        ada.page.reload()
        ada.is_connected()
        expect(items).to_have_count(2)


def test_who_cannot_be_signed_out_stays_and_is_told(person, room):
    ada = person().enter(room)
    ada.page.route("**/session", lambda route: route.fulfill(status=503) if route.request.method == "DELETE" else route.continue_())
    ada.page.click("#sign-out")
    expect(ada.page.locator("#toast")).to_have_text("Couldn't sign out. Check your connection, then try again.")
    ada.is_connected()
    ada.say("still here")
    ada.sees("still here")


def test_the_key_opens_the_emoji_at_their_message(person, room):
    ada = person().enter(room)
    for text in ("above", "this one", "below"):
        ada.say(text)
        ada.sees(text)
    ada.has_all_stored()
    row = ada.row("this one")
    row.click(position={"x": 120, "y": 12})
    ada.page.mouse.move(5, 5)
    expect(row).to_be_focused()
    ada.page.keyboard.press("r")
    expect(ada.page.locator("#emoji-picker")).to_be_visible()
    picker, message = ada.page.locator("#emoji-picker").bounding_box(), row.bounding_box()
    gap = min(abs(picker["y"] + picker["height"] - message["y"]), abs(picker["y"] - message["y"] - message["height"]))
    assert gap < 60 and message["x"] <= picker["x"] and picker["x"] + picker["width"] <= message["x"] + message["width"]


def test_a_closed_conversation_stays_closed_in_every_tab_until_something_is_said(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    other = ada.open_page()
    other.goto(f"{ada.url}#{room}")
    bob.page.locator("#member-list button", has_text=ada.name).click()
    bob.is_in(ada.name)
    bob.say("hello")
    pages = (ada.page, other)
    for page in pages:
        expect(page.locator("#directs li .count")).to_have_text("1")
    ada.looks().page.locator("#directs li a").click()
    ada.sees("hello")
    # What is read in one is read in the other.
    expect(other.locator("#directs li .count")).to_have_count(0)
    ada.page.locator("#directs li").hover()
    ada.page.locator("#directs li button").click()
    for page in pages:
        expect(page.locator("#directs li")).to_have_count(0)
    ada.page.goto(f"{ada.url}#{room}")
    ada.page.reload()
    ada.is_connected()
    # The server has told of it again by the time that a room is known to be joined.
    ada.open_room(f"{room}-2")
    expect(other.locator(f'#rooms li[data-room="{room}-2"]')).to_have_count(1)
    expect(ada.page.locator("#directs li")).to_have_count(0)
    bob.say("are you there?")
    for page in pages:
        expect(page.locator("#directs li .name")).to_have_text(bob.name)


def test_shortcodes_become_emoji(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("done :tada: `:tada:` :+1:")
    bob.sees("done 🎉 :tada: 👍")


def test_each_line_runs_in_the_direction_of_its_words(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    expect(bob.page.locator("#member-list")).to_contain_text(ada.name)
    direction = "(text) => getComputedStyle(text).direction"
    for text, runs in [("مرحبا كيف حالك", "rtl"), (f"@{ada.name} مرحبا", "rtl"), ("https://example.org مرحبا", "rtl"), ("`code` שלום", "rtl"), ("hello مرحبا", "ltr")]:
        bob.say(text)
        row = ada.page.locator(".row .text").last
        expect(row).to_have_text(text.replace("`", ""))
        assert row.evaluate(direction) == runs, text
    bob.page.fill("#draft", "hello everybody\nمرحبا بالجميع")
    bob.page.press("#draft", "Enter")
    row = ada.page.locator(".row .text").last
    expect(row).to_contain_text("everybody")
    english, arabic = row.evaluate(LINES)
    assert english[0] < 20 < english[1] and arabic[1] < 20 < arabic[0]
    expect(ada.page.locator("#draft")).to_have_attribute("dir", "auto")


def test_members_do_not_cover_the_field_in_a_window_made_narrow(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    expect(ada.page.locator("#members")).to_be_visible()
    ada.page.set_viewport_size({"width": 820, "height": 700})
    expect(ada.page.locator("#members")).to_be_hidden()
    ada.page.fill("#draft", "from a narrow window")
    ada.page.click("#send")
    bob.sees("from a narrow window")
    # Opened there, they go with a click beside them, with Escape, and when somebody is chosen.
    ada.page.click("#show-members")
    ada.page.mouse.click(60, 400)
    expect(ada.page.locator("#members")).to_be_hidden()
    ada.page.click("#show-members")
    ada.page.keyboard.press("Escape")
    expect(ada.page.locator("#members")).to_be_hidden()
    ada.page.click("#show-members")
    ada.page.locator("#member-list button", has_text=bob.name).click()
    ada.is_in(bob.name)
    expect(ada.page.locator("#members")).to_be_hidden()


def test_a_dropped_file_does_not_take_the_place_of_the_page(person, room):
    ada = person().enter(room)
    assert ada.page.evaluate(DROP, "") == [True, True]
    expect(ada.page.locator("#toast")).to_be_hidden()
    assert ada.page.evaluate(DROP, "photo.jpg") == [True, True]
    expect(ada.page.locator("#toast")).to_have_text("Files can't be sent here. Share a link instead.")
    # So is a picture that is pasted; words that come with one are words.
    ada.page.evaluate("document.querySelector('#toast').textContent = ''")
    ada.page.evaluate(PASTE, True)
    expect(ada.page.locator("#toast")).to_have_text("")
    ada.page.evaluate(PASTE, False)
    expect(ada.page.locator("#toast")).to_have_text("Files can't be sent here. Share a link instead.")


def test_it_is_told_who_is_mentioned_and_not_there(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    expect(ada.page.locator("#room-note")).to_have_text("2 people here")
    ada.say(f"@{bob.name} is here")
    ada.sees(f"@{bob.name} is here")
    expect(ada.page.locator("#toast")).to_be_hidden()
    ada.say("ask @Zoë, @Grace_H and `@nobody`")
    expect(ada.page.locator("#toast")).to_have_text("Zoë and Grace_H aren't in this room.")
    ada.open_room(f"{room}-2")
    expect(ada.page.locator("#room-note")).to_have_text("Just you")
    ada.say(f"where is @{bob.name.lower()}?")
    expect(ada.page.locator("#toast")).to_have_text(f"{bob.name} isn't in this room.")


def test_today_becomes_yesterday_at_midnight(person, room):
    ada = person()
    ada.page.clock.install()
    ada.enter(room)
    ada.say("the last word of the day")
    ada.sees("the last word of the day")
    expect(ada.page.locator(".rule.day")).to_have_text("Today")
    ada.page.clock.fast_forward("24:00:00")
    expect(ada.page.locator(".rule.day")).to_have_text("Yesterday")


def test_a_browser_that_refuses_notifications_does_no_harm(person, room):
    ada, bob = person(0), person(1).enter(room)
    ada.page.add_init_script(SYSTEM)
    ada.page.add_init_script("""
      Notification = class { static permission = "granted"; constructor() { throw new TypeError("Illegal constructor"); } };
      globalThis.released = 0;
      const { close } = AudioContext.prototype;
      AudioContext.prototype.close = function () { released += 1; return close.call(this); };
    """)
    ada.enter(room)
    ada.page.get_by_role("button", name="Desktop notifications").click()
    look(ada, False)
    # In one go: after three seconds there would be another sound.
    texts = [f"@{ada.name} {text}" for text in ("one", "two")]
    bob.post_many(room, texts)
    for text in texts:
        ada.sees(text)
    # Whatever made a sound does not keep the machine awake.
    wait_for(lambda: ada.page.evaluate("released") == 1, 60)
    assert ada.page.evaluate("tones") == 2


def test_notifications_that_the_browser_blocks_are_explained(person, room):
    ada = person()
    ada.page.add_init_script(SYSTEM)
    ada.page.add_init_script('Notification.permission = "denied"; Notification.requestPermission = async () => "denied";')
    ada.enter(room)
    ada.page.get_by_role("button", name="Desktop notifications").click()
    expect(ada.page.locator("#toast")).to_have_text("Your browser blocks notifications from this page. Allow them in its settings.")


def test_who_comes_while_nobody_can_enter_is_told_why(person):
    ada = person()
    answer = {"status": 503, "json": {"type": "error", "code": "unavailable", "message": "503"}}
    ada.page.route("**/session", lambda route: route.fulfill(**answer))
    ada.page.goto(ada.url)
    expect(ada.page.locator("#sign-in-hint")).to_have_text("The chat isn't available right now. Still trying…")
    expect(ada.page.locator("#name")).to_be_hidden()
    answer["json"] = {"type": "error", "code": "maintenance", "message": "Back at noon."}
    expect(ada.page.locator("#sign-in-hint")).to_have_text("Back at noon. Still trying…")
    ada.page.unroute("**/session")
    expect(ada.page.locator("#name")).to_be_visible()
