"""The operators' page, while instances go away and come back."""

from playwright.sync_api import expect

from test_access import PHONE, check

PATIENCE = 60_000


def test_operators_see_who_goes_away_and_the_page_comes_back_by_itself(browser, own_fleet):
    first, second = own_fleet.instances
    context = browser.new_context(color_scheme="light")
    try:
        page = context.new_page()
        errors = []
        page.on("console", lambda message: errors.append(message.text) if "Content Security Policy" in message.text else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(first.admin_url + "admin")
        state, row = page.get_by_role("status"), page.get_by_role("row")
        expect(state).to_have_text("Live, as first sees it", timeout=PATIENCE)
        expect(row.filter(has_text="second")).to_contain_text("serving", timeout=PATIENCE)
        expect(row.filter(has_text="this one")).to_contain_text("redis")
        check(page)

        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")
        expect(state).to_have_text("Paused")
        page.keyboard.press("Space")
        expect(state).to_have_text("Live, as first sees it", timeout=PATIENCE)

        second.process.kill()
        second.process.wait()
        expect(row.filter(has_text="second")).to_contain_text("silent for", timeout=PATIENCE)
        first.process.kill()
        first.process.wait()
        expect(state).to_contain_text("Not reachable since", timeout=PATIENCE)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(PHONE["viewport"])
        check(page)
        first.start()
        expect(state).to_have_text("Live, as first sees it", timeout=PATIENCE)
        assert errors == []
    finally:
        context.close()
