#!/usr/bin/env bash
# libwebsockets (Debian's libwebsockets-dev 4.1.6-3): a client that the server closes with 1012 (service restart), 1013 (try again later)
# or 1014 (bad gateway), all registered with IANA, is told 1002 (protocol error) in LWS_CALLBACK_WS_PEER_INITIATED_CLOSE, whose "in
# and len are the optional close code", beside the reason that was sent. It answers the server with 1002, too. RFC 6455, 7.1.5: the
# connection's close code is the one in the close frame that was received. 1011 and codes from 3000 on arrive as they are. Fails when
# that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=4.1.6-3
if [[ $(dpkg-query -W -f '${Version}' libwebsockets-dev 2>/dev/null) != "$version" ]] || ! command -v gcc >/dev/null; then
  apt-get -qq install -y --no-install-recommends "libwebsockets-dev=$version" gcc libc6-dev >/dev/null ||
    { echo "libwebsockets-dev $version is not to be had any more: nothing is known of others" >&2 && exit 2; }
fi
cat >"$folder/client.c" <<'END'
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>

static int is_over;

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
  const unsigned char *payload = in;
  if (reason == LWS_CALLBACK_WS_PEER_INITIATED_CLOSE && length >= 2)
    printf("%d %.*s\n", payload[0] << 8 | payload[1], (int)length - 2, payload + 2);
  if (reason == LWS_CALLBACK_CLIENT_CLOSED || reason == LWS_CALLBACK_CLIENT_CONNECTION_ERROR) is_over = 1;
  return lws_callback_http_dummy(wsi, reason, user, in, length);
}

static const struct lws_protocols protocols[] = {{"codes", on_event, 0, 0}, {0}};

int main(int argc, char **argv) {
  struct lws_context_creation_info info = {.port = CONTEXT_PORT_NO_LISTEN, .protocols = protocols};
  struct lws_client_connect_info to = {.address = "127.0.0.1", .host = "127.0.0.1", .origin = "127.0.0.1"};
  lws_set_log_level(LLL_ERR, NULL);
  to.context = lws_create_context(&info);
  to.port = atoi(argv[argc - 2]);
  to.path = argv[argc - 1];
  lws_client_connect_via_info(&to);
  while (!is_over && lws_service(to.context, 0) >= 0) {}
  lws_context_destroy(to.context);
}
END
gcc "$folder/client.c" -lwebsockets -o "$folder/client"
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check websockets==17.4
cat >"$folder/try.py" <<'END'
import subprocess
import sys
import threading

from websockets.sync.server import serve

WHOLE = [1000, 1001, 1008, 1011, 3000, 4012]
LOST = [1012, 1013, 1014]
answered = {}


def close(connection):
    code = int(connection.request.path[1:])
    connection.close(code, "a reason")
    answered[code] = connection.protocol.close_rcvd.code


def told(code):
    return subprocess.run([sys.argv[1], str(port), f"/{code}"], capture_output=True, text=True, timeout=60).stdout.strip()


with serve(close, "127.0.0.1", 0) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.socket.getsockname()[1]
    seen = {code: told(code) for code in WHOLE + LOST}
    server.shutdown()
for code, words in seen.items():
    print(f"sent {code}, told {words}, answered with {answered[code]}")
assert seen == {code: f"{code} a reason" for code in WHOLE} | {code: "1002 a reason" for code in LOST}
assert answered == {code: code for code in WHOLE} | {code: 1002 for code in LOST}
END
timeout 120 "$folder/python/bin/python" "$folder/try.py" "$folder/client"
