"""What people type is shown as they mean it."""

import pytest
from playwright.sync_api import expect

from test_access import PHONE, check
from waiting import wait_for

RICH = "\n".join([
    "**bold** *italics* ~~strike~~ `code` _and_ snake_case_name",
    "> quoted",
    "- one",
    "- two",
    "  1. deep",
    "```js",
    "let x = a * b * c",
    "```",
    "| a | b |",
    "|---|---|",
    "| 1 | 2 |",
])


def write(someone, text):
    someone.page.fill("#draft", text)
    someone.page.press("#draft", "Enter")


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {**PHONE, "color_scheme": "dark"}], ids=["light", "dark phone"])
def test_blocks_and_emphasis_are_nodes_and_clean_for_everybody(person, room, options):
    ada, bob = person(0, **options).enter(room), person(1).enter(room)
    write(bob, RICH)
    text = ada.page.locator(".row .text")
    for selector, words in [("strong", "bold"), ("em", ["italics", "and"]), ("s", "strike"), ("p code", "code"), ("blockquote", "quoted"),
                            ("ol > li", "deep"), (".code-block code", "let x = a * b * c")]:
        expect(text.locator(selector)).to_have_text(words)
    expect(text.locator("ul > li")).to_have_count(2)
    expect(text.locator("> pre")).to_have_text("| a | b |\n|---|---|\n| 1 | 2 |")
    expect(text).to_contain_text("snake_case_name")
    assert ada.page.evaluate("document.querySelector('#timeline').scrollWidth <= innerWidth")
    check(ada.page)


def test_code_is_copied_by_mouse_and_keyboard(browser, person, room):
    ada = person(permissions=["clipboard-read", "clipboard-write"]).enter(room)
    write(ada, "see\n```\nfirst *a*\n  second\n```\nend")
    ada.has_all_stored()
    button = ada.page.get_by_role("button", name="Copy this code")
    ada.page.locator(".code-block").hover()
    button.click()
    expect(ada.page.locator("#toast")).to_have_text("Copied")
    assert ada.page.evaluate("navigator.clipboard.readText()") == "first *a*\n  second"
    ada.page.evaluate("navigator.clipboard.writeText('')")
    ada.page.locator(".code-block pre").focus()
    ada.page.keyboard.press("Tab")
    expect(button).to_be_focused()
    ada.page.keyboard.press("Enter")
    # The toast may be that of before.
    wait_for(lambda: ada.page.evaluate("navigator.clipboard.readText()"), 60, "it is not copied")
    expect(ada.page.locator("#toast")).to_have_text("Copied")
    assert ada.page.evaluate("navigator.clipboard.readText()") == "first *a*\n  second"


def test_links_lead_to_rooms_sites_and_mail(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    bob.say(f"#{room}-2 www.example.org ada@example.org @{ada.name} javascript:alert(1)")
    links = ada.page.locator(".row .text a")
    expect(links).to_have_count(3)
    assert links.evaluate_all("(all) => all.map((a) => a.getAttribute('href'))") == [f"#{room}-2", "https://www.example.org/", "mailto:ada@example.org"]
    expect(ada.page.locator(".mention.me")).to_have_text(f"@{ada.name}")
    expect(ada.page.locator(".row.mentions-me")).to_have_count(1)
    links.first.focus()
    ada.page.keyboard.press("Enter")
    ada.is_in(f"#{room}-2")


def test_a_formatted_message_is_edited_and_copied_as_it_was_typed(person, room):
    ada, bob = person(0, permissions=["clipboard-read", "clipboard-write"]).enter(room), person(1).enter(room)
    write(ada.looks(), "**so** it is\n- a")
    ada.has_all_stored()
    ada.page.press("#draft", "Control+ArrowUp")
    ada.page.keyboard.press("c")
    expect(ada.page.locator("#toast")).to_have_text("Copied")
    assert ada.page.evaluate("navigator.clipboard.readText()") == "**so** it is\n- a"
    ada.page.keyboard.press("e")
    expect(ada.page.locator("#draft")).to_have_value("**so** it is\n- a")
    write(ada, "**so** it was")
    expect(bob.page.locator(".row .text strong")).to_have_text("so")
    expect(bob.page.locator(".row .text li")).to_have_count(0)


def test_shortcodes_of_programs_become_emoji_where_they_are_shown(person, room):
    ada = person().enter(room)
    # As a webhook sends them, by which nothing is converted.
    ada.post_many(room, ["disk full :fire: :nosuchthing:"])
    ada.sees("disk full 🔥 :nosuchthing:")
