/** The page: finds out who one is, connects, and ties the views to what they show. */
import { systemClock } from "./client/clock.js";
import { openStorage } from "./client/storage.js";
import { SignIn } from "./views/sign-in.js";
import { ChatPage } from "./views/chat-page.js";
import { byID } from "./views/dom.js";
import { drawWords, speak, t, told } from "./views/words.js";

const storage = openStorage();
await speak(storage);
drawWords();
const page = new ChatPage(storage, systemClock, signedOut);
const signIn = new SignIn(storage, signedIn);

function signedIn() {
  byID("welcome").hidden = true;
  page.start();
}

/** @param {string} [hint] */
function signedOut(hint) {
  page.stop();
  signIn.show(hint);
}

/** Why nobody can enter now, where the operators have said it. @param {Response} response */
async function problemOf(response) {
  const { code, message } = await response.json().catch(() => ({}));
  return code === "maintenance" && message ? told(message) : t("unavailable");
}

/** A session's cookie can't be seen from here: the server is asked, until it answers. */
async function begin(attempt = 0) {
  let problem = t("unreachable");
  try {
    const response = await fetch("/session", { credentials: "same-origin", cache: "no-store" });
    if (response.ok) return signedIn();
    if (response.status === 401) return signIn.show();
    if (response.status === 403) return signIn.show(told((await response.json().catch(() => ({}))).message));
    problem = await problemOf(response);
  } catch {
    // The page may come from a cache while the server is away.
  }
  if (attempt > 1) signIn.wait(t("stillTrying", { problem }));
  const bound = Math.min(10_000, 500 * 2 ** attempt);
  systemClock.after(bound * (0.5 + systemClock.random() / 2), () => begin(attempt + 1));
}

begin();
