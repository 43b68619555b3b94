// Our own module, in Node: what a program is told that shows the state of its connection.
import { readFileSync } from "node:fs";

import { connect } from "../../../Public/tchatter.js";

const [url, fields, texts] = [process.argv[2], JSON.parse(process.argv[3]), JSON.parse(process.argv[4])];
const chat = connect({ url: url.replace("ws:", "http:").replace("/ws", ""), session: fields.Authorization.split(" ")[1] });
let isOpen = false;
const end = (...words) => {
  console.log("end", ...words);
  process.exit();
};
chat.on("live", () => {
  if (isOpen) return;
  isOpen = true;
  console.log("open");
  readFileSync(0);
});
chat.on("state", ({ phase, error }) => {
  if (phase === "waiting") end("phase: waiting", error?.code ?? "");
});
chat.on("ended", ({ code, reason, words }) => end("ended:", code, reason, words));
// That of the join, where there is one.
chat.join(texts.map((text) => JSON.parse(text).room).find(Boolean) ?? "lobby");
