/** So often it is looked whether something is too old. Milliseconds. */
const interval = 10_000;

/**
 * What its room does not keep any more goes from the page as well, which may be open for long: once it has been there for as long as messages are kept.
 * By the age of the messages it would be sooner, but where a device's clock is an hour ahead, all would go.
 * @param {import("./store.js").Store} store
 * @param {import("./clock.js").Clock} clock
 * @param {() => boolean} isInUse whether that is still whose rooms are shown
 */
export function watchExpiry(store, clock, isInUse) {
  /** Since when they are there. @type {WeakMap<import("./timeline.js").Entry, number>} */
  const since = new WeakMap();
  let isWaiting = false;
  const wait = () => {
    if (isWaiting || ![...store.rooms.values()].some(({ policy }) => policy?.retain)) return;
    isWaiting = true;
    clock.after(interval, () => {
      isWaiting = false;
      if (!isInUse()) return;
      for (const room of store.rooms.values()) if (expire(room, since, clock.now())) store.emit("timeline", room);
      wait();
    });
  };
  store.on("rooms", wait);
  wait();
}

/** @returns {boolean} whether something has gone */
function expire({ policy, timeline }, since, now) {
  if (!policy?.retain) return false;
  for (const entry of timeline.entries) if (!since.has(entry)) since.set(entry, now);
  const isKept = (entry) => now - since.get(entry) < policy.retain * 1_000;
  const kept = timeline.entries.findIndex(isKept);
  const count = kept < 0 ? timeline.entries.length : kept;
  if (count) timeline.drop(count);
  return count > 0;
}
