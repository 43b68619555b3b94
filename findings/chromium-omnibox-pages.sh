#!/usr/bin/env bash
# Debian's Chromium 156.0.8078.108-1~deb12u1, headless and driven by Playwright for Python 1.64.1 (PyPI), loads two pages of its
# own with each window, chrome://omnibox-popup.top-chrome/ and its omnibox_popup_aim.html, which no page list of the driver shows. They
# take three quarters of the processor's time that a window with an empty page takes. Without the features
# WebUIOmniboxPopup and WebUIOmniboxAimPopup they are not there. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
version=156.0.8078.108-1~deb12u1
apt-get -qq -o APT::Sandbox::User=root download chromium=$version chromium-common=$version
for package in chromium*.deb; do dpkg-deb --extract "$package" chromium; done
# What its libraries are is said by the packages; who has no Chromium installs them.
depends=$(for package in chromium*.deb; do dpkg-deb --field "$package" Depends; done | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep '^lib')
# shellcheck disable=SC2086
dpkg --status $depends >/dev/null 2>&1 || apt-get -qq install -y --no-install-recommends $depends >/dev/null
python3 -m venv python
python/bin/pip install -q --disable-pip-version-check playwright==1.64.1
cat >try.py <<'END'
import os
import pathlib
import sys

from playwright.sync_api import sync_playwright

TICKS = os.sysconf("SC_CLK_TCK")


def spent(parent):
    """Seconds of processor time of a process and all that runs below it."""
    children, times = {}, {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
        times[int(stat.parent.name)] = (int(fields[11]) + int(fields[12])) / TICKS
    total, front = 0, [parent]
    while front:
        process = front.pop()
        total += times.get(process, 0)
        front += children.get(process, [])
    return total


def windows(browser):
    """How many such pages five windows bring along, and what all took."""
    before = spent(os.getpid())
    for _ in range(5):
        page = browser.new_context().new_page()
        page.goto("data:text/html,empty")
        page.wait_for_timeout(1_000)
    targets = browser.new_browser_cdp_session().send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    return sum(target["url"].startswith("chrome://omnibox-popup.top-chrome/") for target in targets), spent(os.getpid()) - before


with sync_playwright() as playwright:
    took = []
    for features in ("", "WebUIOmniboxPopup,WebUIOmniboxAimPopup"):
        arguments = ["--no-sandbox", *([f"--disable-features={features}"] if features else [])]
        browser = playwright.chromium.launch(executable_path=sys.argv[1], args=arguments)
        count, seconds = windows(browser)
        took.append(seconds)
        print(f"{'without' if features else 'with'}: {count} pages")
        print(f"{seconds:.1f} s", file=sys.stderr)
        browser.close()
    print("more than twice the time:", took[0] > 2 * took[1])
END
python/bin/python try.py "$folder/chromium/usr/lib/chromium/chromium" | tee said
grep -qx 'with: 10 pages' said
grep -qx 'without: 0 pages' said
grep -qx 'more than twice the time: True' said
