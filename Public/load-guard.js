/**
 * Loads the page again when one of its files can't be had: the instance that served the page has just gone, and the others
 * don't know its version. It runs before everything else, and needs nothing else.
 */
(() => {
  const key = "tchatter.loads";
  /** How often the page was loaded in vain, one time after the other. */
  const failures = () => {
    try {
      return Number(sessionStorage.getItem(key)) || 0;
    } catch {
      return 4;
    }
  };
  const remember = (count) => {
    try {
      sessionStorage.setItem(key, String(count));
    } catch {
      // Without a storage each attempt waits as if it were a late one.
    }
  };

  let waits = false;
  const loadAgain = () => {
    if (waits) return;
    waits = true;
    const before = failures();
    remember(before + 1);
    const bound = Math.min(15_000, 500 * 2 ** before);
    setTimeout(() => location.reload(), bound * (0.5 + Math.random() / 2));
    if (before < 2) return;
    const notice = document.createElement("p");
    notice.className = "plain";
    notice.setAttribute("role", "status");
    // No catalogue is there yet.
    notice.dir = "auto";
    notice.textContent = {
      de: "Die Seite lässt sich gerade nicht laden. Es wird weiter versucht\u00a0…",
      fr: "La page ne peut pas être chargée pour le moment. Nouvel essai en cours…",
      ar: "تعذّر تحميل الصفحة الآن. ما زالت المحاولة جارية…",
    }[navigator.language.slice(0, 2)] ?? "The page can't be loaded right now. Trying again…";
    document.body.append(notice);
  };

  // What can't be fetched is told to its element, and does not bubble.
  addEventListener("error", ({ target }) => {
    if (target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === "stylesheet")) loadAgain();
  }, true);
  addEventListener("load", () => {
    if (!waits) remember(0);
  });
})();
