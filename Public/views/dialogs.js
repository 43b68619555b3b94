import { watchExpiry } from "../client/expiry.js";
import { knownRooms } from "../client/known-rooms.js";
import { followLeaders } from "../client/leaders.js";
import { Places } from "../client/places.js";
import { Reading } from "../client/reading.js";
import { t } from "../languages/en-dialogs.js";
import { absenceIn, callIsVain } from "./absence.js";
import { ConfirmDialog } from "./confirm-dialog.js";
import { DayDialog } from "./day-dialog.js";
import { redrawing } from "./dom.js";
import { EmojiPicker } from "./emoji-picker.js";
import { Finder } from "./finder.js";
import { Governance } from "./governance.js";
import { Jump } from "./jump.js";
import { showKeys } from "./keys-dialog.js";
import { showNewDevice, showOwnSettings } from "./own-settings.js";
import { MentionList } from "./mention-list.js";
import { Moderation } from "./moderation.js";
import { forgetNewDevices, tellNewDevice } from "./new-device.js";
import { Picker } from "./picker.js";
import { Quotes } from "./quotes.js";
import { redraw } from "./redraw.js";
import { RoomMenu } from "./room-menu.js";
import { Search } from "./search.js";
import { registerWorker } from "./worker.js";

/**
 * What the page can be used without: everything that opens above it, the way to other messages, and what stands of them where they are
 * answered. Fetched behind the page, with a style sheet of its own.
 *
 * @typedef {object} DialogOptions
 * @property {Storage} storage
 * @property {ConstructorParameters<typeof Finder>[0]} finder
 * @property {(room: any) => void} leave
 * @property {() => import("../client/store.js").Store | null} store
 * @property {() => import("../tchatter.js").Chat | null} chat
 * @property {(text: string, milliseconds?: number) => void} tell
 * @property {(key: string) => HTMLElement | undefined} reveal
 * @property {(mark: import("../client/read-marks.js").ReadMark | null) => void} divide
 * @property {import("../client/clock.js").Clock} clock
 *
 * @typedef {object} Dialogs
 * @property {Finder} finder
 * @property {RoomMenu} roomMenu
 * @property {EmojiPicker} picker
 * @property {ConfirmDialog} confirm
 * @property {Governance} governance
 * @property {Moderation} moderation
 * @property {Jump} jump
 * @property {Quotes} quotes
 * @property {(room: import("../client/store.js").Room, text: string) => void} tellAbsence of those whom a text mentions
 * @property {() => void} watch what is signed in now
 * @property {(message: import("../client/protocol.js").Message) => void} markUnread
 * @property {() => void} showKeys
 * @property {() => void} ownSettings
 * @property {(told: {device: string, time: number}) => void} newDevice has come in by a code
 */

/** @param {DialogOptions} options @returns {Promise<Dialogs>} */
export async function makeDialogs({ storage, finder, leave, ...page }) {
  await styled();
  redrawing.keep = redraw;
  registerWorker().catch(() => {});
  const confirm = new ConfirmDialog();
  const governance = new Governance(page, (...question) => confirm.ask(...question));
  const finding = new Picker();
  const reading = new Reading({ storage, ...page, changed: (isAnew) => (isAnew ? mentions.refresh() : mentions.draw()) });
  const mentions = new MentionList({ ...page, picker: finding, isRead: (mention) => reading.isRead(mention) });
  const jump = new Jump(page);
  const about = (...whom) => governance.openPersonIn(...whom);
  const search = new Search(page, { picker: finding, jump, go: finder.go, rooms: (store) => knownRooms(store, reading.marks, storage) });
  const moderation = new Moderation(page, { jump, about, ask: (...question) => confirm.ask(...question) });
  const dayDialog = new DayDialog((midnight) => {
    const room = page.store()?.current;
    if (room) jump.toDay(room, midnight);
  });
  const roomMenu = new RoomMenu({ store: page.store, leave, govern: () => governance.openRoom(), goToDay: () => dayDialog.open(), moderation });
  const quotes = new Quotes(page, (room, reply) => jump.toOriginal(room, reply));
  const tellAbsence = (room, text) => {
    const words = [callIsVain(room, text), absenceIn(room, page.store()?.rooms.values() ?? [], text)].filter(Boolean);
    if (words.length) page.tell(words.join(" "), 6_000);
  };
  const places = new Places(storage, page.clock, () => mentions.rooms());
  let heard;
  const watch = () => {
    const [store, chat] = [page.store(), page.chat()];
    if (store && chat && store !== heard) {
      if (heard) forgetNewDevices();
      for (const each of [governance, moderation, places]) each.watch(store, chat);
      followLeaders(store, chat);
      // What is said in a conversation addresses whoever is in it; that is no mention.
      store.on("arrived", ({ room, message, isMention }) => store === page.store() && isMention && !room.with && mentions.heard(message));
      watchExpiry(store, page.clock, () => store === page.store());
    }
    heard = store;
    reading.watch();
  };
  const markUnread = (message) => void reading.markUnread(message).catch(() => page.tell(t("onlyHere")));
  const ownSettings = () => showOwnSettings(storage, page);
  const newDevice = (told) => {
    showNewDevice();
    tellNewDevice(told, storage, (type, fields) => page.chat()?.ask(type, undefined, fields)).catch(() => {});
  };
  return { watch, markUnread, finder: new Finder(finder, finding, search), roomMenu, picker: new EmojiPicker(storage), confirm, governance, moderation, jump, quotes, tellAbsence, showKeys, ownSettings, newDevice };
}

/** Beside the modules of the same version. */
function styled() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("../dialogs.css", import.meta.url).href;
  return new Promise((resolve, reject) => {
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", reject);
    document.head.append(sheet);
  });
}
