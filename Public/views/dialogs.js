import { ConfirmDialog } from "./confirm-dialog.js";
import { EmojiPicker } from "./emoji-picker.js";
import { Finder } from "./finder.js";
import { Governance } from "./governance.js";
import { showKeys } from "./keys-dialog.js";
import { RoomMenu } from "./room-menu.js";

/**
 * What the page can be used without: everything that opens above it, and a word to those who bring files. Fetched behind the page,
 * with a style sheet of its own.
 *
 * @typedef {object} DialogOptions
 * @property {Storage} storage
 * @property {ConstructorParameters<typeof Finder>[0]} finder
 * @property {(room: any) => void} leave
 * @property {() => import("../client/store.js").Store | null} store
 * @property {() => import("../tchatter.js").Chat | null} chat
 * @property {(text: string) => void} tell
 *
 * @typedef {{finder: Finder, roomMenu: RoomMenu, picker: EmojiPicker, confirm: ConfirmDialog, governance: Governance, showKeys: () => void}} Dialogs
 */

/** @param {DialogOptions} options @returns {Promise<Dialogs>} */
export async function makeDialogs({ storage, finder, leave, ...page }) {
  await styled();
  const confirm = new ConfirmDialog();
  const governance = new Governance(page, (...question) => confirm.ask(...question));
  const roomMenu = new RoomMenu({ store: page.store, leave, govern: () => governance.openRoom() });
  return { finder: new Finder(finder), roomMenu, picker: new EmojiPicker(storage), confirm, governance, showKeys };
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
