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
  let [earlier, later] = [0, before];
  const oldest = (await chat.history(room, undefined, 1, 0)).messages[0];
  if (oldest && oldest.seq < before && oldest.time < time) earlier = oldest.seq;
  else {
    if (oldest) later = Math.min(oldest.seq, before);
    // What the store has no more an archive may have.
    const last = await lastBefore(chat, room, later);
    if (!last || last.time < time) return later;
    later = last.seq;
  }
  while (later - earlier > 1) {
    const middle = Math.floor((earlier + later) / 2);
    const stored = await lastBefore(chat, room, middle + 1);
    // What was there a moment ago may not be kept any more.
    if (stored && stored.time >= time) later = Math.min(stored.seq, later - 1);
    else earlier = middle;
  }
  return later;
}

const lastBefore = async (chat, room, seq) => (await chat.history(room, seq, 1)).messages.at(-1);
