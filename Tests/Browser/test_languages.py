"""The page in the languages that it speaks, and in one that nobody does: what is in no catalogue, and what does not fit, shows there; and each dialog is looked at by axe."""

import re

import pytest
from playwright.sync_api import expect

from test_access import PHONE, check

# In brackets, and longer than the longest of the real ones.
PSEUDO = """
import english from "./en.js";
import { words } from "./en-dialogs.js";
const longer = (text) => `[${text}${" äöü".repeat(Math.ceil(text.length / 10))}]`;
const pseudo = (entry) => (typeof entry === "string" ? longer(entry) : Object.fromEntries(Object.entries(entry).map(([form, text]) => [form, longer(text)])));
const all = Object.fromEntries(Object.entries({ ...english, ...words }).map(([key, entry]) => [key, pseudo(entry)]));
export default { ...all, direction: english.direction, comma: english.comma };
"""

# What is seen and said of what is on the page, but for what people wrote, what the browser formats and the letters of keys.
TEXTS = """() => {
  const foreign = ".text, bdi, .avatar, time, .rule.day, #day-words, #connection, .language select, [data-emoji], kbd, #slow, #retain, #lifetime, .pin-line, [data-span], .brand-name, .card h1, [aria-hidden=true], .quote, .row, .reaction";
  const shown = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("noscript, script"));
  const texts = shown.filter((element) => !element.closest(foreign.replace(".row, ", ""))).map((element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map(({ data }) => data).join(""));
  const labels = shown.filter((element) => !element.closest(foreign)).flatMap((element) => ["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? ""));
  return [...texts, ...labels].filter((text) => text.trim());
}"""

# What stands out of the window, or of what holds it, and can't be scrolled to, once nothing slides in any more: Firefox's driver can't
# have it ask for reduced motion.
OVERFLOWS = """async () => {
  await Promise.allSettled(document.getAnimations().filter((each) => each instanceof CSSTransition).map(({ finished }) => finished));
  const clips = (element) => element && (getComputedStyle(element).overflowX !== "visible" || clips(element.parentElement));
  const isOut = (element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const holder = element.parentElement?.closest("#sidebar, #members, dialog, .card, #main")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
    return width > 0 && (left < holder.left - 1 || right > holder.right + 1) && !clips(element.parentElement) && !element.closest(".skip");
  };
  const isCut = (element) => element.matches("button, label, legend, h2, h3, p, dt, dd, #editing > span") && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "visible" && element.clientWidth > 0;
  return [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(".visually-hidden") && (isOut(element) || isCut(element)))
    .map((element) => `${element.tagName} ${element.id} ${element.className} ${element.textContent.slice(0, 60)}`);
}"""


def speaks_pseudo(person, **options):
    someone = person(locale="de-DE", **options)
    someone.context.route("**/languages/de.js", lambda route: route.fulfill(body=PSEUDO, content_type="text/javascript"))
    return someone


def is_complete(someone):
    outside = {text: re.sub(r"\[[^\[\]]*(\[[^\[\]]*\][^\[\]]*)*\]", "", text) for text in someone.page.evaluate(TEXTS)}
    left = {text for text, rest in outside.items() if re.search(r"[A-Za-z]{2}", re.sub(rf"{someone.name}|room-\w+|lobby|tea", "", rest))}
    assert left == set()
    assert someone.page.evaluate(OVERFLOWS) == []


def walk(someone, room, is_phone):
    """Through all that the page shows, with a look at each."""
    page = someone.page
    page.goto(someone.url)
    expect(page.locator(".language")).to_be_visible()
    yield
    page.press("#name", "Enter")
    someone.enter(room)
    yield
    someone.say("hello")
    someone.say("x" * 5)
    yield
    if is_phone:
        page.click("#show-rooms")
        yield
        page.keyboard.press("Escape")
    page.click(".who") if not is_phone else page.evaluate("document.querySelector('.who').click()")
    expect(page.locator("#own-settings")).to_be_visible()
    yield
    page.click("#make-code")
    expect(page.locator("#device-code")).to_be_focused()
    yield
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('#show-mentions').click()")
    expect(page.locator("#finder .nothing")).to_be_visible()
    yield
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator("#finder")).to_be_visible()
    yield
    page.fill("#finder-field", "zzz ???")
    yield
    page.keyboard.press("Escape")
    someone.take_up_last()
    yield
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+f")
    expect(page.locator("#search-scope")).to_be_visible()
    yield
    page.locator("#search-scope").select_option("all")
    page.fill("#finder-field", "hello")
    expect(page.locator("#finder-list mark").first).to_have_text("hello")
    yield
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    expect(page.locator("#keys")).to_be_visible()
    yield
    page.keyboard.press("Escape")
    page.click("#emoji")
    expect(page.locator("#emoji-grid [data-emoji]").first).to_be_visible()
    yield
    page.keyboard.press("Escape")
    page.click("#show-room-menu")
    yield
    page.locator("#room-menu button.item").nth(1).click()
    expect(page.locator("#day-dialog")).to_be_visible()
    yield
    page.keyboard.press("Escape")
    page.click("#show-room-menu")
    page.locator("#room-menu button.item").first.click()
    expect(page.locator("#policy form.settings")).to_be_visible()
    yield
    page.fill("#topic", "tea")
    page.locator("#policy form.settings [type=submit]").click()
    expect(page.locator("#policy > .adding")).to_be_visible()
    yield
    page.locator("#policy [value=closed]").check()
    page.locator("#policy form.settings [type=submit]").click()
    expect(page.locator("#confirm")).to_be_visible()
    yield
    page.click("#confirm-yes")
    page.locator("#policy .inviting [type=submit]").click()
    expect(page.locator("#invitation")).to_be_focused()
    yield
    page.locator("#policy [data-about]").first.click()
    expect(page.locator("#person-menu button").first).to_be_visible()
    yield
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.click("#show-room-menu")
    page.locator("#room-menu button.item").nth(1).click()
    expect(page.locator("#reports")).not_to_contain_text("…")
    yield
    page.keyboard.press("Escape")
    row = someone.row("hello")
    row.focus()
    page.keyboard.press("p")
    expect(page.locator("#pin")).to_be_visible()
    yield
    row.focus()
    page.keyboard.press("Delete")
    expect(page.locator("#confirm")).to_be_visible()
    yield
    page.keyboard.press("Escape")
    expect(page.locator(".rule.policy").last).to_be_visible()
    yield


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}}], ids=["light desktop", "dark phone"])
def test_all_that_is_shown_stands_in_the_catalogue_and_fits_and_is_no_barrier(person, room, options):
    someone = speaks_pseudo(person, **options)
    for _ in walk(someone, room, "viewport" in options):
        is_complete(someone)
        check(someone.page)


@pytest.mark.parametrize("language, direction, join", [("de", "ltr", "Zum Chat"), ("fr", "ltr", "Rejoindre le chat"), ("ar", "rtl", "انضم إلى الدردشة"), ("en", "ltr", "Join the chat"), ("nl", "ltr", "Join the chat")], ids=["german", "french", "arabic", "english", "dutch"])
def test_the_page_speaks_the_language_of_the_browser(person, room, language, direction, join):
    someone = person(locale=language, viewport=PHONE["viewport"])
    for _ in walk(someone, room, True):
        assert someone.page.evaluate(OVERFLOWS) == []
    someone.page.reload()
    root = someone.page.locator("html")
    expect(root).to_have_attribute("dir", direction)
    expect(root).to_have_attribute("lang", re.compile("^en" if language == "nl" else f"^{language}"))
    someone.is_connected()
    someone.page.click("#show-rooms")
    someone.page.click("#sign-out")
    expect(someone.page.get_by_role("button", name=join)).to_be_visible()


def test_the_language_is_chosen_at_the_sign_in_and_stays(person, room):
    someone = person()
    someone.page.goto(someone.url)
    someone.page.locator(".language select").select_option("fr")
    expect(someone.page.get_by_role("button", name="Rejoindre le chat")).to_be_visible()
    someone.enter(room)
    expect(someone.page.locator("#room-note")).to_have_text("Vous seulement")
    someone.page.click(".who")
    someone.page.locator("#own-settings select").select_option("العربية")
    expect(someone.page.locator("html")).to_have_attribute("dir", "rtl")
    someone.is_connected()
    expect(someone.page.locator("#room-note")).to_have_text("أنت وحدك")


def test_where_the_catalogue_cant_be_had_the_page_speaks_english(person, room):
    someone = person(locale="de-DE")
    someone.context.route("**/languages/de.js", lambda route: route.abort())
    someone.enter(room)
    expect(someone.page.locator("#room-note")).to_have_text("Just you")


def test_english_asks_for_no_other_language(person, room):
    someone = person()
    asked = []
    someone.page.on("request", lambda request: asked.append(request.url))
    someone.enter(room)
    expect(someone.page.locator("dialog").first).to_be_attached()
    assert [url for url in asked if "/languages/" in url and not re.search(r"/languages/en(-dialogs)?\.js$", url)] == []


def test_from_right_to_left_all_stands_on_the_other_side(person, room):
    someone = person(locale="ar").enter(room)
    someone.say("hello")
    someone.sees("hello")
    middle = someone.page.evaluate("innerWidth / 2")
    # At once: a list may be drawn anew between two questions.
    box = lambda selector: someone.page.evaluate("(selector) => document.querySelector(selector).getBoundingClientRect().toJSON()", selector)
    assert box("#sidebar")["x"] > middle > box("#members")["x"]
    assert box(".row .avatar")["x"] > middle > box("#send")["x"]
    words = "(name) => { const range = document.createRange(); range.selectNodeContents(name); return range.getBoundingClientRect().right; }"
    assert 0 <= box("#rooms .sign")["x"] - someone.page.locator("#rooms .name").first.evaluate(words) < 20
    # What is written from left to right stays so, and is cut at its own end.
    someone.page.set_viewport_size({"width": 360, "height": 740})
    someone.open_room(f"{room}-{'x' * 50}")
    begins = "(name) => { const range = document.createRange(); range.setStart(name.firstChild, 0); range.setEnd(name.firstChild, 2); return range.getBoundingClientRect().x - name.getBoundingClientRect().x; }"
    assert someone.page.locator("#room-title").evaluate(begins) >= 0
    someone.open_room(room)
    someone.page.set_viewport_size({"width": 1280, "height": 800})
    # A name that fits stands where the page begins.
    assert 0 <= box("#room-title")["right"] - someone.page.locator("#room-title").evaluate(words) < 2
    assert someone.page.locator(".row .text").evaluate("(text) => getComputedStyle(text).unicodeBidi") == "plaintext"
    someone.page.click("#emoji")
    cells = someone.page.locator("#emoji-grid [data-emoji]")
    expect(cells.first).to_have_attribute("aria-selected", "true")
    someone.page.keyboard.press("ArrowLeft")
    expect(cells.nth(1)).to_have_attribute("aria-selected", "true")
    assert cells.nth(1).bounding_box()["x"] < cells.first.bounding_box()["x"]


def test_in_maintenance_the_usual_words_are_told_in_the_readers_language_and_the_operators_as_they_are(person, room, own_fleet):
    first = own_fleet.instances[0]
    someone = person(url=first.url, locale="de-DE").enter(room)
    first.maintain("PUT")
    expect(someone.page.locator("#banner")).to_have_text("Am Chat wird gerade gearbeitet. Er ist bald wieder da.")
    first.maintain("PUT", {"message": "Back at noon, says Ops."})
    expect(someone.page.locator("#banner")).to_have_text("Back at noon, says Ops.")
    first.maintain("DELETE")
    expect(someone.page.locator("#banner")).to_be_hidden()
