"""What a screen reader is told: of a room with all that there may be in it, and of what opens above it. Roles, names and order, as the browser
hands them on."""

from playwright.sync_api import expect

from test_governing import about, found, settings
from test_replies import answer

RICH = "**bold** and `code`\n> quoted words\n- one\n- two\n```\nlet x = 1\n```\nsee https://example.org and #lobby"
TIME = r"\d+:\d+ [AP]M"

# Around what is said. What changes is told by a live region: the log, and a status or an alert where there is something to tell.
AROUND = """
- link "Skip to the message box"
- navigation "Rooms":
  - button /Find/
  - button "Mentions"
  - region "Rooms":
    - heading "Rooms" [level=2]
    - button "Find or create a room"
    - list:
      - listitem:
        - link "{room}"
        - button "Leave {room}"
      - listitem:
        - link "lobby"
        - button "Leave lobby"
  - region "Direct messages":
    - heading "Direct messages" [level=2]
    - button "Message someone"
    - list
  - button /{ada}/
  - button "Desktop notifications"
  - button "Sign out"
- main:
  - heading "#{room}" [level=1]
  - paragraph: 2 people here
  - button "Room menu"
  - button "Search this room"
  - button "Members, 2" [expanded]
  - group "Messages"
  - 'textbox "Message #{room}"'
  - button "Add an emoji"
  - button "Send"
- complementary "Members":
  - heading "Members" [level=2]
  - button "Close"
  - list:
{members}
- log "New messages":
  - paragraph: "{bob}: noon?"
  - paragraph: "{bob}: bold and code quoted words one two let x = 1 see https://example.org and #lobby"
"""
SAID = """
- group "Messages":
  - paragraph: "This is the start of #{room}."
  - separator "Today"
  - article /{bob}, {time}/:
    - text: {bob}
    - time
    - text: noon?
    - group: Details
  - article /{ada}, {time}, 👍 1/:
    - text: {ada}
    - time
    - 'button "Reply to {bob}: noon?"'
    - text: at one
    - group "Reactions":
      - 'button "👍 1: {bob}"'
      - button "React"
  - article /{bob}, {time}/:
    - paragraph:
      - strong: bold
      - text: and
      - code: code
    - blockquote:
      - paragraph: quoted words
    - list:
      - listitem:
        - paragraph: one
      - listitem:
        - paragraph: two
    - code: let x = 1
    - button "Copy this code"
    - paragraph:
      - link "https://example.org"
      - link "#lobby"
  - article /{bob}, {time}, edited/:
    - text: "@{ada}! (edited)"
"""
# Of each what it is called, what one does there and what is told there, in order.
FINDER = """
- dialog "Find a room or person, or create a room":
  - combobox "Find a room or person, or create a room" [expanded]
  - listbox "Results":
    - option "{room}" [selected]
    - option "lobby"
"""
SEARCH = """
- dialog "Search this room":
  - combobox "Search this room" [expanded]: noon
  - listbox "Results":
    - option /noon\\? {bob}, {time}/ [selected]
  - paragraph:
    - combobox "Search in":
      - option "This room" [selected]
      - option "All your rooms"
    - status: Looked through everything that is kept
"""
SETTINGS = """
- dialog "Your settings":
  - heading "Your settings" [level=2]
  - combobox "Language":
    - option "English" [selected]
  - region "Use on another device":
    - heading "Use on another device" [level=3]
    - button "Show a code"
    - status
    - alert
  - region "Where you're signed in":
    - list "Where you're signed in":
      - listitem: /This device/
  - paragraph:
    - button "Close"
"""
KEYS = """
- dialog "Keyboard":
  - heading "Keyboard" [level=2]
  - term: Go to another room
  - definition: Alt ↑ Alt ↓
  - term: Reply to a message, react to it
  - definition: A R
  - paragraph:
    - button "Close"
"""
EMOJI = """
- dialog "Choose an emoji":
  - combobox "Find an emoji" [expanded]: rocket
  - listbox "Emoji":
    - option "rocket" [selected]
  - group "Emoji categories":
    - button "Smileys & Emotion"
  - radiogroup "Skin tone":
    - radio "No skin tone" [checked]
"""
MENU = """
- 'dialog "Your settings for #{room}"':
  - checkbox /Favourite/
  - checkbox /Mute/
  - group "Notify me about":
    - radio "All messages"
    - radio "Mentions" [checked]
    - radio "Nothing"
  - button "Room settings"
  - button "Go to a date"
  - button "Leave this room"
"""
DAY = """
- dialog "Go to a date":
  - heading "Go to a date" [level=2]
  - textbox "Date"
  - status: Today
  - paragraph:
    - button "Cancel"
    - button "Go"
"""
POLICY = """
- 'dialog "Settings for #{room}"':
  - banner:
    - 'heading "Settings for #{room}" [level=2]'
    - button "Close"
  - term: Who can write
  - definition: Open. Everyone can read and write.
  - status
"""
REPORT = """
- dialog "Report this message?":
  - heading "Report this message?" [level=2]
  - paragraph: This room's owners and moderators will see the message, and that you reported it.
  - textbox "Why? (optional)"
  - alert
  - paragraph:
    - button "Cancel"
    - button "Report"
"""
CONFIRM = """
- dialog "Delete this message?":
  - heading "Delete this message?" [level=2]
  - paragraph: It'll be deleted for everyone in the room.
  - paragraph:
    - button "Cancel"
    - button "Delete"
"""
SIGN_IN = """
- main:
  - heading "tchatter" [level=1]
  - paragraph: Choose the name your team will see.
  - textbox "Your name"
  - alert
  - button "Join the chat"
  - button "I have a code"
  - combobox "Language":
    - option "English" [selected]
"""
MENTIONS = """
- dialog "Mentions":
  - combobox "Mentions" [expanded]
  - listbox "Results":
    - 'option /{room} · {bob}: @{ada} noon\\? .+/ [selected]'
  - paragraph: ↑ ↓ to move · Enter to open · Esc to close
"""
OWNED = """
- 'dialog "Settings for #{room}"':
  - banner:
    - 'heading "Settings for #{room}" [level=2]'
    - button "Close"
  - textbox "Topic": Tea and cake
  - group "Who can write":
    - radio "Open Everyone can read and write." [checked]
    - radio "Announcements Everyone can read and react. Only owners and moderators can write."
    - radio "Closed Only people with a role can come in. The room isn't listed."
  - combobox "Slow mode":
    - option "Off" [selected]
  - paragraph: How long people wait between messages. Owners and moderators don't have to.
  - combobox "Who can notify everyone with @here and @all":
    - option "No one" [selected]
  - paragraph: "@here reaches everyone who is here now, @all also those who are away."
  - combobox "How long messages are kept":
    - option "This chat's default" [selected]
  - paragraph: Older messages are deleted for everyone, and can't be brought back.
  - alert
  - paragraph:
    - button "Save"
  - status
  - heading "People" [level=3]
  - list "People":
    - listitem:
      - text: {ada} Owner, you
      - button "About {ada}"
    - listitem:
      - text: {bob}
      - button "About {bob}"
  - textbox "Add a member by name"
  - button "Add"
  - alert
"""
PERSON = """
- dialog "{bob}":
  - heading "{bob}" [level=2]
  - alert
  - button "Make an owner"
  - button "Make a moderator"
  - button "Make a member"
  - group "Mute":
    - button "Mute for 10 minutes"
    - button "Mute for 1 hour"
    - button "Mute for 1 day"
    - button "Mute until lifted"
  - group "Ban":
    - button "Ban for 1 hour"
    - button "Ban for 1 day"
    - button "Ban for 1 week"
    - button "Ban until lifted"
"""
REPORTS = """
- 'dialog "Reports in #{room}"':
  - list "Reports":
    - listitem:
      - paragraph: {ada} rude words
      - list:
        - listitem: /Reported by {bob}, .+/
      - button "Go to message"
      - button "Delete message"
      - button "About the author"
      - button "Mark as resolved"
"""


def told(someone, room, *others):
    """What is told of all of the page, or of one part, and how that is written down, with who and where."""
    ada, bob = others
    # By their names, which are other ones each time.
    items = {ada: f"    - listitem: {ada} you", bob: f'    - listitem:\n      - button "{bob}"'}
    members = "\n".join(items[name] for name in sorted(items))

    def expected(snapshot, selector="body"):
        words = snapshot.format(room=room, ada=ada, bob=bob, time=TIME, members=members)
        expect(someone.page.locator(selector)).to_match_aria_snapshot(words)

    return expected


def test_a_room_and_what_is_said_there_make_sense_without_being_seen(person, room):
    ada, bob = person(0).enter(room), person(1).enter(room)
    reads = told(ada, room, ada.name, bob.name)
    bob.send(room, "noon?", {"data": {"at": 12}})
    # What comes where nobody looks has a line above it.
    ada.looks().sees("noon?")
    answer(ada, "noon?", "at one")
    bob.sees("at one")
    bob.has_all_stored()
    bob.row("at one").hover()
    bob.row("at one").locator('[data-action="react"]').first.click()
    bob.say(RICH)
    bob.has_all_stored()
    bob.say(f"@{ada.name}")
    bob.take_up_last()
    bob.say(f"@{ada.name}!")
    expect(ada.page.locator(".row", has_text="(edited)")).to_have_count(1)
    expect(ada.page.locator(".reaction:not(.more)")).to_have_count(1)
    reads(AROUND)
    reads(SAID, "#main")
    # Who goes from message to message hears what each says.
    ada.looks().page.press("#draft", "Control+ArrowUp")
    ada.page.keyboard.press("ArrowUp")
    ada.page.keyboard.press("ArrowUp")
    expect(ada.row("at one")).to_be_focused()
    expect(ada.row("at one")).to_have_accessible_description("at one")
    expect(ada.row("at one").get_by_role("button", name="Reply (A)")).to_be_visible()


def test_what_opens_above_a_room_makes_sense_without_being_seen(person, room):
    bob = found(person(1).enter(room))
    ada = person(0).enter(room)
    page, reads = ada.page, told(ada, room, ada.name, bob.name)
    bob.say("noon?")
    ada.sees("noon?")
    ada.say("at one")
    ada.has_all_stored()
    for key, snapshot, dialog in [("Control+k", FINDER, "#finder"), ("Control+/", KEYS, "#keys")]:
        page.keyboard.press(key)
        reads(snapshot, dialog)
        page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+f")
    page.fill("#finder-field", "noon")
    reads(SEARCH, "#finder")
    page.keyboard.press("Escape")
    page.click(".who")
    reads(SETTINGS, "#own-settings")
    page.keyboard.press("Escape")
    page.click("#emoji")
    page.fill("#emoji-field", "rocket")
    reads(EMOJI, "#emoji-picker")
    page.keyboard.press("Escape")
    for item, snapshot, dialog in [(None, MENU, "#room-menu"), ("Go to a date", DAY, "#day-dialog"), ("Room settings", POLICY, "#policy")]:
        page.click("#show-room-menu")
        if item:
            page.get_by_role("button", name=item).click()
        reads(snapshot, dialog)
        page.keyboard.press("Escape")
    for text, key, snapshot, dialog in [("noon?", "!", REPORT, "#report"), ("at one", "Delete", CONFIRM, "#confirm")]:
        ada.row(text).focus()
        page.keyboard.press(key)
        reads(snapshot, dialog)
        page.keyboard.press("Escape")


def test_coming_in_and_leading_a_room_make_sense_without_being_seen(person, room):
    ada, bob = person(0), person(1).enter(room)
    page, reads = ada.page, told(ada, room, ada.name, bob.name)
    page.goto(ada.url)
    page.locator("#name").wait_for()
    reads(SIGN_IN)
    found(ada.enter(room))
    bob.say(f"@{ada.name} noon?")
    bob.has_all_stored()
    ada.has_mentions(1)
    page.get_by_role("button", name="Mentions").click()
    reads(MENTIONS, "#finder")
    page.keyboard.press("Escape")
    settings(ada)
    reads(OWNED, "#policy")
    page.keyboard.press("Escape")
    about(ada, bob.name)
    reads(PERSON, "#person-menu")
    page.keyboard.press("Escape")
    ada.say("rude words")
    bob.sees("rude words")
    bob.looks().row("rude words").focus()
    bob.page.keyboard.press("!")
    bob.page.locator("#report").get_by_role("button", name="Report", exact=True).click()
    expect(page.locator("#show-room-menu")).to_have_accessible_name("Room menu, 1 report")
    ada.looks().page.click("#show-room-menu")
    page.locator("#room-menu").get_by_role("button", name="Reports").click()
    expect(page.locator("#reports [data-key]")).to_have_count(1)
    reads(REPORTS, "#reports")
