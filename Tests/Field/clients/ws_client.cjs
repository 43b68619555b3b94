// Node's package `ws`, as Debian has it.
const { readFileSync } = require("node:fs");
const WebSocket = require("ws");

const [url, fields, texts] = [process.argv[2], JSON.parse(process.argv[3]), JSON.parse(process.argv[4])];
const seen = [];
let isOpen = false;
const socket = new WebSocket(url, { headers: fields });
socket.on("open", () => socket.send(texts.shift()));
socket.on("message", () => {
  if (texts.length) return socket.send(texts.shift());
  if (isOpen) return;
  isOpen = true;
  console.log("open");
  readFileSync(0);
});
socket.on("error", (error) => seen.push(`error ${error.message}`));
socket.on("close", (code, reason) => seen.push(`close ${code} ${reason}`.trim()));
process.on("exit", () => console.log("end", seen.join(", ")));
