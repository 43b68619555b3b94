"""The page behind another tab for minutes, when Chromium lets a timer that another one began come once a minute."""

import pytest
from person import Person
from playwright.sync_api import expect, sync_playwright
from test_notifications import NOTES, SOUNDLESS

from instance import Instance
from participant import Participant
from relay import Relay
from waiting import wait_for
from window import Window

# It does so five minutes after a tab was hidden, or when it is told.
SOON = "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/10"
# Timers of which each begins the next one: how many have come, and how long the last one took. Milliseconds. Each notification is kept with how
# many had come by then: with a mention the title changes, and for three seconds after that Chromium has timers come as if nothing were.
CHAIN = """
  globalThis.ticks = 0;
  shown.push = (note) => Array.prototype.push.call(shown, { ...note, ticks });
  globalThis.gap = 0;
  const tick = (before) => {
    ticks += 1;
    gap = performance.now() - before;
    setTimeout(tick, 500, performance.now());
  };
  tick(performance.now());
"""
SLOWED = 15_000
# How long is waited for such a timer, and for all that the page does: seconds.
PATIENCE = 180


class Hidden:
    """Somebody whose page is behind another tab, and somebody who mentions them."""

    def __init__(self, window, relay, writer):
        self.writer, self.said = writer, []
        self.person = Person(window, f"http://127.0.0.1:{relay.port}/")
        self.page = self.person.page
        self.page.add_init_script(SOUNDLESS + CHAIN)
        self.person.enter("lobby")
        self.page.get_by_role("button", name="Desktop notifications").click()
        self.person.context.new_page().bring_to_front()
        wait_for(lambda: self.page.evaluate("document.visibilityState") == "hidden", PATIENCE, "the tab is hidden")

    @property
    def ticks(self):
        return self.page.evaluate("ticks")

    def await_slow_timer(self):
        """One has just come, and the next one will be a minute later."""
        before = self.ticks
        wait_for(lambda: self.page.evaluate(f"ticks > {before} && gap > {SLOWED}"), PATIENCE, "a timer that came late")

    def mention(self, text):
        self.said.append(text)
        self.writer.send("lobby", f"@{self.person.name} {text}")
        wait_for(lambda: self.page.evaluate(NOTES) == self.notes, PATIENCE, lambda: (self.page.evaluate(NOTES), self.notes))

    @property
    def notes(self):
        return [f"{self.writer.name} · #lobby: @{self.person.name} {text}" for text in self.said]


@pytest.fixture
def relay(tmp_path):
    with Instance(tmp_path) as instance, Relay(instance.port) as relay:
        yield relay


@pytest.mark.long
def test_a_hidden_tab_hears_at_once_and_comes_back_before_its_slow_timers_come(relay, tmp_path):
    with (
        sync_playwright() as playwright,
        Participant(relay.target) as writer,
        Window(playwright.chromium, tmp_path, SOON) as window,
    ):
        writer.join("lobby")
        hidden = Hidden(window, relay, writer)
        hidden.await_slow_timer()
        before = hidden.ticks
        hidden.mention("hears while timers are late")
        assert hidden.page.evaluate("shown[0].ticks") == before
        # Cut off without a word, it connects again by itself.
        hidden.await_slow_timer()
        before, upgrades = hidden.ticks, relay.upgrades
        relay.cut()
        wait_for(lambda: relay.upgrades > upgrades, PATIENCE, "it connects again")
        hidden.mention("is back after a cut")
        assert hidden.page.evaluate("shown[1].ticks") == before
        # Nothing that is sent arrives, nor any end: it notices by its own pings, and none of them waits for a slow timer.
        hidden.await_slow_timer()
        before, upgrades = hidden.ticks, relay.upgrades
        relay.holds_answers.set()
        wait_for(lambda: relay.upgrades > upgrades, PATIENCE, "it notices the silence")
        assert hidden.ticks <= before + 1
        relay.holds_answers.clear()
        hidden.mention("is back after a silence")
        expect(hidden.page).to_have_title("(3) #lobby · tchatter")
        hidden.person.is_unharmed()
