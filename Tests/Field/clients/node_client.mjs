// The WebSocket that a JavaScript runtime has of its own: Node's, which is undici's, and Deno's.
import { readFileSync } from "node:fs";

const [url, fields, texts] = [process.argv[2], JSON.parse(process.argv[3]), JSON.parse(process.argv[4])];
const seen = [];
let isOpen = false;
const socket = new WebSocket(url, { headers: fields });
socket.onopen = () => socket.send(texts.shift());
socket.onmessage = () => {
  if (texts.length) return socket.send(texts.shift());
  if (isOpen) return;
  isOpen = true;
  console.log("open");
  readFileSync(0);
};
socket.onerror = () => seen.push("error event");
socket.onclose = ({ code, reason }) => seen.push(`close event ${code} ${reason}`.trim());
process.on("exit", () => console.log("end", seen.join(", ")));
