"""What ends a test that waits without end."""

import pytest
from playwright.sync_api import Error

from watchdog import Watchdog


def test_who_waits_without_end_for_a_page_is_told(browser, capsys):
    if browser.browser_type.name == "firefox":
        pytest.skip("in Firefox: one process has several pages")
    context = browser.new_context()
    page = context.new_page()
    with Watchdog(1), pytest.raises(Error, match="crashed"):
        page.evaluate("new Promise(() => {})")
    context.close()
    assert "the test is still waiting" in capsys.readouterr().err
    # The browser is as good as before.
    context = browser.new_context()
    assert context.new_page().evaluate("1 + 1") == 2
    context.close()
