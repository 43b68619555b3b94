/** Our own module in a program: `page_module.mjs MODULE URL NAME` tells which transport it comes to, and each message of the lobby. */
const [, , module, url, name] = process.argv;
const { connect } = await import(module);
const chat = connect({ url, name });
chat.on("welcome", () => {
  console.log(`on ${chat.transport}`);
  chat.join("lobby");
});
chat.on("live", ({ room }) => console.log(`live in ${room}`));
chat.on("message", ({ message }) => console.log(`heard ${message.text}`));
chat.on("ended", (end) => console.log("ended", JSON.stringify(end)));
