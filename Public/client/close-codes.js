/**
 * What a client does after each close code. The same table stands in /protocol.md, for all clients.
 *
 * `reconnect` is `now`: after the usual backoff; `later`: not before `laterDelay`, and then after the backoff; or `never`:
 * the chat has ended, and connecting again would only bring the same end.
 *
 * @typedef {{reconnect: "now" | "later" | "never", meaning: string}} CloseCode
 * @type {Readonly<Record<number, CloseCode>>}
 */
export const closeCodes = Object.freeze({
  1000: { reconnect: "now", meaning: "done" },
  1001: { reconnect: "now", meaning: "going away" },
  1002: { reconnect: "now", meaning: "protocol error: a frame was garbled on the way" },
  1003: { reconnect: "never", meaning: "a kind of data that is not accepted" },
  1005: { reconnect: "now", meaning: "closed without a code" },
  1006: { reconnect: "now", meaning: "lost, or never came up" },
  1007: { reconnect: "now", meaning: "not UTF-8: a frame was garbled on the way" },
  1008: { reconnect: "never", meaning: "against a policy" },
  1009: { reconnect: "never", meaning: "too large" },
  1011: { reconnect: "now", meaning: "server error" },
  1012: { reconnect: "now", meaning: "the instance restarts" },
  1013: { reconnect: "later", meaning: "no room, or maintenance" },
  4000: { reconnect: "now", meaning: "no hello" },
  4008: { reconnect: "now", meaning: "reads too slowly: resume from the position" },
  4010: { reconnect: "now", meaning: "the token's time is over: come back with a new one" },
  4012: { reconnect: "now", meaning: "no pong" },
  4029: { reconnect: "later", meaning: "flooding" },
  4500: { reconnect: "never", meaning: "the hello was refused, for what its error says" },
  4501: { reconnect: "never", meaning: "the session is unknown or has ended" },
  4503: { reconnect: "never", meaning: "banned: the error before it says until when" },
  4505: { reconnect: "never", meaning: "unsupported version" },
  4509: { reconnect: "never", meaning: "somebody has the name" },
});

const signedOut = "You've been signed out. Choose a name to come back.";

/** What people are told of an end for good, by the error that it was told with, or else by the close code. */
const words = {
  name_taken: "Someone already has this name, or one that looks like it. Choose another.",
  unauthorized: signedOut,
  1003: "The server doesn't understand this page. Reload it to come back.",
  1008: "The server closed the connection for breaking its rules. Reload the page to come back.",
  1009: "Something was too long to send. Reload the page to come back.",
  4501: signedOut,
  4503: "You can't take part in this chat right now.",
  4505: "This page is out of date. Please reload it.",
};

/** What people are told when the server ends the chat for good. @param {{code: number, reason?: string, error?: {code: string, message?: string}}} end */
export const wordsOf = ({ code, reason, error }) =>
  // Until when, and why, only the error says.
  (code === 4503 ? error?.message : undefined) ?? words[error?.code ?? ""] ?? words[code] ?? `The server closed the connection${reason ? `: ${reason}` : "."} Choose a name to come back.`;

/** The least wait before reconnecting `later`. Milliseconds. */
export const laterDelay = 5_000;

/**
 * When to reconnect after a connection was closed with this code. What the table does not know is a network's or a
 * later server's: 4500–4999 are final by the protocol, all else may come back.
 * @param {number} code
 * @returns {"now" | "later" | "never"}
 */
export const reconnectAfter = (code) => closeCodes[code]?.reconnect ?? (code >= 4500 && code <= 4999 ? "never" : "now");
