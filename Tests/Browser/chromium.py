"""Debian's Chromium, as the tests start it."""

import shutil

# Chromium 156 loads two pages of its own behind the address bar with each window, which take more than a second of a
# processor, and nobody sees them. Of several such lists the last counts, so that some of the driver's own is in it, too: what
# would ask the network.
UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "Translate"]


def launch(playwright, *arguments, **options):
    # No sandbox: tests run as root in containers, and the pages are our own.
    arguments = ["--no-sandbox", f"--disable-features={','.join(UNSEEN)}", *arguments]
    # Milliseconds: it begins beside two compilers, too.
    options.setdefault("timeout", 120_000)
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments, **options)
