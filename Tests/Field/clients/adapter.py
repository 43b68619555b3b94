"""What every adapter has: where to go, what to say there, and how it tells what its user sees.

An adapter is a client's own documentation, followed: it connects to the address with fields of the request, says each
text and waits for one answer to each, calls `opened`, reads on, and hands whatever ends it to `ended`.

While its standard input is open, its program works: in `opened`, where the documentation has callbacks or a loop that waits
for the next message; where that loop awaits, by awaiting something else.
"""

import json
import sys

url, fields, texts = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])


def opened():
    print("open", flush=True)
    sys.stdin.read()


def ended(*words):
    """What the user is shown or handed, in the client's own words."""
    print("end", " ".join(str(word) for word in words if word not in (None, "", b"")), flush=True)


def told(problem):
    """An exception, as it is printed."""
    return f"{type(problem).__name__}: {' '.join(str(problem).split())}"
