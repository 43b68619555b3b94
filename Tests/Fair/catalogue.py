"""All rows, by the numbers of the table of what one anonymous guest could do to everybody."""

from row import Bound, Row

MB = 1 << 20
# What the instance of row 17 is given for what it stores, and what it may need beside.
STORE, PROGRAM = 64 * MB, 24 * MB
OFFICE = {"people": 200, "polling": 100, "rooms": 20, "interval": 10, "prefix": "office", "addresses": ["127.0.0.2"]}

ROWS = (
    Row("0", "alone", "Thirty people and nobody else: what the machine gives", full=10, quick=2),
    Row("1", "history", "Pages of history of a room of 220 messages of 16 KB, hardly read", "ask_for_history",
        {"fill": {"rooms": 1, "messages": 220, "is_long": True}}, grown=96 * MB),
    Row("2", "deletions", "One message deleted again and again after 17 edits of 16 KB", "delete_again_and_again",
        {"sit": {"people": 30, "room": "bench"}}, bounds=(Bound("people cut who only sat there", most=0),)),
    Row("3", "positions", "Joins after positions of invented messages, in a room of 500", "join_after_invented",
        {"fill": {"rooms": 1, "messages": 500}}),
    Row("3b", "positions-by-poll", "The same by poll, 40 rooms a call", "poll_after_invented", {"fill": {"rooms": 40, "messages": 100}}),
    Row("6", "members", "Who is in a room of 300, asked over 100 connections", "ask_for_members", {"sit": {"people": 300, "room": "hall"}},
        bounds=(Bound("people cut who only sat there", most=0),)),
    Row("10", "connections", "One session writing over 50 connections", "write_on_many_connections",
        bounds=(Bound("messages a second of one user", most=40, least=1),), is_told=True),
    Row("10b", "instances", "One user on all three instances at once: messages and new rooms", "spend_on_every_instance", quick=8,
        bounds=(Bound("messages a second of one user", most=20, least=5), Bound("new rooms of one user", most=450, least=250)),
        is_told=True, knows_fleet=True),
    Row("11", "ended-session", "`hello` on connections whose session has ended", "say_hello_after_the_end", full=5, quick=2,
        bounds=(Bound("welcomed although the session had ended", most=0), Bound("sessions that ended", least=5)), is_told=True),
    Row("12", "strangers", "210 strangers write to one person, each once", "write_as_strangers", {"make_friends": {}}, full=10,
        bounds=(Bound("own conversations that are gone from her list", most=0),)),
    Row("15", "office", "200 people at one address, half of them long-polling", office=OFFICE, full=600, quick=15),
    Row("99", "nuisances", "Joining and leaving, typing, pings, deaf clients, all at once", "be_a_nuisance", is_told=True),
    Row("8", "directory", "30,000 new rooms in 300 polls", "invent_rooms_by_poll", {"talk_quietly": {}}, full=10,
        bounds=(Bound("quiet rooms that are not listed any more", most=0),)),
    Row("9", "silent", "Silent connections in 100 rooms each", "be_in_many_rooms", is_told=True),
    Row("4", "writing", "Messages of 16 KB, as many as get through", "write_long", quick=5, is_told=True, taken=0.2),
    Row("4b", "rooms", "New rooms, as many as get through", "make_rooms", is_told=True, taken=0.1),
    Row("5", "full-store", "A Redis that is full: who is refused, and what is said of it", "fill_the_store", full=10, has_people=False, knows_fleet=True,
        bounds=(Bound("sends refused by a full store", least=1), Bound("sends refused while /health or the metric did not say so", most=0),
                Bound("sign-ins refused below the limit", most=0), Bound("seconds until sends worked again", most=10))),
    Row("17", "memory", f"One instance without Redis, {STORE // MB} MB to keep messages in: writing as in 4", "write_long", quick=5, kind="memory",
        bounds=(Bound("MB that the instance takes", most=(STORE + PROGRAM) // MB),)),
)  # fmt: skip


def select(words):
    """The rows that are meant by numbers or names; all for none.

    Raises LookupError with the word that means none.
    """
    chosen = []
    for word in words:
        meant = [row for row in ROWS if word.lower() in (row.number, row.name)]
        if not meant:
            raise LookupError(word)
        chosen += [row for row in meant if row not in chosen]
    return chosen or list(ROWS)
