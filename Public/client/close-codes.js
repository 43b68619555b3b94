/** How somebody comes back after a connection was closed: the table of /protocol.md, by what stands out in it. */
const later = [1013, 4029];
const never = [1003, 1008, 1009];

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
 * `now`: after the usual backoff; `later`: not before `laterDelay`, and then after the backoff; or `never`: the chat has ended, and connecting
 * again would only bring the same end. What the table does not know is a network's or a later server's: 4500–4999 are final by the
 * protocol, all else may come back.
 * @param {number} code
 * @returns {"now" | "later" | "never"}
 */
export function reconnectAfter(code) {
  if (later.includes(code)) return "later";
  return never.includes(code) || (code >= 4500 && code <= 4999) ? "never" : "now";
}
