/** Whether the page is active, as browsers call one that is visible and has the focus. */
export const isPageActive = () => document.visibilityState === "visible" && document.hasFocus();

/**
 * Tells when the page is left and come back to: from sleep, from another tab, from the back-forward cache, or online.
 * @param {{left: () => void, back: () => void, restored: () => void, offline: () => void}} listeners
 */
export function watchPageLifecycle({ left, back, restored, offline }) {
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? back() : left()));
  globalThis.addEventListener("blur", left);
  globalThis.addEventListener("focus", back);
  globalThis.addEventListener("online", back);
  globalThis.addEventListener("offline", offline);
  globalThis.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    restored();
    back();
  });
}
