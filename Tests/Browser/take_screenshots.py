"""Takes the pictures of the page that the README shows, from a fleet of its own: Tests/Browser/screenshots/*.webp.

Usage: Tests/Browser/run --screenshots [FOLDER FOR PNG FILES]
"""

import base64
import pathlib
import re
import sys
import tempfile

from playwright.sync_api import expect, sync_playwright

import chromium
from fleet import Fleet
from person import Person

PICTURES = pathlib.Path(__file__).parent / "screenshots"
DESKTOP = {"viewport": {"width": 1200, "height": 760}, "device_scale_factor": 1.5}
PHONE = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}

# What is said, by whom, and who reacts to it.
TALK = [
    ("Grace Hopper", "Morning! The new build is on two of the three instances.", []),
    ("Grace Hopper", "No reconnect was seen by anybody so far 🎉", [("🎉", ["Ada Lovelace", "Alan Turing", "Katherine"]), ("👀", ["Katherine"])]),
    ("Alan Turing", "I watched the gaps while the second one drained:\n```\nrecovered   1,204\ngap             0\nreset           0\n```", [("💯", ["Grace Hopper"])]),
    ("Katherine", "Then the numbers add up. The write-up is at https://example.org/rollouts/42 if anybody wants to read along.", []),
    ("Ada Lovelace", "Reading it now. `seq` 8812 to 8816 came in over long-poll, by the way: the café's proxy eats WebSockets.", [("☕", ["Katherine", "Alan Turing"])]),
    ("Alan Turing", "@Ada Lovelace and you noticed nothing?", []),
    ("Ada Lovelace", "Not a thing. I only saw the version change in the corner.", [("👍", ["Grace Hopper", "Alan Turing", "Katherine"]), ("🚀", ["Grace Hopper"])]),
    ("Alan Turing", "Before that:\n1. drain the *third* one\n2. watch `gap` and **reset**\n3. tell #random", [("✅", ["Katherine"])]),
    ("Grace Hopper", "Third instance goes at noon then.", []),
]
# What answers another message, by how the two begin.
ANSWERS = {"Not a thing": "and you noticed nothing"}
BOT = """async ([room, key]) => {
  const { connect } = await import("/tchatter.js");
  const chat = connect({ token: async () => key });
  await new Promise((done) => { chat.on("live", done); chat.on("welcome", () => chat.join(room)); });
  await chat.send(room, "Rollout of 0.2.1 to tchatter-2 is done: 0 messages lost, 0 duplicated, longest pause 41 ms.");
}"""


def plain(text):
    """How a text begins on the page, as far as it is nothing but text."""
    return re.split(r"[\n`*]| https", text)[0][:40]


def answer(someone, text):
    row = someone.page.locator(".row", has_text=text)
    row.hover()
    row.locator('.actions [data-action="reply"]').click()
    expect(someone.page.locator("#editing .quote")).to_contain_text(text)


def talk(people):
    for author, text, _ in TALK:
        for beginning, other in ANSWERS.items():
            if text.startswith(beginning):
                answer(people[author], other)
        people[author].say(text)
        expect(people["Ada Lovelace"].page.locator(".row", has_text=plain(text))).to_have_count(1)
    for _, text, reactions in TALK:
        for emoji, names in reactions:
            for name in names:
                someone = people[name]
                row = someone.page.locator(".row", has_text=plain(text))
                count = row.locator(".reaction", has_text=emoji).count()
                if count:
                    row.locator(".reaction", has_text=emoji).click()
                else:
                    row.hover()
                    row.locator('.actions [data-action="pick"]').click()
                    someone.page.locator(f'#emoji-grid [data-emoji="{emoji}"]').first.click()
                expect(row.locator(".reaction.mine", has_text=emoji)).to_have_count(1)
    grace = people["Grace Hopper"]
    grace.take_up_last()
    grace.say("Third instance goes at noon then. I'll keep an eye on it.")


def elsewhere(people):
    """Unread messages in other rooms, and a conversation between two."""
    for name, room, text in [("Katherine", "design", "New icons are in"), ("Alan Turing", "random", "Lunch? @Ada Lovelace"), ("Katherine", "random", "Yes!")]:
        someone = people[name]
        someone.open_room(room)
        someone.say(text)
        someone.sees(text)
    katherine, ada = people["Katherine"], people["Ada Lovelace"]
    katherine.page.keyboard.press("Control+k")
    katherine.page.fill("#finder-field", "@Ada Lovelace")
    katherine.page.press("#finder-field", "Enter")
    katherine.is_in("Ada Lovelace")
    for text in ["Do you have ten minutes for the orbit figures?", "Page 3 looks off by one to me."]:
        katherine.say(text)
        katherine.sees(text)
    katherine.open_room("orbits")
    katherine.say("Apogee at 06:14")
    people["Alan Turing"].open_room("music")
    people["Alan Turing"].say("Bach at the lunch break?")
    for name in people:
        if name != "Ada Lovelace":
            people[name].open_room("engineering")
    expect(ada.page.locator("#directs li .count")).to_have_text("2")


def direct(ada, katherine):
    ada.page.locator("#directs li a").click()
    ada.is_in("Katherine")
    ada.say("Now is good. Off by one in the rows or in the columns?")
    katherine.page.locator("#directs li a").click()
    katherine.sees("Now is good. Off by one in the rows or in the columns?")
    katherine.say("Rows. Look at `orbit[12]`")
    row = ada.page.locator(".row", has_text="Rows.")
    row.hover()
    row.locator('.actions [data-action="react"]').first.click()
    expect(row.locator(".reaction.mine")).to_have_count(1)
    katherine.say("I put the corrected sheet beside the old one: https://example.org/orbits/3")
    katherine.sees("I put the corrected sheet beside the old one: https://example.org/orbits/3")
    ada.page.mouse.move(5, 500)
    ada.page.wait_for_timeout(300)


class Camera:
    """Pictures as PNG files to be looked at, and as WebP files to be kept."""

    def __init__(self, browser, png_folder):
        self.encoder = browser.new_page()
        self.png_folder = png_folder

    def take(self, page, name):
        # What is answered comes a moment later.
        expect(page.locator(".quote:not(:has(span))")).to_have_count(0)
        png = page.screenshot()
        if self.png_folder:
            (pathlib.Path(self.png_folder) / f"{name}.png").write_bytes(png)
        webp = self.encoder.evaluate(
            """async (png) => {
              const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
              const canvas = new OffscreenCanvas(image.width, image.height);
              canvas.getContext("2d").drawImage(image, 0, 0);
              const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.82 })).arrayBuffer());
              return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
            }""",
            base64.b64encode(png).decode(),
        )
        (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(webp))


def take_all(browser, fleet, camera):
    urls = [instance.url for instance in fleet.instances]
    names = ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Katherine"]
    people = {name: Person(browser, urls[0], name, **DESKTOP) for name in names}
    ada = people["Ada Lovelace"]
    for person in people.values():
        person.enter("engineering")
    for room in ["design", "random"]:
        ada.open_room(room)
    ada.open_room("engineering")
    talk(people)
    elsewhere(people)
    # A visitor without a session, so that the bot gets one of its own.
    visitor = browser.new_context().new_page()
    visitor.goto(urls[1])
    visitor.evaluate(BOT, ["engineering", fleet.instances[1].add_bot("deploys")])
    ada.sees("Rollout of 0.2.1 to tchatter-2 is done: 0 messages lost, 0 duplicated, longest pause 41 ms.")
    ada.sees("Third instance goes at noon then. I'll keep an eye on it. (edited)")
    # So slowly that it is told, though he may have written something else less than three seconds ago.
    people["Alan Turing"].page.locator("#draft").press_sequentially("Sounds", delay=600)
    expect(ada.page.locator("#typing")).to_contain_text("Alan Turing")
    # What was reacted to may have been further up.
    ada.page.locator("#timeline").evaluate("(timeline) => (timeline.scrollTop = timeline.scrollHeight)")
    ada.page.mouse.move(5, 500)
    ada.page.wait_for_timeout(300)
    camera.take(ada.page, "light")
    ada.page.click("#show-room-menu")
    ada.page.get_by_label("Favourite").check()
    ada.page.keyboard.press("Escape")
    shots_of_other_devices(browser, ada, people, camera)
    row = ada.page.locator(".row", has_text="Not a thing")
    row.hover()
    row.locator('.actions [data-action="pick"]').click()
    camera.take(ada.page, "reactions")
    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("Control+k")
    expect(ada.page.locator("#finder-list")).to_contain_text("orbits")
    camera.take(ada.page, "finder")
    ada.page.keyboard.press("Escape")
    direct(ada, people["Katherine"])
    camera.take(ada.page, "direct")


def shots_of_other_devices(browser, ada, people, camera):
    for name, options in [("dark", {**DESKTOP, "color_scheme": "dark"}), ("phone", PHONE), ("phone-rooms", {**PHONE, "color_scheme": "dark"})]:
        device = Person(browser, ada.url, ada.name, storage_state=ada.context.storage_state(), **options)
        device.page.goto(f"{ada.url}#engineering")
        device.is_connected()
        device.sees("Third instance goes at noon then. I'll keep an eye on it. (edited)")
        if name == "phone-rooms":
            device.page.tap("#show-rooms")
            device.page.wait_for_timeout(400)
        camera.take(device.page, name)
        device.close()


def main():
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        fleet = Fleet(pathlib.Path(folder))
        try:
            fleet.start()
            take_all(browser, fleet, Camera(browser, sys.argv[1] if len(sys.argv) > 1 else None))
        finally:
            fleet.stop()
            browser.close()


if __name__ == "__main__":
    main()
