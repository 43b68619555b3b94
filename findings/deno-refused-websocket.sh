#!/usr/bin/env bash
# Deno 2.9.8 (PyPI: deno 2.9.8): where a server answers a WebSocket's handshake with 503, `close` is fired with the code 0. WHATWG's
# WebSockets Standard has 1006 for every connection that failed; 0 is no code of RFC 6455. A program that compares with 1006, as
# browsers have it, does not see that it was refused. Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check deno==2.9.8
"$folder/python/bin/deno" --version
cat >"$folder/try.mjs" <<'END'
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response("", { status: 503 }));
const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/`);
const seen = [];
socket.onerror = () => seen.push("error");
socket.onclose = ({ code, wasClean }) => {
  console.log([...seen, `close, code ${code}, wasClean ${wasClean}`].join(", "));
  Deno.exit(seen.join() === "error" && code === 0 ? 0 : 1);
};
END
timeout 120 "$folder/python/bin/deno" run --quiet --allow-net "$folder/try.mjs"
