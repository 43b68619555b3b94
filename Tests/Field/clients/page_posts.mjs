/** Our own module in a program that long-polls: `page_posts.mjs MODULE URL NAME` posts each line that it reads to the lobby, and tells all that comes of it. */
import { createInterface } from "node:readline";

const [, , module, url, name] = process.argv;
const { connect } = await import(module);
const chat = connect({ url, name, transport: "poll" });
chat.join("lobby");
chat.on("live", () => console.log("live"));
for (const event of ["refused", "delayed", "ended"]) chat.on(event, (about) => console.log(event, JSON.stringify(about)));
chat.on("message", ({ message }) => console.log(`heard ${message.text}`));
for await (const line of createInterface({ input: process.stdin })) chat.post("lobby", line);
