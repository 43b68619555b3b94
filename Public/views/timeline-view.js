import { h, redrawing } from "./dom.js";
import { isContinuation, isVisible, lastVisible, row, rule } from "./message.js";
import { titleOf } from "./room-labels.js";
import { dayName, dayNumber } from "./time.js";
import { t } from "./words.js";

/** Entries that are drawn at first, that come in at an edge with one frame, and the most that are in the document. */
const pageSize = 60;
const stepSize = 20;
const maxRows = 240;
/** So near to an edge more is brought in; so near to the end counts as being there. Pixels. */
const edgeDistance = 900;
const endDistance = 48;

/**
 * The messages of a room, by infinite and virtual scrolling. Only a window of them is in the document, however many there
 * are: it grows at the edge that is scrolled to and shrinks at the other, and what is being read is the scroll anchor: it
 * stays where it is on the screen.
 */
export class TimelineView {
  /** @type {import("../client/store.js").Room | null} */
  #room = null;
  #element;
  #options;
  /** The window, by the timeline's numbers; `#last` is not in it. */
  #first = 0;
  #last = 0;
  /** How many rows that makes: less than entries, as most changes have none. */
  #shown = 0;
  /** Whether the window ends where the room does. */
  #follows = true;
  /** Whether the view is at the very end, and stays there. */
  isAtEnd = true;
  /** What comes after this is new; `null` for nothing. @type {import("../client/read-marks.js").ReadMark | null} */
  #newSince = null;
  /** @type {Map<string, {node: HTMLElement, signature: string}>} */
  #rows = new Map();
  #frame = 0;
  #loading = false;
  /** Why what is earlier can't be had. */
  #missing = "";

  /**
   * @param {HTMLElement} element that scrolls
   * @param {object} options
   * @param {import("../client/clock.js").Clock} options.clock
   * @param {(room: any) => any[]} options.pending what is shown after the stored messages
   * @param {(room: any) => Promise<boolean>} options.loadEarlier
   * @param {(room: any) => import("./message.js").RowContext} options.context
   * @param {() => void} options.moved the end was reached or left
   */
  constructor(element, options) {
    this.#element = element;
    this.#options = options;
    element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => (this.isAtEnd ? this.toEnd() : this.update())).observe(element);
  }

  /** @param {import("../client/store.js").Room} room */
  show(room) {
    this.#room = room;
    [this.#loading, this.#missing] = [false, ""];
    this.#rows.clear();
    this.#element.replaceChildren();
    this.#newSince = room.unread ? room.read : null;
    this.toNewest();
    const divider = this.#element.querySelector(".rule.new");
    if (divider && divider.getBoundingClientRect().top < this.#element.getBoundingClientRect().top) {
      this.isAtEnd = false;
      this.#element.scrollTop += divider.getBoundingClientRect().top - this.#element.getBoundingClientRect().top - 24;
    }
    this.#options.moved();
  }

  /** What comes after this is new. @param {import("../client/read-marks.js").ReadMark | null} mark */
  markNewSince(mark) {
    this.#newSince = mark;
    this.update();
  }

  /** Something has changed: drawn with the next frame. */
  update() {
    // A hidden page has no frames; what it misses is drawn when it is seen again.
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#drawAnchored());
  }

  toNewest() {
    this.#follows = this.isAtEnd = true;
    this.#place();
    this.#first = Math.max(this.#room?.timeline.base ?? 0, this.#last - pageSize);
    this.#draw();
    this.toEnd();
    // Where the last entries have no rows, more are brought in.
    this.update();
  }

  toEnd() {
    this.isAtEnd = true;
    this.#element.scrollTop = this.#element.scrollHeight;
  }

  /** Brings a message into view and gives it the focus. @param {string} key @returns {HTMLElement | undefined} its row */
  reveal(key) {
    const timeline = this.#room?.timeline;
    const index = timeline?.entries.findIndex((entry) => entry.key === key) ?? -1;
    if (!timeline || index < 0) return;
    const number = timeline.base + index;
    const end = timeline.base + timeline.entries.length;
    this.#first = Math.max(timeline.base, number - pageSize);
    this.#last = Math.min(end, number + pageSize);
    this.#follows = this.#last === end;
    this.isAtEnd = false;
    this.#draw();
    const node = this.#rows.get(key)?.node;
    node?.scrollIntoView({ block: "center" });
    node?.focus({ preventScroll: true });
    this.#scrolled();
    this.#options.moved();
    return node;
  }

  /** Brings the window back into what there is. */
  #place() {
    const timeline = this.#room?.timeline;
    if (!timeline) return;
    const end = timeline.base + timeline.entries.length;
    // Whoever reads further up has what comes brought in by going there; and what was read there may be gone.
    if (!this.isAtEnd && this.#shown + end - this.#last > maxRows) this.#follows = false;
    // Of more than can be seen, all that came with one frame is as good as seen.
    if (this.#follows && this.isAtEnd) this.#first = end - this.#last > pageSize ? end - pageSize : this.#first + this.#excess(maxRows);
    this.#last = this.#follows ? end : Math.min(Math.max(this.#last, timeline.base + pageSize), end);
    this.#first = Math.max(timeline.base, Math.min(this.#first, this.#last));
  }

  #drawAnchored() {
    this.#frame = 0;
    if (!this.#room) return;
    this.#place();
    const anchor = this.isAtEnd ? null : this.#anchor();
    this.#draw();
    const node = this.#rows.get(anchor?.key)?.node;
    if (this.isAtEnd) this.toEnd();
    else if (node) this.#element.scrollTop += node.getBoundingClientRect().bottom - anchor.bottom;
    // Where all is in sight nothing is scrolled, and nothing else tells that the end is, too.
    this.#look();
    this.#fill();
  }

  /** An edge that is still near can't be scrolled to again: the window grows by itself. */
  #fill() {
    const { scrollTop, scrollHeight, clientHeight } = this.#element;
    if (clientHeight === 0) return;
    if (scrollTop < (this.isAtEnd ? clientHeight / 2 : edgeDistance)) this.#growBack();
    // What lies far above goes with the next that come; now and then, as all that stays is painted anew then.
    else if (this.isAtEnd && this.#shown > 2 * pageSize && scrollTop > 3 * clientHeight) this.#first += this.#excess(pageSize);
    if (!this.#follows && scrollHeight - clientHeight - scrollTop < edgeDistance) this.#growForward();
  }

  /** The first row in sight. Its head may go to one above it. */
  #anchor() {
    const edge = this.#element.getBoundingClientRect().top;
    for (const node of this.#element.children) {
      const { bottom } = node.getBoundingClientRect();
      if (bottom > edge && node.classList.contains("row")) return { key: node.dataset.key, bottom };
    }
    return null;
  }

  #scrolled() {
    const left = this.#look();
    if (this.#element.scrollTop < edgeDistance) this.#growBack();
    if (left < edgeDistance && !this.#follows) this.#growForward();
  }

  /** Whether the end is in sight, of what is drawn. @returns {number} how far below it is */
  #look() {
    const { scrollTop, scrollHeight, clientHeight } = this.#element;
    const left = scrollHeight - clientHeight - scrollTop;
    const wasAtEnd = this.isAtEnd;
    if (clientHeight) this.isAtEnd = this.#follows && left <= endDistance;
    if (wasAtEnd !== this.isAtEnd) this.#options.moved();
    return left;
  }

  /** How many entries go from one edge, of which each is a row at most: so many rows stay. They count as gone. @param {number} most */
  #excess(most) {
    const shown = this.#shown;
    return shown - (this.#shown = Math.min(shown, most));
  }

  #growBack() {
    const timeline = this.#room?.timeline;
    if (!timeline) return;
    if (this.#first > timeline.base) {
      this.#first = Math.max(timeline.base, this.#first - stepSize);
      if (this.#shown > maxRows && !this.isAtEnd) {
        this.#last -= this.#excess(maxRows);
        this.#follows = false;
      }
      this.update();
    } else if (timeline.hasEarlier && !this.#loading) this.#load();
  }

  #growForward() {
    const timeline = this.#room?.timeline;
    if (!timeline) return;
    const end = timeline.base + timeline.entries.length;
    this.#last = Math.min(end, this.#last + stepSize);
    this.#follows = this.#last === end;
    this.#first += this.#excess(maxRows);
    this.update();
  }

  async #load() {
    const room = this.#room;
    this.#loading = true;
    if (!this.#missing) this.#element.setAttribute("aria-busy", "true");
    const came = await this.#options.loadEarlier(room).catch((error) => this.#outwait(error, room));
    this.#element.removeAttribute("aria-busy");
    if (room !== this.#room) return;
    this.#loading = false;
    if (came) this.#growBack();
    else if (this.#missing) this.update();
    if (came !== undefined) this.#missing = "";
  }

  /** Until it may be asked for again. */
  async #outwait(error, room) {
    await (await import("./missing-history.js").catch(() => null))?.outwait(error, this.#options.clock, (words) => {
      this.#element.removeAttribute("aria-busy");
      if (room === this.#room) this.#missing = words;
      this.update();
    });
  }

  /** Makes the document's rows those of the window; rows that stay are not touched. */
  #draw() {
    const wanted = this.#wanted();
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, { node }] of this.#rows) {
      if (keys.has(key)) continue;
      node.remove();
      this.#rows.delete(key);
    }
    let place = this.#element.firstElementChild;
    for (const { key, signature, make } of wanted) {
      const known = this.#rows.get(key);
      const node = known?.signature === signature ? known.node : make(known?.node);
      if (node === place) {
        place = place.nextElementSibling;
        continue;
      }
      if (known?.node === place) place = place.nextElementSibling;
      const put = () => {
        if (known?.node !== node) known?.node.remove();
        this.#element.insertBefore(node, place);
      };
      // A message that turns from sent to stored is another node, and still the one that was gone to. In a new one nobody is yet.
      if (known) redrawing.keep(known.node, put, node);
      else put();
      this.#rows.set(key, { node, signature });
    }
  }

  /** What shall be there, in order. */
  #wanted() {
    const room = this.#room;
    if (!room) return [];
    const { timeline } = room;
    const entries = timeline.entries.slice(this.#first - timeline.base, this.#last - timeline.base);
    this.#shown = entries.filter(isVisible).length;
    if (this.#follows) entries.push(...this.#options.pending(room));
    const context = this.#options.context(room);
    const list = [this.#first === timeline.base ? this.#top(room) : top("")];
    let previous = lastVisible(timeline.entries, this.#first - timeline.base - 1);
    const isNew = this.#newness(timeline);
    let isNewMarked = this.#newSince === null || isNew(previous?.message, this.#first - 1);
    for (const [index, entry] of entries.entries()) {
      const { message } = entry;
      if (!isVisible(entry)) continue;
      let isBroken = false;
      if (message && dayNumber(message.time) !== dayNumber(previous?.message?.time ?? 0)) {
        const caption = dayName(message.time);
        isBroken = true;
        list.push({ key: `day-${entry.key}`, signature: caption, make: () => rule(`day-${entry.key}`, caption, "day") });
      }
      if (message && !isNewMarked && isNew(message, this.#first + index) && message.from.id !== context.myID) {
        isNewMarked = isBroken = true;
        list.push({ key: "new", signature: entry.key, make: () => rule("new", t("newMessages"), "new") });
      }
      const continues = !isBroken && isContinuation(previous, entry);
      list.push({
        key: entry.key,
        signature: `${entry.state} ${continues} ${entry.problem ?? ""} ${entry.revision ?? 0} ${message && context.roleOf(message)} ${entry.key === context.pinned}`,
        make: (old) => row(entry, continues, context, old),
      });
      previous = entry;
    }
    return list;
  }

  /** Whether a message of a number is new: by its place, or by its time where what was read last is not there. */
  #newness(timeline) {
    const { position = "", time = 0 } = this.#newSince ?? {};
    const last = position ? timeline.numberOf(position) : null;
    return (message, number) => Boolean(message) && (last === null ? message.time > time : number > last);
  }

  /** What stands above the earliest that is there. @param {import("../client/store.js").Room} room */
  #top(room) {
    const { timeline } = room;
    if (timeline.hasEarlier || !room.isKnown) return top(this.#missing);
    if (!timeline.isWhole) return top(t("trimmed"));
    if (room.with) return top(t("directStart", { name: room.with.name }), "top beginning direct");
    return top(t("roomStart", { room: titleOf(room) }), "top beginning");
  }
}

const top = (text, kind = "top") => ({ key: "top", signature: text, make: () => h("p", { class: kind, "data-loading": t("loadingEarlier") }, text) });
