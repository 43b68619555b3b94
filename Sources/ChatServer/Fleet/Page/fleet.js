// Asks the instance each second, for as long as the page is seen, and says since when it can't be reached.

import { show } from "./fleet-view.js";

const PAUSE = 1_000;
const TIMEOUT = 5_000;
const state = document.getElementById("state");
const button = document.getElementById("pause");
let lostSince = null;
let isPaused = false;
let timer = null;

/** Screen readers say it, so it is written only when it changes. */
function tell(text, isLost = false) {
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("lost", isLost);
  document.querySelector("main").classList.toggle("old", isLost);
}

async function ask() {
  const answer = await fetch("/admin/fleet", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
  if (!answer.ok) throw new Error(answer.status === 401 ? "the admin token is another one now: load the page again" : `it answered ${answer.status}`);
  return answer.json();
}

/** One answer, and then the next. */
async function look() {
  timer = null;
  try {
    const fleet = await ask();
    lostSince = null;
    show(fleet);
    document.title = `Fleet: ${fleet.instance}`;
    tell(`Live, as ${fleet.instance} sees it`);
  } catch (error) {
    lostSince ??= new Date().toLocaleTimeString("en-GB");
    const reason = error instanceof TypeError || error.name === "TimeoutError" ? "" : ` (${error.message})`;
    tell(`Not reachable since ${lostSince}; still trying${reason}`, true);
  }
  goOn();
}

function goOn() {
  if (isPaused) tell("Paused");
  if (!timer && !isPaused && !document.hidden) timer = setTimeout(look, PAUSE);
}

button.addEventListener("click", () => {
  isPaused = !isPaused;
  button.setAttribute("aria-pressed", isPaused);
  clearTimeout(timer);
  timer = null;
  if (isPaused) tell("Paused");
  else look();
});
document.addEventListener("visibilitychange", goOn);
look();
