/** So often it is looked whether something is too old. Milliseconds. */
const interval = 10_000;

/**
 * What is older than its room keeps messages goes from the page as well, which may be open for long.
 * @param {import("./store.js").Store} store
 * @param {import("./clock.js").Clock} clock
 */
export function watchExpiry(store, clock) {
  let isWaiting = false;
  const wait = () => {
    if (isWaiting || ![...store.rooms.values()].some(({ policy }) => policy?.retain)) return;
    isWaiting = true;
    clock.after(interval, () => {
      isWaiting = false;
      for (const room of store.rooms.values()) if (expire(room, clock.date())) store.emit("timeline", room);
      wait();
    });
  };
  store.on("rooms", wait);
  wait();
}

/** @param {import("./room.js").Room} room @param {number} now @returns {boolean} whether something has gone */
function expire({ policy, timeline }, now) {
  if (!policy?.retain) return false;
  const oldest = now - policy.retain * 1_000;
  const isKept = ({ message, change }) => (message ?? change)?.time >= oldest;
  const kept = timeline.entries.findIndex(isKept);
  const count = kept < 0 ? timeline.entries.length : kept;
  if (count) timeline.drop(count);
  return count > 0;
}
