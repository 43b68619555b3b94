"""What reaches people who look elsewhere, and other things that are offered."""

import re
import shutil

from playwright.sync_api import expect

from fleet import Fleet
from programs import PROJECT
from waiting import wait_for

# The operating system's end of notifications and of sound, which a test machine does not have.
SOUNDLESS = """
  globalThis.shown = [];
  globalThis.tones = 0;
  globalThis.Notification = class {
    static permission = "default";
    static requestPermission = async () => (Notification.permission = "granted");
    constructor(title, options) { shown.push({ title, ...options, notification: this }); }
    close() {}
  };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { tones += 1; return start.apply(this, when); };
"""
# The same, and whether somebody looks is told by the test.
SYSTEM = f"""{SOUNDLESS}
  globalThis.hasLooked = true;
  document.hasFocus = () => hasLooked;
"""
NOTES = "shown.map(({ title, body }) => `${title}: ${body}`)"


def was_notified(someone, *notes):
    """Of these and nothing else. What shows them is fetched when they are switched on: the first may come a little later than its message."""
    wait_for(lambda: len(someone.page.evaluate(NOTES)) >= len(notes), 60, "a notification")
    assert someone.page.evaluate(NOTES) == list(notes)


def look(someone, isLooking):
    someone.page.evaluate("(looks) => { hasLooked = looks; dispatchEvent(new Event(looks ? 'focus' : 'blur')); }", isLooking)


def test_a_mention_is_notified_with_a_sound_when_allowed_and_nobody_looks(person, room):
    ada, bob = person(0), person(1).enter(room)
    ada.page.add_init_script(SYSTEM)
    ada.enter(room)
    # Not before it was allowed.
    look(ada, False)
    bob.say(f"@{ada.name} one")
    ada.sees(f"@{ada.name} one")
    assert ada.page.evaluate(NOTES) == []
    look(ada, True)
    ada.page.get_by_role("button", name="Desktop notifications").click()
    expect(ada.page.get_by_role("button", name="Desktop notifications")).to_have_attribute("aria-pressed", "true")
    # Not while somebody looks, and not for what addresses nobody.
    bob.say(f"@{ada.name} two")
    ada.sees(f"@{ada.name} two")
    look(ada, False)
    bob.say("to nobody")
    bob.say(f"@{ada.name} three")
    ada.sees(f"@{ada.name} three")
    three = f"{bob.name} · #{room}: @{ada.name} three"
    was_notified(ada, three)
    # What makes it is fetched when notifications are switched on.
    wait_for(lambda: ada.page.evaluate("tones"), 60, "a sound")
    assert ada.page.evaluate("tones") == 2
    # A direct message always addresses one.
    bob.page.locator("#member-list button", has_text=ada.name).click()
    bob.is_in(ada.name)
    bob.say("psst")
    expect(ada.page.locator("#directs li .count")).to_have_text("1")
    was_notified(ada, three, f"{bob.name} · {bob.name}: psst")
    expect(ada.page).to_have_title(re.compile(r"^\(2\)"))
    # It leads to where it was said.
    look(ada, True)
    ada.page.evaluate("shown[1].notification.onclick()")
    ada.is_in(bob.name)
    ada.sees("psst")


def test_where_pages_have_no_notifications_a_service_worker_shows_them(person, room):
    bob = person(1).enter(room)
    bob.not_in_firefox("where there is no desktop, a worker's `showNotification` fails (NS_ERROR_FAILURE)")
    ada = person(0, permissions=["notifications"])
    ada.page.add_init_script("globalThis.hasLooked = true; document.hasFocus = () => hasLooked;")
    ada.page.add_init_script("""
      const { permission } = Notification;
      Notification = class { static permission = permission; constructor() { throw new TypeError("Illegal constructor"); } };
    """)
    ada.enter(room)
    ada.page.get_by_role("button", name="Desktop notifications").click()
    look(ada, False)
    bob.say(f"@{ada.name}, psst")
    ada.sees(f"@{ada.name}, psst")
    shown = """async () => {
      const registration = await navigator.serviceWorker.ready;
      return [registration.active.scriptURL, registration.scope, (await registration.getNotifications()).map(({ title, body, tag }) => [title, body, tag])];
    }"""
    wait_for(lambda: ada.page.evaluate(shown)[2], 60)
    assert ada.page.evaluate(shown) == [f"{ada.url}notification-worker.js", ada.url, [[f"{bob.name} · #{room}", f"@{ada.name}, psst", room]]]
    # The page comes from the server, and its files do without the worker.
    ada.page.reload()
    ada.is_connected()
    sources = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v/')).map(({ workerFinalSourceType }) => workerFinalSourceType)"
    assert set(ada.page.evaluate(sources)) == {"network"}


def test_the_page_can_be_installed(person):
    ada = person()
    ada.page.goto(ada.url)
    expect(ada.page.locator("#name")).to_be_visible()
    # Who only looks is left nothing.
    assert ada.page.evaluate("navigator.serviceWorker.getRegistrations().then(({ length }) => length)") == 0
    manifest = ada.page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((response) => response.json())")
    assert [manifest["name"], manifest["start_url"], manifest["display"]] == ["tchatter", "/", "standalone"]
    for icon in manifest["icons"]:
        answer = ada.context.request.get(ada.url + icon["src"].lstrip("/"))
        assert (answer.status, answer.headers["content-type"]) == (200, icon["type"])
    session = ada.chromium_session()
    assert session.send("Page.getAppManifest")["errors"] == []
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] in ([], [{"errorId": "in-incognito", "errorArguments": []}])


def test_rooms_that_others_are_in_are_found(person, room):
    ada, bob = person(0).enter(room), person(1).enter(f"{room}-elsewhere")
    bob.say("anybody?")
    bob.sees("anybody?")
    choice = ada.page.locator("#finder-list li", has_text=f"{room}-elsewhere").filter(has_text="1 person").filter(has_text="just now")

    def is_found():
        # Half a minute after the last word it is told otherwise.
        bob.say("hello?")
        ada.page.keyboard.press("Escape")
        ada.page.keyboard.press("Control+k")
        ada.page.fill("#finder-field", f"{room}-els")
        ada.page.wait_for_timeout(500)
        return choice.count()

    # The directory learns of a room within seconds.
    wait_for(is_found, 60)
    expect(choice).to_contain_text("just now")
    choice.click()
    ada.is_in(f"#{room}-elsewhere")
    ada.sees("anybody?")


def test_a_hole_is_shown_where_it_is(person, tmp_path):
    fleet = Fleet(tmp_path, backlog=10)
    try:
        fleet.start()
        ada, bob = (person(url=instance.url).enter("lobby") for instance in fleet.instances)
        ada.say("before")
        bob.sees("before")
        ada.has_all_stored()
        ada.go_offline()
        expect(ada.page.locator("body")).not_to_have_attribute("data-phase", "up")
        # More than the store keeps, and than an instance has in memory.
        bob.post_many("lobby", [f"missed {index}" for index in range(900)])
        bob.say("after")
        bob.sees("after")
        ada.context.set_offline(False)
        ada.page.evaluate("dispatchEvent(new Event('online'))")
        ada.sees("after")
        hole = ada.page.locator(".rule.gap")
        # What is above it may be drawn a frame later.
        ada.scroll_back_to(ada.row("before"))
        expect(hole).to_have_text("Some messages here are no longer available.")
        neighbours = ada.page.evaluate(
            """() => {
              const rule = document.querySelector(".rule.gap"), all = [...document.querySelectorAll(".row, .rule.gap")];
              const at = all.indexOf(rule);
              return [all[at - 1], all[at + 1]].map((row) => row?.querySelector(".text").innerText);
            }"""
        )
        assert neighbours[0] == "before" and neighbours[1].startswith("missed")
    finally:
        fleet.stop()


def test_a_message_can_be_copied(person, room):
    ada = person(permissions=["clipboard-read", "clipboard-write"]).enter(room)
    ada.say("to be copied `x`")
    ada.has_all_stored()
    row = ada.page.locator(".row")
    expect(row).to_contain_text("to be copied")
    row.hover()
    row.locator('[data-action="copy"]').click()
    expect(ada.page.locator("#toast")).to_have_text("Copied")
    assert ada.page.evaluate("navigator.clipboard.readText()") == "to be copied `x`"


def test_a_new_version_of_the_page_is_offered_and_an_unchanged_one_is_not(person, own_fleet, tmp_path):
    first, second = own_fleet.instances
    ada = person(url=first.url).enter("lobby")
    first.stop()
    first.start()
    ada.say("after a restart")
    ada.is_connected()
    ada.has_all_stored()
    expect(ada.page.locator("#banner")).to_be_hidden()
    shutil.copytree(PROJECT / "Public", tmp_path / "Public")
    with open(tmp_path / "Public" / "style.css", "a") as sheet:
        sheet.write("/* another */\n")
    first.stop()
    first.set(public=tmp_path / "Public")
    first.start()
    expect(ada.page.locator("#banner")).to_contain_text("A new version is available")
    ada.page.fill("#draft", "half a thou")
    ada.page.get_by_role("button", name="Reload").click()
    ada.is_connected()
    expect(ada.page.locator("#banner")).to_be_hidden()
    expect(ada.page.locator("#draft")).to_have_value("half a thou")
