import assert from "node:assert/strict";
import test from "node:test";
import { SocketTransport } from "../../Public/client/socket-transport.js";

/** A transport over a WebSocket that does what the test says. */
function setUp() {
  const socket = { readyState: 0, sent: [], closedWith: [], send: (text) => socket.sent.push(text), close: (...end) => socket.closedWith.push(end) };
  const transport = new SocketTransport("ws://x/ws", () => /** @type {any} */ (socket));
  const told = [];
  transport.open({ opened: () => told.push("opened"), received: ({ type }) => told.push(type), closed: (code) => told.push(code) });
  return { socket: /** @type {any} */ (socket), transport, told };
}

test("an error ends the attempt, also where no close follows", () => {
  const { socket, told } = setUp();
  socket.onerror({});
  assert.deepEqual(told, [1006]);
  assert.equal(socket.closedWith.length, 1);
});

test("an error that closing brings is nothing new, as in undici 6, where it comes from within", () => {
  for (const end of [(socket) => socket.onerror({}), (_, transport) => transport.close(1000, "")]) {
    const { socket, transport, told } = setUp();
    socket.close = () => socket.onerror?.({});
    end(socket, transport);
    assert.equal(told.length, 1);
  }
});

test("a close that follows an error is no second end", () => {
  const { socket, told } = setUp();
  socket.readyState = 1;
  socket.onopen();
  socket.onerror({});
  socket.onclose?.({ code: 1006, reason: "" });
  socket.onmessage?.({ data: '{"type":"pong"}' });
  assert.deepEqual(told, ["opened", 1006]);
});

test("a close tells its code", () => {
  const { socket, told } = setUp();
  socket.onclose({ code: 4501, reason: "" });
  socket.onerror?.({});
  assert.deepEqual(told, [4501]);
});

test("what is sent before it is open goes out then, half a character as a whole one", () => {
  const { socket, transport } = setUp();
  transport.send({ type: "send", text: 'a \ud83d b \ude00 c \ud83d\ude00 d "\\ud83d"' });
  assert.deepEqual(socket.sent, []);
  socket.readyState = 1;
  socket.onopen();
  assert.deepEqual(JSON.parse(socket.sent[0]), { type: "send", text: 'a \ufffd b \ufffd c \ud83d\ude00 d "\\ud83d"' });
  assert.ok(socket.sent[0].isWellFormed?.() ?? true);
});

test("where there are no WebSockets, opening says so", () => {
  const transport = new SocketTransport("ws://x/ws", () => {
    throw new Error("not here");
  });
  assert.throws(() => transport.open({ opened() {}, received() {}, closed() {} }), /not here/);
});
