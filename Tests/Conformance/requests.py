"""requests.py PROGRAM [COUNT [SEED]]: lets h11 judge what our decoder makes of randomly mutated requests.

Needs h11 from PyPI; PROGRAM is the project's http-verdict. We may refuse what h11 takes, for we are stricter by intent.
But every request that we see h11 must see too, in the same place, with the same method, target and body: otherwise a
request could be smuggled past one of the two. Prints each disagreement, then `N passed, N failed`.
"""
import random
import subprocess
import sys

import h11

LINES = [b"GET / HTTP/1.1", b"POST /a?b HTTP/1.1", b"HEAD /x HTTP/1.0", b"OPTIONS * HTTP/1.1", b"PUT http://a/ HTTP/1.1"]
FIELDS = [
    b"Host: a", b"Host: a", b"Host: a", b"Host: b", b"Content-Length: 5", b"Content-Length: 5", b"Content-Length: 0",
    b"Content-Length: 05", b"Content-Length: 5, 5", b"Content-Length: +5", b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: chunked", b"Transfer-Encoding: CHUNKED", b"Transfer-Encoding: identity",
    b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding : chunked", b"X: y", b"X: \xe9\xff", b"X:", b" folded",
    b"Connection: keep-alive", b"Connection: close", b"Expect: 100-continue", b"Upgrade: h2c", b"X\x00: y", b"X: a\x0bb",
]
BODIES = [
    b"", b"hello", b"5\r\nhello\r\n0\r\n\r\n", b"5;a=b\r\nhello\r\n0\r\nT: u\r\n\r\n", b"0\r\n\r\n", b"05\r\nhello\r\n00\r\n\r\n",
    b"5 \r\nhello\r\n0\r\n\r\n", b"5\r\nhello0\r\n\r\n", b"5\nhello\n0\n\n", b"a\r\n0123456789\r\n0\r\n\r\n", b"g\r\n",
]
BITS = [b"\r", b"\n", b"\r\n", b" ", b"\t", b"\0", b":", b",", b";", b"0", b"\x0b", b"\x80", b"\r\n ", b"\r\n\r\n"]


def request(rng):
    fields = [b"Host: a"] if rng.random() < 0.8 else []
    fields += rng.choices(FIELDS[4:], k=rng.randrange(3)) if rng.random() < 0.8 else rng.choices(FIELDS, k=3)
    rng.shuffle(fields)
    head = b"\r\n".join([rng.choice(LINES), *fields])
    return head + b"\r\n\r\n" + rng.choice(BODIES)


def connection(rng):
    """Some requests on one connection, at times with bits changed, left out or put in."""
    data = b"".join(request(rng) for _ in range(rng.randrange(1, 4)))
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        at = rng.randrange(len(data))
        kind = rng.randrange(4)
        if kind == 0:
            data = data[:at] + rng.choice(BITS) + data[at:]
        elif kind == 1:
            data = data[:at] + data[at + 1:]
        elif kind == 2:
            data = data[:at] + rng.choice(BITS) + data[at + 1:]
        else:
            data = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:]
    return data


def seen_by_h11(data):
    """The requests that h11 sees, answering each so that it goes on to the next."""
    server, seen, body = h11.Connection(h11.SERVER), [], b""
    try:
        server.receive_data(data)
        while True:
            event = server.next_event()
            if event is h11.NEED_DATA or event is h11.PAUSED and server.their_state is not h11.DONE:
                return seen
            if isinstance(event, h11.Request):
                method, target, body = event.method.decode(), event.target.decode(), b""
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                seen.append(f"{method} {target} {body.hex()}")
                server.send(h11.Response(status_code=204, headers=[]))
                server.send(h11.EndOfMessage())
                if server.our_state is h11.MUST_CLOSE:
                    # The client asked for the end; what follows is not h11's any more, nor may it be ours.
                    return seen + [None]
                server.start_next_cycle()
            else:
                return seen
    except h11.RemoteProtocolError:
        return seen


def agrees(ours, theirs):
    """Whether h11 sees what we see; after the end that a client asked for, our owner reads no more."""
    for index, one in enumerate(ours):
        if index < len(theirs) and theirs[index] is None:
            return True
        if index >= len(theirs) or theirs[index] != one:
            return False
    return True


def main(program, count=10_000, seed=1):
    inputs = [connection(random.Random(number)) for number in range(int(seed), int(seed) + int(count))]
    text = "".join(data.hex() + "\n" for data in inputs)
    lines = subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(lines) != len(inputs):
        sys.exit(f"http-verdict answered {len(lines)} of {len(inputs)} inputs")
    failed = total = 0
    for number, (data, line) in enumerate(zip(inputs, lines), int(seed)):
        ours = line.split("\t")[:-1]
        total += len(ours)
        theirs = seen_by_h11(data)
        if not agrees(ours, theirs):
            failed += 1
            print(f"failed: seed {number}: {data!r}: ours {ours}, h11 {theirs}")
    print(f"{total} requests seen")
    print(f"{int(count) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
