/** Our own module in a program: `page_module.mjs MODULE URL NAME` tells which transport it comes to, and each message of the lobby. */
const [, , module, url, name] = process.argv;
const { connect } = await import(module);
const { systemClock } = await import(new URL("client/clock.js", module));
/** What is noticed only because nothing has come for four seconds is not noticed here. */
const clock = { ...systemClock, after: (milliseconds, body) => (milliseconds < 4_000 ? systemClock.after(milliseconds, body) : undefined) };
const chat = connect({ url, name, clock });
chat.on("welcome", () => {
  console.log(`on ${chat.transport}`);
  chat.join("lobby");
});
chat.on("live", ({ room }) => console.log(`live in ${room}`));
chat.on("message", ({ message }) => console.log(`heard ${message.text}`));
chat.on("ended", (end) => console.log("ended", JSON.stringify(end)));
