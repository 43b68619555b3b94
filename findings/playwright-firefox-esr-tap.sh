#!/usr/bin/env bash
# Playwright for Python 1.64.1 (PyPI), asked to drive a released Firefox (`channel="moz-firefox"`, WebDriver BiDi; Debian's firefox-esr
# 153.8.0esr-1~deb12u1): in a context with `has_touch=True`, `tap()` returns, and nothing reaches the page: no touch, no pointer, no
# click. A `click()` arrives. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq -o APT::Sandbox::User=root download firefox-esr=153.8.0esr-1~deb12u1
dpkg-deb --extract firefox-esr_*.deb firefox
# What its libraries are is said by the package; who has no Firefox installs them.
depends=$(dpkg-deb --field firefox-esr_*.deb Depends | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep '^lib')
# shellcheck disable=SC2086
dpkg --status $depends >/dev/null 2>&1 || apt-get -qq install -y --no-install-recommends $depends >/dev/null
python3 -m venv python
python/bin/pip install -q --disable-pip-version-check playwright==1.64.1
cat >try.py <<'END'
import sys

from playwright.sync_api import sync_playwright

WATCH = """
  globalThis.seen = [];
  for (const type of ["touchstart", "pointerdown", "click"]) addEventListener(type, () => seen.push(type));
"""
with sync_playwright() as playwright:
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=sys.argv[1])
    page = browser.new_context(has_touch=True).new_page()
    page.goto("data:text/html,<button>press</button>")
    page.evaluate(WATCH)
    page.tap("button")
    print("tapped:", *page.evaluate("seen"))
    page.click("button")
    print("clicked:", *page.evaluate("seen"))
    browser.close()
END
python/bin/python try.py "$folder/firefox/usr/lib/firefox-esr/firefox-esr" | tee said
grep -qx 'tapped:' said
grep -q '^clicked:.* click' said
