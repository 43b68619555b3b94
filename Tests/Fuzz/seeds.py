"""seeds.py FOLDER: writes the fuzz targets' seed corpora, a folder for each, and dictionaries of HTTP's, webhooks', tokens' and the tunnel's words.

The first byte of a seed says where the target cuts the input in two.
"""
import pathlib
import struct
import sys

MASK = b"\x12\x34\x56\x78"


def frame(first, payload, masked):
    size = len(payload)
    bit = 0x80 if masked else 0
    if size <= 125:
        head = bytes([first, bit | size])
    else:
        head = bytes([first, bit | 126]) + struct.pack(">H", size)
    if not masked:
        return head + payload
    return head + MASK + bytes(byte ^ MASK[index % 4] for index, byte in enumerate(payload))


def websocket(masked):
    one = lambda first, payload=b"": frame(first, payload, masked)
    return [
        one(0x81, b"hello") + one(0x82, bytes(range(200))),
        one(0x01, "gr\u00fc\u00df".encode()[:3]) + one(0x89, b"ping") + one(0x80, "gr\u00fc\u00df".encode()[3:]),
        one(0x8A, b"pong") + one(0x00, b"a") + one(0x80),
        one(0x88, struct.pack(">H", 1000) + b"bye") + one(0x81, b"late"),
        one(0x88), one(0x88, b"\x03"), one(0x81, b"\xed\xa0\x80"), one(0x81, "\U0001f600".encode()), one(0xC1, b"a"),
        bytes([0x82, 0xFF if masked else 0x7F]) + struct.pack(">Q", 1 << 62),
    ] + [one(0x89, bytes([n])) for n in range(3)]


REQUESTS = [
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /x?y HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nA: b\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
    b"GET http://a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: \xe9\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n",
]
RESPONSES = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"HTTP/1.0 200 OK\r\n\r\nuntil the end", b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x00",
    b"HTTP/1.1 304\r\nContent-Length: 9\r\n\r\n",
]
WORDS = [
    "GET ", "POST ", "HEAD ", " HTTP/1.1\\x0d\\x0a", " HTTP/1.0\\x0d\\x0a", "HTTP/1.1 200 OK\\x0d\\x0a", "Host: a\\x0d\\x0a",
    "Content-Length: 5\\x0d\\x0a", "Transfer-Encoding: chunked\\x0d\\x0a", "Expect: 100-continue\\x0d\\x0a", "0\\x0d\\x0a\\x0d\\x0a",
    "Connection: close\\x0d\\x0a", "\\x0d\\x0a\\x0d\\x0a", "\\x0d\\x0a ", "5;a=b\\x0d\\x0ahello\\x0d\\x0a",
]

# A template and a body; the cut has to lie between them.
HOOKS = [
    (b'{{#errors}}{{.title | "?"}} in {{project}}{{/errors}}{{^errors}}none{{/errors}}',
     b'{"project":"web","errors":[{"title":"Boom"},{"n":[1,2.5,null,true]}]}'),
    (b"{{! x }}\n{{a.0.b}}", b'[{"a":[{"b":"c"}]}]'),
    (b"", b'{"text":"<https://a|b> &lt; <!here> <@u>","attachments":[{"pretext":"a","fields":[{"title":"t","value":1}]}]}'),
    (b"", b'{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_list","style":"ordered","elements":[{"type":'
          b'"rich_text_section","elements":[{"type":"emoji","name":"x","unicode":"1f389"}]}]}]},{"type":"table","rows":[[{}]]}]}'),
    (b"", b"payload=%7B%22text%22%3A%22a+b%22%7D"),
    (b"", b'payload={"text": "a & b = 100% +5", "alias": "x"}&x=%zz'), (b"", b'\xef\xbb\xbf{"text":"a\nb\t\xe9 \\ud83d\x80"}'),
]
HOOK_WORDS = [
    '{{', '}}', '{{#a}}', '{{/a}}', '{{^a}}', '{{.}}', '{{a | \\"b\\"}}', '\\"text\\":', '\\"blocks\\":[', '\\"attachments\\":[',
    '\\"elements\\":[', '\\"fields\\":[', '\\"type\\":\\"rich_text\\"', '\\"type\\":\\"section\\"', '<!date^1^x|y>', '<https://a|',
    '&amp;', 'payload=', '%7B', '\\\\ud83d\\\\ude00', '\\\\ud83d', '\\xef\\xbb\\xbf', '\\xe9', '& ', '% ',
]

# A header and claims, likewise.
TOKENS = [
    (b'{"alg":"HS256","typ":"JWT"}', b'{"iss":"a","sub":"7","aud":["chat"],"exp":1700000600.25,"nbf":1700000060,"iat":1700000060,"jti":"x"}'),
    (b'{"alg":"HS256","kid":"../x","jwk":{"k":"eA"}}', rb'{"\u0073ub":"\ud83d\ude00","aud":"chat","exp":17000006e2,"name":"Ann"}'),
    (b'{"alg":"RS256","kid":"1"}', b'{"iss":"a","sub":"7","exp":1700000600}'),
    (b'{"alg":"none","alg":"HS256","crit":["exp"]}', b'{"sub":"7","sub":"8","exp":"1700000600","x":[[[[null,true,1e400,-0.0]]]]}'),
]
TOKEN_WORDS = [
    '{\\"alg\\":\\"HS256\\"}', '\\"sub\\":\\"7\\"', '\\"exp\\":1700000600', '\\"iat\\":', '\\"nbf\\":', '\\"iss\\":', '\\"aud\\":[',
    '\\"crit\\":[', '\\"typ\\":\\"JWT\\"', '\\\\u0000', '\\\\ud83d', '9223372036854775807', '253402300799', '1e308', 'eyJ', '.', '==',
]


TUNNEL_HEADS = [
    b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\nProxy-Authorization: Basic cmVsYXk6eA==\r\nUser-Agent: curl/8\r\n\r\nmore",
    b"CONNECT [::1]:443 HTTP/1.1\r\nproxy-authorization:\t Basic eA== \r\n\r\n",
    b"CONNECT a:443 HTTP/1.1\r\n\r\nProxy-Authorization: x\r\n\r\n", "CONNECT \u0301a HTTP/1.1\r\nX: \u00fc\r\n\r\n".encode(),
    b"CONNECT a HTTP/1.1\r\nProxy-Authorization: x\r\nProxy-Authorization: y\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
]
TUNNEL_WORDS = [
    "CONNECT ", " HTTP/1.1\\x0d\\x0a", "Proxy-Authorization: ", "\\x0d\\x0aProxy-Authorization: ", "\\x0d\\x0a\\x0d\\x0a", "\\x0d\\x0a", "a:443",
    "\\xcc\\x81", "\\xe2\\x84\\xaa", "X: y\\x0d\\x0a",
]


def call_frame(kind, number, rest=b""):
    return struct.pack(">IBI", 5 + len(rest), kind, number) + rest


# What the relay says, then what it is told.
CALL_FRAMES = [
    *(call_frame(1, number, request) for number, request in enumerate(REQUESTS)),
    call_frame(1, 1, REQUESTS[3]) + call_frame(2, 1), call_frame(3, 7) + call_frame(4, 7, RESPONSES[0][:43]),
    call_frame(4, 8, b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nno") + call_frame(2, 8),
    *(call_frame(4, number, response) for number, response in enumerate(RESPONSES)),
    call_frame(5, 9, "no\nw\u00e4y".encode()) + call_frame(3, 9), call_frame(6, 1), call_frame(0, 1), struct.pack(">I", 513), bytes(4),
]


def halves(first, second):
    """Two texts, and before them the byte that says where the second begins."""
    cut = -(-len(first) * 256 // (len(first) + len(second)))
    return bytes([min(cut, 255)]) + first + second


def main(folder):
    folder = pathlib.Path(folder)
    corpora = {
        "http-request": REQUESTS, "http-response": RESPONSES,
        "websocket-server": websocket(True), "websocket-client": websocket(False), "call-frames": CALL_FRAMES, "tunnel-head": TUNNEL_HEADS,
    }
    for name, seeds in corpora.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds):
            for cut in (0, 100):
                (folder / name / f"seed-{number}-{cut}").write_bytes(bytes([cut]) + seed)
    for name, seeds in (("hook-payload", HOOKS), ("token", TOKENS)):
        (folder / name).mkdir(exist_ok=True)
        for number, seed in enumerate(seeds):
            (folder / name / f"seed-{number}").write_bytes(halves(*seed))
    for name, words in (("http", WORDS), ("hook", HOOK_WORDS), ("token", TOKEN_WORDS), ("tunnel", TUNNEL_WORDS)):
        (folder / f"{name}.dict").write_text("".join(f'"{word}"\n' for word in words))


main(sys.argv[1])
