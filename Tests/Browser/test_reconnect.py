"""Networks and instances come and go; messages stay."""

import os
import shutil
import signal
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from balancer import Balancer, patient
from programs import PROJECT
from test_polling import BLOCK
from waiting import wait_for

# What the page tells people about the connection.
TOLD = """
  globalThis.told = [];
  const banner = document.querySelector("#banner");
  new MutationObserver(() => banner.hidden || told.push(banner.textContent)).observe(banner, {attributes: true, childList: true});
"""


def test_an_instance_restarts_and_nothing_is_lost(person, room, own_fleet):
    first, second = own_fleet.instances
    ada, bob = person(url=first.url).enter(room), person(url=second.url).enter(room)
    ada.say("before")
    bob.sees("before")
    first.stop()
    ada.say("written without a connection")
    expect(ada.page.locator(".is-waiting, .is-sending")).to_have_count(1)
    bob.say("said meanwhile")
    bob.sees("said meanwhile")
    expect(ada.page.locator("#banner")).to_contain_text("Your messages will be sent when you're back")
    first.start()
    ada.is_connected()
    # It goes out when what was missed has come.
    ada.has_all_stored()
    for someone in (ada, bob):
        someone.sees("written without a connection")
        assert someone.texts == ["before", "said meanwhile", "written without a connection"]
    expect(ada.page.locator("#banner")).to_be_hidden()


@pytest.mark.parametrize("blocked", ["", BLOCK], ids=["socket", "poll"])
def test_a_conversation_in_which_nothing_was_written_yet_stays_open_over_a_restart(person, room, own_fleet, blocked):
    first, second = own_fleet.instances
    ada, bob = person(url=first.url), person(url=second.url).enter(room)
    ada.page.add_init_script(blocked)
    ada.enter(room)
    ada.page.locator("#member-list button", has_text=bob.name).click()
    ada.is_in(bob.name)
    first.stop()
    first.start()
    ada.is_connected()
    ada.is_in(bob.name)
    ada.say("still here")
    bob.page.locator("#directs li a").click()
    bob.sees("still here")
    bob.say("so am I")
    ada.sees("so am I")
    expect(ada.page.locator("#toast")).to_be_hidden()


def test_offline_and_back_with_a_reload_between(person, room):
    ada, bob = person().enter(room), person().enter(room)
    ada.say("online")
    bob.sees("online")
    ada.has_all_stored()
    ada.go_offline()
    # What is written before the loss is noticed may be stored.
    expect(ada.page.locator("body")).not_to_have_attribute("data-phase", "up")
    ada.say("offline one")
    ada.say("offline two")
    bob.say("meanwhile")
    bob.sees("meanwhile")
    assert ada.page.locator(".is-waiting, .is-sending").count() == 2, ada.states
    ada.context.set_offline(False)
    ada.page.reload()
    ada.is_connected()
    bob.sees("offline two")
    ada.sees("offline two")
    ada.has_all_stored()
    assert bob.texts == ["online", "meanwhile", "offline one", "offline two"]
    assert ada.texts == bob.texts, ada.states


# Every phase of the connection that the page has shown since.
PHASES = """
  globalThis.phases = [document.body.dataset.phase];
  new MutationObserver(() => phases.push(document.body.dataset.phase)).observe(document.body, {attributeFilter: ["data-phase"]});
"""


# Beside other work a page stands still for longer than it has to move by default, which ends its connection.
@pytest.mark.parametrize("own_fleet", [{"drain_seconds": 30, "drain_move_seconds": 30}], indirect=True)
def test_a_rolling_update_under_a_conversation_is_not_noticed(person, room, own_fleet, tmp_path):
    update = next_version(tmp_path)
    with Balancer(tmp_path, [instance.port for instance in own_fleet.instances], patient(tmp_path)) as balancer:
        url = f"http://127.0.0.1:{balancer.port}/"
        ada, bob = person(url=url).enter(room), person(url=url).enter(room)
        for someone in (ada, bob):
            someone.page.evaluate(TOLD)
            someone.page.evaluate(PHASES)
            expect(someone.page.locator("#connection")).not_to_contain_text("v9.9.9-next")
        said = []
        for instance in own_fleet.instances:
            said += talk(ada, bob, 5, len(said))
            instance.send_signal(signal.SIGTERM)
            while instance.is_running:
                said += talk(ada, bob, 1, len(said))
            assert instance.process.returncode == 0
            instance.command_line[0] = update
            instance.start()
            wait_for(lambda: balancer.count("UP") == 2, 60, balancer.log)
        said += talk(ada, bob, 5, len(said))
        for someone in (ada, bob):
            expect(someone.page.locator("#connection")).to_contain_text("v9.9.9-next")
            assert set(someone.page.evaluate("phases")) == {"up"}
            assert [told for told in someone.page.evaluate("told") if "A new version is available" not in told] == []
            assert is_end_of(said, someone.texts)
            someone.page.reload()
            someone.is_connected()
            someone.sees(said[-1])
            assert is_end_of(said, someone.texts)


def is_end_of(said, texts):
    """Whether what is shown is the last that was said: looked at once, as more may be drawn a moment later."""
    return texts == said[-len(texts) :]


def next_version(folder):
    """The program, as if it were another version."""
    program = folder / "tchatter"
    shutil.copy2(os.environ["TCHATTER_PROGRAM"], program)
    subprocess.run([sys.executable, PROJECT / "infra/lib/stamp.py", program, "9.9.9-next"], check=True)
    return str(program)


def talk(ada, bob, turns, number):
    """Both speak in turn, and each sees what the other said."""
    said = []
    for speaker, listener in [(ada, bob), (bob, ada)] * turns:
        said.append(f"line {number + len(said)}")
        speaker.say(said[-1])
        listener.sees(said[-1])
    return said


def test_maintenance_is_told_and_what_is_written_meanwhile_goes_out_after_it(person, room, own_fleet):
    first, second = own_fleet.instances
    ada, bob = person(url=first.url).enter(room), person(url=second.url).enter(room)
    first.maintain("PUT", {"message": "Back at noon."})
    expect(ada.page.locator("#banner")).to_have_text("Back at noon.")
    expect(bob.page.locator("#banner")).to_have_text("Back at noon.")
    # Nothing is green while nothing can be sent.
    expect(ada.page.locator("body")).to_have_attribute("data-trouble", "")
    expect(ada.page.locator("#connection")).to_have_text("In maintenance")
    ada.say("written meanwhile")
    newcomer = person(url=second.url)
    newcomer.page.goto(newcomer.url)
    newcomer.page.fill("#name", newcomer.name)
    newcomer.page.press("#name", "Enter")
    expect(newcomer.page.locator("#sign-in-problem")).to_have_text("Back at noon.")
    second.maintain("DELETE")
    expect(ada.page.locator("#banner")).to_be_hidden()
    bob.sees("written meanwhile")
