#!/usr/bin/env bash
# Playwright for Python 1.65.2 (PyPI), asked to drive a released Firefox (`channel="moz-firefox"`, WebDriver BiDi; Debian's firefox-esr
# 153.8.0esr-1~deb12u1): the browser starts and tells its version, and `new_context()` fails with `Protocol error
# (emulation.setMediaFeaturesOverride): unknown command`. 1.64.1 does not send that command, and drives the same browser.
# Fails when that is no longer so.
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
cat >try.py <<'END'
import sys

from playwright.sync_api import Error, sync_playwright

with sync_playwright() as playwright:
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=sys.argv[1])
    try:
        page = browser.new_context().new_page()
        page.goto("data:text/html,<title>shown</title>")
        print(browser.version, page.title())
    except Error as error:
        print(browser.version, error.message.splitlines()[0])
    browser.close()
END
for version in 1.64.1 1.65.2; do
  python3 -m venv "python-$version"
  "python-$version/bin/pip" install -q --disable-pip-version-check "playwright==$version"
  printf '%s: ' "$version"
  "python-$version/bin/python" try.py "$folder/firefox/usr/lib/firefox-esr/firefox-esr" | tee "said-$version"
done
grep -q ' shown$' said-1.64.1
grep -q 'emulation.setMediaFeaturesOverride): unknown command' said-1.65.2
