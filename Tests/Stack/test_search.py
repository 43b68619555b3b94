"""What was said is found on the server: every message that a plain scan finds, and no other."""

import random
import unicodedata

import pytest

from participant import Refused, participant_of

# What is not seen (Unicode's Default_Ignorable_Code_Point), as far as it stands in texts.
IGNORED = dict.fromkeys([0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF])

WORDS = """Hello WORLD Größe STRASSE straße naïve CAFÉ cafe\u0301 Ελλάδα ΟΔΟΣ οδός Привет МОСКВА ёлка Ѐлка İstanbul ısı
עברית שָׁלוֹם العربية مُحَمَّد ﷲ हिन्दी क़लम বাংলা தமிழ் ไทย ภาษาไทยที่ ລາວ မြန်မာ ខ្មែរ 한국어 ㄱㄴ 日本語 カタカナ ｶﾞｷﾞ 漢字 ＦＵＬＬ
ｗｉｄｔｈ Հայերեն ქართული Ქართული አማርኛ ᏣᎳᎩ ꮳꮃꭹ tiê\u0301ng Viê\u0323t ﬁne oﬃce ① ½ ™ ㎏ 👍🏽 👨\u200d👩\u200d👧 ❤\ufe0f ❤ so\u00adft Å Å""".split()


def folded(text):
    compatible = unicodedata.normalize("NFKC", text.translate(IGNORED))
    return unicodedata.normalize("NFKC", compatible.casefold())


def search(person, room, text, reply=None, **fields):
    """All that is found, in however many parts, from the beginning or behind one; and how many entries were looked at."""
    found, looked = [], 0
    while reply is None or "before" in reply:
        before = {"before": reply["before"]} if reply else {}
        reply = person.request("search", room=room, text=text, **fields, **before)
        found += reply["messages"]
        looked += reply["looked"]
    return found, looked


def texts(person, room):
    """By reading all of the room back: its texts as they are now, the newest first; and how many entries it has."""
    stored, page = [], {"more": True}
    while page["more"]:
        before = {"before": stored[0]["position"]} if stored else {}
        page = person.request("history", room=room, limit=200, **before)
        stored = page["messages"] + stored
    edited = {(event["target"]["from"], event["target"]["id"]) for event in stored if event["type"] == "edit"}
    own = [event for event in stored if event["type"] == "message" and (event["from"]["id"], event["id"]) not in edited]
    kept = own + [event for event in stored if event["type"] == "edit"]
    return sorted((event for event in kept if event["text"]), key=lambda event: -event["seq"]), len(stored)


def varied(chance, word):
    """The word as somebody else might write it."""
    forms = [str, str.upper, str.lower, str.title, *(lambda text, form=form: unicodedata.normalize(form, text) for form in ("NFC", "NFD"))]
    return chance.choice(forms)(word)


def test_all_that_a_plain_scan_finds_is_found_through_either_instance(fleet, room):
    chance = random.Random(7)
    with participant_of(fleet, 1) as ada, participant_of(fleet, 2) as bob:
        sent = []
        for _ in range(600):
            text = " ".join(varied(chance, chance.choice(WORDS)) for _ in range(chance.randint(1, 6)))
            sent.append(ada.request("send", room=room, text=text)["position"])
        changed = chance.sample(sent, 60)
        for number, position in enumerate(changed):
            if number % 3:
                text = " ".join(varied(chance, chance.choice(WORDS)) for _ in range(3))
                ada.request("edit", room=room, seq=position, text=text)
                if number % 3 == 2:
                    ada.request("edit", room=room, seq=position, text=f"{text} {chance.choice(WORDS)}")
            else:
                ada.request("delete", room=room, seq=position)
        stored, entries = texts(bob, room)
        count = 0
        for word in WORDS:
            sought = varied(chance, word)
            sought = sought[1:] if len(word) > 2 and chance.random() < 0.5 else sought
            if not folded(sought):
                continue
            expected = [event for event in stored if folded(sought) in folded(event["text"])]
            count += len(expected)
            for person, limit in ((ada, 200), (bob, 10)):
                assert search(person, room, sought, limit=limit) == (expected, entries), sought
        assert count > 600


def test_a_search_goes_on_while_others_write_and_misses_nothing_that_was_there(fleet, room):
    with participant_of(fleet, 1) as ada, participant_of(fleet, 2) as bob:
        for number in range(20):
            ada.send(room, f"needle {number}")
        first = bob.request("search", room=room, text="NEEDLE", limit=5)
        ada.send(room, "needle, too")
        rest, _ = search(bob, room, "needle", first, limit=5)
        texts = [event["text"] for event in first["messages"] + rest]
        assert texts == [f"needle {number}" for number in reversed(range(20))]


def test_a_closed_room_is_not_searched_by_who_is_not_let_in(fleet, room):
    with participant_of(fleet, 1) as ada, participant_of(fleet, 2) as eve:
        ada.request("govern", room=room, set={"mode": "closed"})
        ada.send(room, "secret")
        for text in ("secret", "nothing"):
            with pytest.raises(Refused, match="forbidden"):
                eve.request("search", room=room, text=text)
