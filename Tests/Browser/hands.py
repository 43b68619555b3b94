"""The ways of using the page: with a mouse, by the keyboard alone, with a finger on a phone."""

from playwright.sync_api import expect

from test_access import PHONE
from waiting import wait_for

# More than can be gone through with the tabulator on any page.
MANY_STOPS = 200


class Hand:
    """What somebody does, in one way."""

    options = {}
    # Whether what is found is taken by Enter.
    takes_by_key = False

    def __init__(self, someone):
        self.someone, self.page = someone, someone.page

    def say(self, text):
        """In the field, which has the focus or gets it."""
        self.page.fill("#draft", text)
        self.press(self.page.locator("#send"))

    def act(self, row, action):
        """Does something with a message."""
        raise NotImplementedError

    def press(self, target):
        """A button, a link, a box."""
        raise NotImplementedError

    def select(self, target, value):
        """Of a list that the browser shows, which no driver points into."""
        target.select_option(value)

    def take_first(self, field, items):
        """The first one of those that were found."""
        self.page.press(field, "Enter") if self.takes_by_key else self.press(items.first)

    def choose_language(self, language):
        self.select(self.page.locator("#own-settings select"), language)

    def go_to_original(self, row):
        self.press(row.locator(".quote"))

    def see_rooms(self):
        """Has the list of rooms before one."""

    def close_dialog(self):
        raise NotImplementedError


class Mouse(Hand):
    def act(self, row, action):
        self.someone.looks()
        row.hover()
        row.locator(f'[data-action="{action}"]').first.click()

    def press(self, target):
        self.someone.looks()
        target.hover()
        target.click()

    def close_dialog(self):
        # Beside it.
        self.page.mouse.click(3, 3)


class Finger(Hand):
    options = PHONE

    def act(self, row, action):
        self.someone.looks()
        button = row.locator(f'[data-action="{action}"]').first
        if not button.is_visible():
            self.someone.tap(row.locator(".text"))
        self.someone.tap(button)

    def press(self, target):
        self.someone.looks().tap(target)

    def see_rooms(self):
        if self.page.locator("#show-rooms").get_attribute("aria-expanded") != "true":
            self.someone.tap("#show-rooms")
            wait_for(lambda: self.page.locator("#sidebar").bounding_box()["x"] == 0, 60)

    def close_dialog(self):
        # Beside it.
        self.page.touchscreen.tap(3, 3) if not self.someone.is_firefox else self.page.mouse.click(3, 3)


class Keyboard(Hand):
    takes_by_key = True
    # The letters that do the same as a message's buttons.
    KEYS = {"reply": "a", "link": "l", "pick": "r", "edit": "e", "delete": "Delete", "copy": "c"}

    def act(self, row, action):
        self.go_to(row)
        self.page.keyboard.press(self.KEYS[action])

    def go_to(self, row):
        self.reach(self.page.locator("#draft"))
        self.page.keyboard.press("Control+ArrowUp")
        for _ in range(MANY_STOPS):
            if row.evaluate("(row) => row === document.activeElement"):
                return
            self.page.keyboard.press("ArrowUp")
        expect(row).to_be_focused()

    def go_to_original(self, row):
        self.go_to(row)
        self.page.keyboard.press("o")

    def press(self, target):
        kind = target.evaluate("({ type }) => type")
        if kind == "radio":
            return self.choose(target)
        self.reach(target)
        self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")

    def choose(self, radio):
        """Of a group one is a stop of the tabulator, and the arrows go on."""
        name = radio.get_attribute("name")
        self.reach(self.page.locator(f'[name="{name}"]:checked'))
        for _ in range(MANY_STOPS):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(radio).to_be_checked()

    def reach(self, target):
        """By the tabulator, from wherever one is. In Firefox it goes on from the page into the browser, and keys then do nothing on the page."""
        if self.someone.looks().is_firefox:
            return target.focus()
        for _ in range(MANY_STOPS):
            if target.evaluate("(target) => target === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        expect(target).to_be_focused()

    def select(self, target, value):
        self.reach(target)
        count = target.locator("option").count()
        for key in ("Home", *["ArrowDown"] * count):
            if target.input_value() == value:
                return
            self.page.keyboard.press(key)
        expect(target).to_have_value(value)

    def choose_language(self, language):
        super().choose_language(language)
        self.page.keyboard.press("Enter")

    def close_dialog(self):
        self.page.keyboard.press("Escape")


HANDS = {"mouse": Mouse, "keyboard": Keyboard, "finger": Finger}
