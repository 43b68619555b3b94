import { connect } from "../tchatter.js";
import { badgeOf } from "../client/attention.js";
import { delay } from "../client/clock.js";
import { textLimit } from "../client/protocol.js";
import { Store } from "../client/store.js";
import { Composer } from "./composer.js";
import { DialogLoader } from "./dialog-loader.js";
import { byID, icon } from "./dom.js";
import { Members } from "./members.js";
import { mentionable } from "./mentionable.js";
import { quote } from "./message.js";
import { MessageActions } from "./message-actions.js";
import { Navigation } from "./navigation.js";
import { Notifications } from "./notifications.js";
import { isPageActive, watchPageLifecycle } from "./page-lifecycle.js";
import { nameOf, statusOf, titleOf, typingIn } from "./room-labels.js";
import { Sidebar } from "./sidebar.js";
import { Status } from "./status.js";
import { watchDays } from "./time.js";
import { TimelineView } from "./timeline-view.js";
import { t, told } from "./words.js";

/** How long signing out waits for the rooms to be left. Milliseconds. */
const leavingTime = 1_000;

/** Ties one chat and its store to the views. */
export class ChatPage {
  #storage;
  #clock;
  #signedOut;
  /** @type {import("../tchatter.js").Chat | null} */
  #chat = null;
  /** @type {Store | null} */
  #store = null;
  #sidebar;
  #timeline;
  #composer;
  #members;
  #notifications;
  #status;
  #navigation;
  #actions;
  #dialogs;
  /** @type {import("./keys.js").Keys | undefined} once they have come */
  #keys;
  /** @type {import("./arrivals.js").Arrivals | undefined} */
  #arrivals;
  /** @type {import("./suspension.js").Suspension | undefined} once it has come */
  #suspension;

  /**
   * @param {Storage} storage
   * @param {import("../client/clock.js").Clock} clock
   * @param {(hint?: string) => void} signedOut
   */
  constructor(storage, clock, signedOut) {
    this.#storage = storage;
    this.#clock = clock;
    this.#signedOut = signedOut;
    this.#makeViews();
    for (const [id, drawing] of /** @type {const} */ ([["add-room", "plus"], ["add-direct", "plus"], ["show-rooms", "menu"], ["search", "search"], ["emoji", "smile"], ["show-room-menu", "more"]])) {
      byID(id).append(icon(drawing));
    }
    byID("to-newest").addEventListener("click", () => this.#toNewest());
    byID("emoji").addEventListener("click", ({ currentTarget }) => this.#dialogs.use(({ picker }) => picker.open(currentTarget, (emoji) => this.#composer.insert(emoji))));
    byID("show-room-menu").addEventListener("click", () => this.#dialogs.use(({ roomMenu }) => roomMenu.open()));
    this.#watchPageLifecycle();
    watchDays(this.#clock, () => this.#timeline.update());
    globalThis.addEventListener("storage", ({ key }) => this.#store?.storageChanged(key));
  }

  start() {
    this.stop();
    const chat = connect({ storage: this.#storage, clock: this.#clock });
    const store = new Store(chat, this.#storage, this.#clock);
    this.#chat = chat;
    this.#store = store;
    this.#status.connect(chat);
    this.#listen(chat, store);
    store.restore();
    this.#sidebar.draw(store);
    byID("chat").hidden = false;
    this.#navigation.begin(store);
    this.#members.toggle(matchMedia("(min-width: 70rem)").matches);
    this.#updateActivity();
  }

  stop() {
    this.#chat?.close();
    this.#status.disconnect();
    this.#chat = this.#store = null;
    byID("chat").hidden = true;
    document.title = "tchatter";
  }

  #makeViews() {
    this.#notifications = new Notifications(this.#storage, (room) => this.#navigation.go(room), (name) => this.#store?.find(name));
    this.#sidebar = new Sidebar({ open: (room) => this.#navigation.go(room), leave: (room) => this.#leaveRoom(room), nameOf });
    this.#dialogs = this.#makeDialogs();
    this.#navigation = new Navigation({ show: (room) => this.#show(room), sidebar: this.#sidebar, dialogs: this.#dialogs });
    this.#members = new Members({
      write: (user) => this.#navigation.write(user.name, user),
      about: (...whom) => this.#dialogs.use(({ governance }) => governance.openPerson(...whom)),
      toggled: () => this.#drawMembers(true),
    });
    this.#status = new Status({
      clock: this.#clock,
      retry: () => this.#chat?.probe(),
      leave: () => this.#signOut(),
      settings: () => this.#dialogs.use(({ ownSettings }) => ownSettings()),
      notify: () => this.#notifications.toggle(),
      notifications: () => ({ can: this.#notifications.canNotify, on: this.#notifications.isOn }),
    });
    this.#composer = new Composer({
      storage: this.#storage,
      send: (text, reply) => this.#post(text, reply),
      quote: (reply) => quote({ room: this.#store?.current?.name, reply }, { act: (...what) => this.#actions.act(...what) }),
      save: (message, text) => this.#actions.save(message, text),
      editLast: () => this.#actions.editLast(),
      typing: () => this.#store?.current && this.#chat?.typing(this.#store.current.name),
      names: () => this.#names(),
      policy: () => this.#store?.current?.policy,
      limit: () => this.#chat?.limits.text ?? textLimit,
      showError: (text) => this.#notifications.showToast(text),
      leave: (where) => this.#keys?.leaveField(where),
    });
    this.#actions = new MessageActions({
      store: () => this.#store, chat: () => this.#chat,
      composer: this.#composer, notifications: this.#notifications, dialogs: this.#dialogs,
    });
    this.#timeline = new TimelineView(byID("timeline"), {
      clock: this.#clock, pending: (room) => this.#store?.pending(room) ?? [],
      loadEarlier: (room) => this.#store?.loadEarlier(room) ?? Promise.resolve(false),
      context: (room) => ({
        me: this.#me?.name ?? "", myID: this.#me?.id ?? "", names: this.#names(true), act: (...what) => this.#actions.act(...what),
        roleOf: ({ from }) => room.leaders.get(from.id), pinned: `${room.policy?.pin?.from}/${room.policy?.pin?.id}`,
      }),
      moved: () => this.#moved(),
    });
    import("./keys.js").then(({ Keys }) => (this.#keys = new Keys(this.#navigation, this.#sidebar, this.#composer, () => this.#store)), () => {});
    import("./arrivals.js").then(({ Arrivals }) => (this.#arrivals = new Arrivals(() => this.#store, this.#notifications)), () => {});
    import("./suspension.js").then(({ Suspension }) => (this.#suspension = new Suspension(this.#clock, () => this.#chat, () => this.#store)), () => {});
    import("./files.js").then(({ refuseFiles }) => refuseFiles(() => this.#notifications.showToast(t("noFiles"))), () => {});
  }

  #makeDialogs() {
    const [store, reveal, divide] = [() => this.#store, (key) => this.#timeline.reveal(key), (mark) => this.#timeline.markNewSince(mark)];
    return new DialogLoader({
      storage: this.#storage,
      finder: {
        store,
        order: () => this.#sidebar.order,
        listRooms: () => this.#chat?.listRooms().catch(() => null) ?? Promise.resolve(null),
        go: (room) => this.#navigation.go(room),
        write: (name) => this.#navigation.write(name),
      },
      store, reveal, divide, clock: this.#clock, chat: () => this.#chat, leave: (room) => this.#leaveRoom(room),
      tell: (...what) => this.#notifications.showToast(...what),
    });
  }

  get #me() {
    return this.#chat?.user;
  }

  /** @param {Store} store */
  #listen(chat, store) {
    const ifCurrent = (body) => (room) => room && room === store.current && body(room);
    store.on("rooms", () => this.#drawRooms());
    store.on("timeline", ifCurrent(() => this.#timeline.update()));
    store.on("members", ifCurrent(() => this.#drawMembers()));
    store.on("typing", ifCurrent((room) => drawTyping(room)));
    store.on("changeRefused", ({ reason }) => this.#notifications.showToast(reason ? told(reason) : t("cantChange")));
    store.on("arrived", (arrival) => this.#arrived(arrival));
    store.on("closed", () => this.#navigation.fallBack());
    store.on("merged", (room) => this.#show(room));
    store.on("refused", async ({ room, error, invitation }) => {
      if (!store.current) this.#navigation.fallBack();
      this.#notifications.showToast(await import("./room-refusal.js").then(({ refusalOf }) => refusalOf(room, error, this.#me?.name ?? "", invitation), () => told(error.message, error.code)));
    });
    chat.on("welcome", () => this.#drawRooms());
    chat.on("live", async () => (await this.#dialogs.load())?.watch());
    chat.on("device_added", (told) => this.#dialogs.use(({ newDevice }) => newDevice(told)));
    chat.on("suspended", () => this.#suspension?.draw());
    chat.on("ended", ({ code, error, words }) => this.#signedOut(told(words, error?.code, code === 4503 ? "" : "ended")));
  }

  /** @param {import("../client/store.js").Room} room */
  #show(room) {
    const store = this.#store;
    if (!store) return;
    const isSame = store.current === room;
    store.select(room);
    document.body.classList.remove("shows-rooms");
    byID("show-rooms").setAttribute("aria-expanded", "false");
    if (!isSame) {
      this.#composer.show(room.name, t("messageTo", { name: titleOf(room) }));
      this.#timeline.show(room);
      if (this.#chat?.isLive(room.name)) store.loadMembers(room);
    }
    this.#drawMembers();
    drawTyping(room);
    if (matchMedia("(hover: hover)").matches) this.#composer.focus();
    this.#readIfSeen();
  }

  #drawRooms() {
    const store = this.#store;
    if (!store) return;
    this.#sidebar.draw(store);
    const room = store.current;
    byID("room-title").textContent = room ? titleOf(room) : "";
    byID("room-note").textContent = room ? statusOf(room, this.#chat?.isLive(room.name)) : "";
    this.#suspension?.draw();
    const rooms = [...store.rooms.values()];
    const badge = (each) => badgeOf(each, store.settings.of(each.name));
    const sum = (count) => rooms.reduce((all, each) => all + count(each), 0);
    this.#notifications.setTitle(room ? titleOf(room) : "", sum(badge), sum(({ mentions }) => mentions));
    byID("show-rooms").classList.toggle("has-news", rooms.some((each) => each !== room && badge(each)));
  }

  #drawMembers(isToggled = false) {
    const room = this.#store?.current;
    if (!room) return;
    this.#members.draw(room, this.#me?.id ?? "");
    byID("room-note").textContent = statusOf(room, this.#chat?.isLive(room.name));
    if (isToggled && this.#members.isShown && this.#chat?.isLive(room.name)) this.#store?.loadMembers(room);
  }

  #arrived(arrival) {
    this.#arrivals?.tell(arrival);
    if (!arrival.isSeen) this.#moved();
  }

  #post(text, reply) {
    const room = this.#store?.current;
    // Before the first welcome it is not known in whose name to keep it; before a direct room is known, where.
    if (!room || !this.#chat?.outbox || (!room.isKnown && room.asked.startsWith("@"))) {
      this.#notifications.showToast(t("notConnected"));
      return false;
    }
    this.#timeline.markNewSince(null);
    this.#chat.post(room.name, text, { reply });
    this.#toNewest();
    this.#dialogs.load().then((dialogs) => dialogs?.tellAbsence(room, text));
    return true;
  }

  #names(withMe = false) {
    const room = this.#store?.current;
    return room ? mentionable(room, this.#me?.name ?? "", withMe) : [];
  }

  #toNewest() {
    this.#timeline.toNewest();
    this.#moved();
  }

  /** The end was reached or left, or something came below it. */
  #moved() {
    const room = this.#store?.current;
    const button = byID("to-newest");
    button.hidden = !room || this.#timeline.isAtEnd;
    const caption = room?.unread ? t("newCount", { count: room.unread }) : t("latest");
    if (button.textContent !== caption) button.replaceChildren(icon("down"), caption);
    this.#updateActivity();
    this.#readIfSeen();
  }

  #readIfSeen() {
    const store = this.#store;
    if (store?.current && store.isWatching) store.read(store.current);
  }

  #updateActivity() {
    if (this.#chat) this.#chat.isActive = isPageActive();
    if (this.#store) (this.#store.keepSeen(), (this.#store.isWatching = isPageActive() && this.#timeline.isAtEnd));
  }

  /** Who comes back finds the connection tried at once. */
  #watchPageLifecycle() {
    const left = () => {
      const wasWatching = this.#store?.isWatching;
      this.#updateActivity();
      const room = this.#store?.current;
      if (wasWatching && room && !this.#store?.isWatching) this.#timeline.markNewSince(room.read);
    };
    const back = () => {
      this.#updateActivity();
      this.#chat?.probe();
      this.#status.look();
      this.#timeline.update();
      this.#readIfSeen();
    };
    watchPageLifecycle({ left, back, restored: () => this.#store?.catchUpWithTabs(), offline: () => this.#chat?.probe() });
  }

  #leaveRoom(room) {
    this.#store?.leave(room);
    if (!this.#store?.current) this.#navigation.fallBack();
  }

  async #signOut() {
    const waiting = this.#chat?.outbox?.rooms.length;
    if (waiting && !(await this.#dialogs.ask(t("signOutAsked"), t("unsent"), t("signOut")))) return;
    // A connection that breaks counts as there for some seconds more, in case it comes back; who leaves is gone.
    await Promise.race([this.#store?.leaveAll(), delay(this.#clock, leavingTime)]);
    const response = await fetch("/session", { method: "DELETE", credentials: "same-origin" }).catch(() => null);
    if (response?.ok) return this.#signedOut(t("signedOut"));
    this.#notifications.showToast(t("cantSignOut"));
    this.start();
  }
}

/** @param {import("../client/store.js").Room} room */
function drawTyping(room) {
  byID("typing").textContent = typingIn(room);
}
