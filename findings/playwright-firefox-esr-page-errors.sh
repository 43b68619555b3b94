#!/usr/bin/env bash
# Playwright for Python 1.64.1 (PyPI), asked to drive a released Firefox (`channel="moz-firefox"`, WebDriver BiDi; Debian's firefox-esr
# 153.8.0esr-1~deb12u1): `pageerror`, documented as "an uncaught exception happens within the page", is emitted where nothing was thrown:
# for a WebSocket that can't connect, of which Firefox writes a line in its console. Such an error has an empty `name`. Fails when that is
# no longer so.
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
  globalThis.thrown = 0;
  for (const type of ["error", "unhandledrejection"]) addEventListener(type, () => (thrown += 1));
"""
# Port 9 is nobody's.
CONNECT = """() => new Promise((closed) => {
  const socket = new WebSocket("ws://127.0.0.1:9/");
  socket.onclose = closed;
}).then(() => {})"""
with sync_playwright() as playwright:
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=sys.argv[1])
    page = browser.new_page()
    page.goto("data:text/html,<p>nothing</p>")
    page.evaluate(WATCH)
    with page.expect_event("pageerror") as event:
        page.evaluate(CONNECT)
    print("thrown:", page.evaluate("thrown"))
    print(f"pageerror: name {event.value.name!r}, {event.value.message}")
    browser.close()
END
python/bin/python try.py "$folder/firefox/usr/lib/firefox-esr/firefox-esr" | tee said
grep -qx 'thrown: 0' said
grep -q "^pageerror: name '', .*establish a connection" said
