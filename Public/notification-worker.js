/**
 * The page's service worker. It shows the notifications of pages that have none of their own; and whoever opens the page while
 * it can't be had is told so, instead of being left with the browser's error. It keeps no files: the page and its modules always
 * come from the server, of one version. What it says itself stands here. The path is that by which pages of older versions know it.
 */
addEventListener("install", (event) => {
  skipWaiting();
  // What has a version is not even shown to it, where the browser can promise that.
  /** @type {any} */ (event).addRoutes?.({ condition: { urlPattern: "/v/*" }, source: "network" }).catch(() => {});
});

addEventListener("fetch", (event) => {
  const { mode, url } = event.request;
  if (mode === "navigate" && new URL(url).pathname === "/") event.respondWith(page(event.request));
});

addEventListener("notificationclick", (event) => {
  const { notification } = event;
  notification.close();
  event.waitUntil(open(notification.tag));
});

/** @param {string} room */
async function open(room) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) return clients.openWindow("/");
  await page.focus();
  page.postMessage({ open: room });
}

/** The page as the server has it; where it can't be reached, or a proxy before it says that nobody is there, words. */
async function page(request) {
  try {
    // Without asking ahead for it while the worker starts: where that fails, Firefox shows its own error whatever the worker answers.
    const response = await fetch(request);
    return response.status < 500 ? response : await standIn();
  } catch {
    return standIn();
  }
}

/** Before there can be a catalogue. */
const words = {
  en: ["The chat can't be reached right now.", "You're offline right now.", "You can leave this page open: it tries again by itself. Messages that haven't been sent yet are kept in this browser.", "Try now"],
  de: ["Der Chat ist gerade nicht erreichbar.", "Du bist gerade offline.", "Du kannst diese Seite offen lassen: Sie versucht es von selbst wieder. Nachrichten, die noch nicht gesendet sind, bewahrt dieser Browser auf.", "Jetzt versuchen"],
  fr: ["Le chat est injoignable pour le moment.", "Vous êtes hors ligne pour le moment.", "Vous pouvez laisser cette page ouverte\u202f: elle réessaie d’elle-même. Les messages qui n’ont pas encore été envoyés sont conservés dans ce navigateur.", "Réessayer"],
  ar: ["تعذّر الوصول إلى الدردشة الآن.", "أنت غير متصل بالإنترنت الآن.", "يمكنك ترك هذه الصفحة مفتوحة: ستعاود المحاولة من تلقاء نفسها. الرسائل التي لم تُرسَل بعد محفوظة في هذا المتصفح.", "حاول الآن"],
};

const style = `
  :root { color-scheme: light dark; --ground: #f4f5f3; --ink: #1b2224; --soft: #5a6669; --accent: #0f766e; --on: #fff; }
  @media (prefers-color-scheme: dark) { :root { --ground: #131719; --ink: #e7ecea; --soft: #9aa7a8; --accent: #4fc2b4; --on: #07231f; } }
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
  main { max-width: 24rem; padding: 1.5rem; text-align: center; }
  h1 { margin: .5rem 0 0; font-size: 1.25rem; }
  p { margin: .75rem 0; }
  #rest { color: var(--soft); }
  button { border: 0; border-radius: 10px; padding: .625rem 1.25rem; background: var(--accent); color: var(--on); font: inherit; font-weight: 600; cursor: pointer; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

/** Runs in what stands in for the page, not here: tells in the reader's words what is wrong, and loads the page as soon as it can be had. */
function wait(words) {
  const chosen = () => {
    try {
      return localStorage.getItem("tchatter.language");
    } catch {
      return null;
    }
  };
  const language = [chosen(), ...navigator.languages].map((tag) => String(tag).split("-")[0]).find((tag) => Object.hasOwn(words, tag)) ?? "en";
  const [unreachable, offline, rest, again] = words[language];
  const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const say = (id, text) => void (element(id).textContent !== text && (element(id).textContent = text));
  Object.assign(document.documentElement, { lang: language, dir: language === "ar" ? "rtl" : "ltr" });
  say("rest", rest);
  say("again", again);
  const tell = () => say("what", navigator.onLine ? unreachable : offline);

  let [count, timer, isTrying] = [0, 0, false];
  const later = () => {
    timer = setTimeout(attempt, Math.min(20_000, 1_000 * 2 ** count) * (0.5 + Math.random() / 2));
    count += 1;
  };
  async function attempt() {
    if (isTrying) return;
    isTrying = true;
    clearTimeout(timer);
    // As `page` judges what it hands out.
    const isThere = await fetch("/", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10_000) }).then(({ status }) => status < 500, () => false);
    isTrying = false;
    if (isThere) return location.reload();
    tell();
    later();
  }
  element("again").addEventListener("click", attempt);
  addEventListener("online", attempt);
  addEventListener("offline", tell);
  document.addEventListener("visibilitychange", () => document.hidden || attempt());
  tell();
  later();
}

/** One document with all it needs, so that nothing of it can be missing or of another version. It may run its own script and no other. */
async function standIn() {
  const script = `(${wait})(${JSON.stringify(words)})`;
  const hash = async (text) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
  };
  const policy = [
    "default-src 'none'", `script-src ${await hash(script)}`, `style-src ${await hash(style)}`, "connect-src 'self'", "img-src 'self'", "base-uri 'none'",
    "form-action 'none'", "frame-ancestors 'none'",
  ];
  const document = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>tchatter</title><link rel="icon" href="/icon.svg"><style>${style}</style>
<main><svg width="56" height="56" viewBox="0 0 64 64" aria-hidden="true"><rect width="64" height="64" rx="16" fill="#0f766e"/><path d="M14 18h36a4 4 0 0 1 4 4v20a4 4 0 0 1-4 4H34L22 55v-9h-8a4 4 0 0 1-4-4V22a4 4 0 0 1 4-4z" fill="#fff"/><path d="M22 27h20M32 27v12" stroke="#0f766e" stroke-width="4.5" stroke-linecap="round" fill="none"/></svg>
<h1>tchatter</h1><p id="what" role="status"></p><p id="rest"></p><button id="again" type="button"></button></main><script>${script}</script></html>`;
  return new Response(document, {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy.join("; "), "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff" },
  });
}
