"""Choosing emoji."""

import pytest
from playwright.sync_api import expect

from test_access import PHONE, check


def loaded(someone):
    return someone.page.evaluate("performance.getEntriesByType('resource').some(({ name }) => name.endsWith('emoji-table.js'))")


def test_the_whole_set_comes_when_it_is_wanted_and_remembers(person, room):
    ada = person().enter(room)
    page = ada.page
    assert not loaded(ada)
    page.click("#emoji")
    expect(page.locator("#emoji-grid li").nth(1_800)).to_be_attached()
    assert loaded(ada)
    page.get_by_role("radio", name="Medium skin tone", exact=True).check()
    page.fill("#emoji-field", "wave")
    expect(page.locator("#emoji-grid li").first).to_have_text("👋🏽")
    page.press("#emoji-field", "Enter")
    expect(page.locator("#draft")).to_have_value("👋🏽")
    # The latest first, in the tone that was chosen, after a reload too; by kind.
    page.reload()
    ada.is_connected()
    page.click("#emoji")
    expect(page.locator("#emoji-grid li").nth(1)).to_be_attached()
    expect(page.locator("#emoji-grid li").first).to_have_text("👋🏽")
    expect(page.get_by_role("radio", name="Medium skin tone", exact=True)).to_be_checked()
    page.get_by_role("button", name="Food & Drink").click()
    expect(page.locator("#emoji-grid li[aria-selected=true]")).to_have_attribute("data-group", "Food & Drink")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#draft")).not_to_have_value("👋🏽")
    # It opens at the latest again, and not where it was left.
    page.click("#emoji")
    expect(page.locator("#emoji-grid li").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {**PHONE, "color_scheme": "dark"}], ids=["light", "dark phone"])
def test_the_picker_is_clean_for_everybody(person, room, options):
    ada = person(**options).enter(room)
    ada.page.click("#emoji")
    ada.page.fill("#emoji-field", "cat")
    expect(ada.page.locator("#emoji-grid li", has_text="🐱").first).to_be_visible()
    box = ada.page.locator("#emoji-picker").bounding_box()
    width = ada.page.evaluate("innerWidth")
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    check(ada.page)


@pytest.mark.parametrize("language, typed, emoji, called", [("de", "rakete", "🚀", "Rakete"), ("fr", "fusee", "🚀", "fusée"), ("ar", "الصاروخ", "🚀", "صاروخ")], ids=["german", "french", "arabic"])
def test_emoji_are_found_by_their_names_in_the_readers_language(person, room, language, typed, emoji, called):
    ada = person(locale=language).enter(room)
    names = f"performance.getEntriesByType('resource').filter(({{ name }}) => name.endsWith('/languages/emoji-{language}.js')).length"
    assert ada.page.evaluate(names) == 0
    ada.page.click("#emoji")
    ada.page.fill("#emoji-field", typed)
    cell = ada.page.locator("#emoji-grid li", has_text=emoji).first
    expect(cell).to_have_attribute("aria-label", called)
    assert ada.page.evaluate(names) == 1
    check(ada.page)
    cell.click()
    expect(ada.page.locator("#draft")).to_have_value(emoji)
    if language == "de":
        ada.page.fill("#draft", "")
        ada.page.type("#draft", ":rakete")
        expect(ada.page.locator("#suggestions li").first).to_contain_text("Rakete")
        ada.page.keyboard.press("Enter")
        expect(ada.page.locator("#draft")).to_have_value("🚀 ")


def test_where_the_names_cannot_be_had_emoji_keep_their_english_ones(person, room):
    ada = person(locale="de-DE").enter(room)
    ada.page.route("**/languages/emoji-de.js", lambda route: route.abort())
    ada.page.click("#emoji")
    ada.page.fill("#emoji-field", "rocket")
    expect(ada.page.locator("#emoji-grid li").first).to_have_attribute("aria-label", "rocket")


def test_emoji_that_cannot_be_had_are_told_and_tried_again(person, room):
    ada = person().enter(room)
    ada.page.route("**/emoji-table.js", lambda route: route.abort())
    ada.page.click("#emoji")
    expect(ada.page.locator("#emoji-grid")).to_have_text("Couldn't load the emoji. Close this and try again.")
    ada.page.keyboard.press("Escape")
    # What is sent meanwhile is sent as it was typed.
    ada.say("fine :tada:")
    ada.sees("fine :tada:")


def test_a_reaction_is_one_with_and_without_its_selector(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    ada.say("look")
    ada.has_all_stored()
    for reaction, someone in [("❤", ada), ("❤️", bob)]:
        someone.sees("look")
        someone.react(room, reaction)
    expect(ada.page.locator(".reaction:not(.more)")).to_have_text(["❤️2"])
