/**
 * Where a room's history reaches a time. The protocol names places and not times, so it is found by halving: some fourteen entries
 * are asked for in a history of ten thousand.
 * @param {import("../tchatter.js").Chat} chat
 * @param {string} room
 * @param {number} time milliseconds since 1970
 * @param {number} before the seq of an entry that is as late, or later
 * @returns {Promise<number>} the seq of the first entry that is; `before` where there is none earlier
 */
export async function seqSince(chat, room, time, before) {
  const oldest = (await chat.history(room, undefined, 1, 0)).messages[0];
  if (!oldest || oldest.seq >= before) return before;
  if (oldest.time >= time) return oldest.seq;
  let [earlier, later] = [oldest.seq, before];
  while (later - earlier > 1) {
    const middle = Math.floor((earlier + later) / 2);
    const stored = (await chat.history(room, middle + 1, 1)).messages.at(-1);
    // What was there a moment ago may not be kept any more.
    if (stored && stored.time >= time) later = Math.min(stored.seq, later - 1);
    else earlier = middle;
  }
  return later;
}
