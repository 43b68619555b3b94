/**
 * Shows the notifications of pages that have none of their own, and leads back to the page. It answers no requests and keeps
 * no files: the page always comes from the server, and never from another version.
 */
addEventListener("install", () => skipWaiting());

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
