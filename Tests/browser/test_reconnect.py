"""Networks and instances come and go; messages stay."""

from playwright.sync_api import expect

PHASES = """
  globalThis.phases = [];
  new MutationObserver(() => phases.push(document.body.dataset.phase)).observe(document.body, {attributeFilter: ["data-phase"]});
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
    expect(ada.page.locator("#banner")).to_contain_text("What you write is kept")
    first.start()
    ada.is_connected()
    for someone in (ada, bob):
        someone.sees("written without a connection", timeout=30_000)
        assert someone.texts == ["before", "said meanwhile", "written without a connection"]
    expect(ada.page.locator("#banner")).to_be_hidden()


def test_offline_and_back_with_a_reload_between(person, room):
    ada, bob = person().enter(room), person().enter(room)
    ada.say("online")
    ada.sees("online")
    ada.context.set_offline(True)
    ada.page.evaluate("dispatchEvent(new Event('offline'))")
    ada.say("offline one")
    ada.say("offline two")
    bob.say("meanwhile")
    bob.sees("meanwhile")
    assert ada.page.locator(".is-waiting, .is-sending").count() == 2
    ada.context.set_offline(False)
    ada.page.reload()
    ada.is_connected()
    bob.sees("offline two", timeout=20_000)
    ada.sees("offline two")
    assert bob.texts == ["online", "meanwhile", "offline one", "offline two"]
    assert ada.texts == bob.texts


def test_being_asked_to_move_is_not_noticed(person, room, own_fleet):
    first, second = own_fleet.instances
    ada, bob = person(url=first.url).enter(room), person(url=second.url).enter(room)
    # Both instances behind one address, as a balancer has it: new connections go to the second.
    ada.page.evaluate(PHASES)
    bob.post_many(room, [f"line {index}" for index in range(20)])
    ada.sees("line 19")
    assert ada.page.evaluate("phases.filter((phase) => phase !== 'up')") == []


def test_a_blocked_websocket_is_replaced_by_long_polling(person, room):
    ada, bob = person(), person(1).enter(room)
    ada.page.add_init_script("globalThis.WebSocket = class { constructor() { setTimeout(() => this.onclose?.({code: 1006, reason: ''}), 20); } close() {} };")
    ada.enter(room)
    ada.say("by poll")
    bob.sees("by poll")
    bob.say("to poll")
    ada.sees("to poll")
    expect(ada.page.locator("#connection")).to_contain_text("long-poll")
