"""Reading back."""

from playwright.sync_api import expect

from test_access import check
from waiting import wait_for

MANY = 500

# The row in the middle of the view and where it is, to see whether it jumps.
MIDDLE = """() => {
  const list = document.querySelector("#timeline"), box = list.getBoundingClientRect();
  const row = document.elementFromPoint(box.left + 80, box.top + box.height / 2).closest(".row");
  return row && {key: row.dataset.key, top: Math.round(row.getBoundingClientRect().top)};
}"""
# A busy machine draws seldom: what the wheel was turned meanwhile moves all at once.
FRAMES = """async (count) => {
  for (let frame = 0; frame < count; frame += 1) await new Promise(requestAnimationFrame);
}"""
# How far a row has been moved by one turn of the wheel: it is scrolled smoothly, and on a busy machine what is left of several turns comes
# all at once. One at the edge of what is there moves nothing any more. Nothing if the row is not there any more.
MOVED_BY = """async ([{key, top}, turned]) => {
  let [moved, rest] = [0, 0];
  while (moved < turned && rest < 20) {
    await new Promise(requestAnimationFrame);
    const row = [...document.querySelectorAll(".row")].find((each) => each.dataset.key === key);
    if (!row) return null;
    const now = Math.round(row.getBoundingClientRect().top) - top;
    [moved, rest] = [now, now === moved ? rest + 1 : 0];
  }
  return moved;
}"""
TOP_OF = "(key) => Math.round([...document.querySelectorAll('.row')].find((row) => row.dataset.key === key)?.getBoundingClientRect().top)"


def test_scrolling_back_brings_all_history_without_jumps(person, room):
    ada, bob = person().enter(room), person().enter(room)
    bob.post_many(room, [f"line {index}" for index in range(MANY)])
    ada.page.reload()
    ada.is_connected()
    ada.sees(f"line {MANY - 1}")
    page = ada.page
    seen = set(ada.texts)
    page.hover("#timeline")
    for _ in range(1_000):
        before = page.evaluate(MIDDLE)
        page.mouse.wheel(0, -300)
        moved = page.evaluate(MOVED_BY, [before, 298]) if before else page.evaluate(FRAMES, 2)
        assert moved is None or -5 <= moved <= 320, f"jumped by {moved}"
        # In this order: what comes in between is seen in the next turn.
        is_at_beginning = page.locator(".top.beginning").count() > 0
        seen |= set(ada.texts)
        if is_at_beginning:
            break
    expect(page.locator(".top.beginning")).to_have_text(f"This is the start of #{room}.")
    assert seen == {f"line {index}" for index in range(MANY)}
    assert len(ada.texts) < 300
    page.click("#to-newest")
    ada.sees(f"line {MANY - 1}")
    expect(ada.row(f"line {MANY - 1}")).to_be_in_viewport()


def test_what_is_being_read_stays_while_others_write(person, room):
    ada, bob = person().enter(room), person().enter(room)
    bob.post_many(room, [f"line {index}" for index in range(100)])
    ada.sees("line 99")
    ada.looks()
    ada.page.hover("#timeline")
    ada.page.mouse.wheel(0, -800)
    expect(ada.page.locator("#to-newest")).to_be_visible()
    before = at_rest(ada.page)
    bob.post_many(room, [f"more {index}" for index in range(300)])
    expect(ada.page.locator("#to-newest")).to_have_text("300 new messages")
    assert ada.page.evaluate(TOP_OF, before["key"]) == before["top"]
    # What one does not see is not drawn, however much that is.
    assert ada.page.locator(".row").count() <= 240
    ada.page.click("#to-newest")
    expect(ada.row("more 299")).to_be_in_viewport()
    expect(ada.page.locator("#to-newest")).to_be_hidden()


def test_a_date_is_gone_to_through_all_that_was_said_since(person, room):
    ada, bob = person().enter(room), person().enter(room)
    bob.post_many(room, [f"line {index}" for index in range(MANY)])
    ada.page.reload()
    ada.is_connected()
    ada.sees(f"line {MANY - 1}")
    ada.looks()
    go_to_day(ada)
    check(ada.page)
    expect(ada.page.locator("#day-words")).to_have_text("Today")
    ada.page.keyboard.press("Enter")
    expect(ada.row("line 0")).to_be_focused()
    expect(ada.row("line 0")).to_be_in_viewport()
    # Nothing was said then.
    go_to_day(ada)
    ada.page.fill("#day", "2020-02-29")
    expect(ada.page.locator("#day-words")).to_have_text("February 29, 2020")
    ada.page.locator("#day-dialog [type=submit]").click()
    expect(ada.page.locator("#toast")).to_have_text("There are no messages from that date (February 29, 2020). This is the nearest: Today.")


# Has the view draw a room whose first messages are read, and of which the oldest are let go then; how many rows it draws.
DROPPED = """async () => {
  const part = (path) => import(new URL(path, document.querySelector("script[type=module]").src).href);
  const parts = ["views/timeline-view.js", "client/room.js", "client/clock.js"].map(part);
  const [{ TimelineView }, { makeRoom }, { systemClock: clock }] = await Promise.all(parts);
  const element = Object.assign(document.createElement("div"), { className: "timeline" });
  document.querySelector("#timeline").after(element);
  const room = makeRoom("x");
  const said = (seq) => ({ type: "message", room: "x", seq, position: `p${seq}`, id: `m${seq}`, from: { id: "a", name: "A", kind: "user" }, text: "hi", time: seq });
  for (let seq = 1; seq <= 3000; seq += 1) room.timeline.append(said(seq));
  room.timeline.hasEarlier = false;
  const view = new TimelineView(element, { clock, pending: () => [], loadEarlier: async () => false, moved: () => {},
    context: () => ({ me: "", myID: "", names: [], act: () => {}, roleOf: () => undefined, pinned: "" }) });
  view.show(room);
  view.reveal("a/m10");
  const counts = [element.querySelectorAll(".row").length];
  room.timeline.drop(1000);
  view.update();
  for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
  counts.push(element.querySelectorAll(".row").length);
  element.remove();
  return counts;
}"""


def test_where_what_is_read_goes_a_page_of_the_rest_is_shown(person, room):
    before, after = person().enter(room).page.evaluate(DROPPED)
    assert 60 <= before <= 240 and 60 <= after <= 240


def at_rest(page):
    """What is in the middle once nothing moves any more."""
    places = [page.evaluate(MIDDLE)]

    def is_at_rest():
        page.evaluate(FRAMES, 20)
        places.append(page.evaluate(MIDDLE))
        return places[-1] and places[-1] == places[-2]

    wait_for(is_at_rest, 60)
    return places[-1]


def go_to_day(someone):
    someone.page.click("#show-room-menu")
    someone.page.get_by_role("button", name="Go to a date").click()
    expect(someone.page.locator("#day")).to_be_focused()
