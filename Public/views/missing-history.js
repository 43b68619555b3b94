import { delay } from "../client/clock.js";
import { t } from "../languages/en-dialogs.js";

/** After a failure it is asked again, if the server does not say when. Milliseconds. */
const retryDelay = 5_000;

/**
 * Earlier messages could not be had. Says so, and resolves when they may be asked for again: never, where that is of no use.
 * @param {import("../client/protocol.js").RequestError} error
 * @param {import("../client/clock.js").Clock} clock
 * @param {(words: string) => void} tell
 * @returns {Promise<void>}
 */
export async function outwait(error, clock, tell) {
  // Of a connection that broke the page tells otherwise, and its rooms are taken up again.
  if (error.code === "lost") return;
  const problem = t("cantLoadEarlier");
  tell(error.isPassing ? t("stillTrying", { problem }) : problem);
  await (error.isPassing ? delay(clock, error.retryAfter ?? retryDelay) : new Promise(() => {}));
}
