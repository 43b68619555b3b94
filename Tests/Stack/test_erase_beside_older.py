"""What `tchatter erase` comes to where the instance that it asks is an older one."""

import http.server
import json
import subprocess
import threading

from programs import PROGRAMS

KNOWN = {"/admin/users/u1": {"id": "u1"}, "/admin/statistics": {"rooms": []}, "/admin/files": {"servers": []}}


class Older(http.server.BaseHTTPRequestHandler):
    """An admin listener that has nothing to forget with, and takes no query that it does not know."""

    def answer(self):
        path, _, query = self.path.partition("?")
        status, known = (400, None) if "only=" in query else (200, KNOWN[path]) if path in KNOWN else (404, None)
        code = "bad_request" if status == 400 else "not_found"
        body = json.dumps(known or {"type": "error", "code": code, "message": "There is nothing here."}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


def test_the_rest_is_done_and_the_receipt_tells_what_is_not_forgotten():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Older) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        admin = f"127.0.0.1:{server.server_port}"
        done = subprocess.run(
            [PROGRAMS / "tchatter", "erase", "--user", "u1", "--admin", admin], capture_output=True, text=True, timeout=60
        )
        server.shutdown()
    assert done.returncode == 1 and "not everything was reached" in done.stderr, done
    assert "where they were mentioned: NOT REACHED, the instance is too old for that" in done.stdout, done
    assert "append-only file: there is none" in done.stdout, done
