"""What a guest does through a proxy; each says in a word what came of it."""

import time

from websockets.exceptions import ConnectionClosed, InvalidStatus

from instances import NEW_ROOMS
from guest import Guest, ask, hello

WAIT, IDLE = 25_000, 70


def page(front):
    """The page and its modules, as a browser loads them."""
    guest = Guest(front)
    answers = [guest.request("GET", path) for path in ("/", "/app.js", "/tchatter.js", "/style.css")]
    statuses = {answer.status for answer in answers}
    return "yes" if statuses == {200} else words(statuses)


def sign_in(front):
    """From the page, whose origin the browser tells."""
    answer = Guest(front).sign_in(Origin=front.origin)
    return "yes" if answer.status == 201 else str(answer.status)


def cookie(front):
    """With TLS the session's cookie is for TLS only, and for this host only."""
    answer = Guest(front).sign_in(Origin=front.origin)
    if answer.status != 201:
        return "–"
    text = answer.fields["Set-Cookie"]
    is_secure = "; Secure" in text and text.startswith("__Host-")
    return "yes" if is_secure == front.is_secure else "no"


def web_socket(front):
    """From the page, with its origin."""
    status = Guest(front).converse(origin=front.origin)
    return "yes" if status == 101 else str(status)


def program(front):
    """From a program, which has no origin."""
    status = Guest(front).converse()
    return "yes" if status == 101 else str(status)


def address(front):
    """Whose address the instances count things by: those of a guest, the proxy's, or whatever the guest claims; and whether a guest
    can claim to be somebody, where proxies tell who people are."""
    if Guest(front).claims_to_be_somebody():
        return "whoever is claimed"
    greedy, other = Guest(front), Guest(front)
    for guest in (greedy, other):
        guest.sign_in()
    # Either instance may be asked, and each counts for itself.
    used_up = [opens_rooms(greedy, NEW_ROOMS, number) for number in range(8)]
    if all(used_up):
        return "whatever is claimed"
    return "yes" if all(opens_rooms(other, 1, number) for number in range(8)) else "the proxy's"


def opens_rooms(guest, count, number):
    """Whether this many new rooms can be opened, by somebody who says that they come from elsewhere."""
    requests = [{"type": "join", "id": f"j{index}", "room": f"r-{guest.address.replace('.', '-')}-{number}-{index}"} for index in range(count)]
    answer = guest.poll(*requests, **{"X-Forwarded-For": f"203.0.{guest.address.split('.')[2]}.{number}"})
    assert answer.status == 200, (answer.status, answer.body)
    refusals = {object["message"] for object in answer.json if object.get("code") == "rate_limited"}
    assert all(refusal.startswith("Too many new rooms") for refusal in refusals), refusals
    return not refusals


def long_poll(front):
    """A poll that is answered after 25 s, and not before."""
    guest = Guest(front)
    guest.sign_in()
    begun = time.monotonic()
    answer = guest.poll(wait=WAIT)
    held = (time.monotonic() - begun) * 1000 >= WAIT - 500
    return "yes" if answer.status == 200 and held else f"{answer.status}"


def idle(front):
    """A WebSocket on which nothing but the server's pings is said."""
    try:
        with Guest(front).connect(ping_interval=None) as connection:
            hello(connection)
            time.sleep(IDLE)
            ask(connection, type="ping")
        return "yes"
    except InvalidStatus as refusal:
        return str(refusal.response.status_code)
    except ConnectionClosed as end:
        return f"closed, {end.rcvd.code if end.rcvd else 1006}"


def words(statuses):
    return ", ".join(sorted(map(str, statuses)))


DEEDS = {
    "page": page,
    "sign-in": sign_in,
    "WebSocket": web_socket,
    "WebSocket of a program": program,
    "Secure cookie": cookie,
    "visitor's address": address,
    "long-poll of 25 s": long_poll,
}
IDLE_DEED = {"idle for 70 s": idle}
