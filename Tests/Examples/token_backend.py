#!/usr/bin/env python3
"""An application whose people chat: its backend signs who they are. token_backend.py [PORT [CHAT]]; TCHATTER_TOKEN_SECRETS is
that of the chat's instances, which run with TCHATTER_ORIGINS=http://127.0.0.1:PORT. Then open /login/ada."""
import base64, hmac, http.server, json, os, pathlib, sys, time, urllib.request

PORT, CHAT = (sys.argv[1:] + ["8000", "http://127.0.0.1:8080"][len(sys.argv) - 1:])[:2]
SECRET = os.environ["TCHATTER_TOKEN_SECRETS"].encode()
PAGE = pathlib.Path(__file__).with_name("token_page.html").read_text().replace("CHAT", CHAT)
PEOPLE = {"ada": "Ada", "bob": "Bob"}  # those whom the application knows, by what never changes about them

def base64url(data): return base64.urlsafe_b64encode(data).rstrip(b"=")

def token(user):
    """Who it is, what they are called, and for five minutes."""
    claims = {"sub": user, "name": PEOPLE[user], "iat": int(time.time()), "exp": int(time.time()) + 300}
    text = b".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return text + b"." + base64url(hmac.digest(SECRET, text, "sha256"))

class Application(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        user = (self.headers["Cookie"] or "").removeprefix("user=")  # an application has a session of its own here
        self.answer(*((200, token(user)) if self.path == "/token" and user in PEOPLE else (401, b"")))

    def do_GET(self):
        match self.path.split("/")[1:]:
            case [""]: self.answer(200, PAGE.encode(), ("Content-Type", "text/html; charset=utf-8"))
            case ["login", user]: self.answer(303, b"", ("Location", "/"), ("Set-Cookie", f"user={user}; HttpOnly; SameSite=Lax; Path=/"))
            case ["tchatter.js"] | ["client", _]: self.answer(200, urllib.request.urlopen(CHAT + self.path).read(), ("Content-Type", "text/javascript"))
            case _: self.answer(404, b"")

    def answer(self, status, body, *fields):
        self.send_response(status)
        for name, value in (("Cache-Control", "no-store"), ("Content-Length", str(len(body))), *fields): self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_): pass

with http.server.ThreadingHTTPServer(("127.0.0.1", int(PORT)), Application) as server:
    print(f"open http://127.0.0.1:{server.server_port}/login/ada", flush=True)
    server.serve_forever()
