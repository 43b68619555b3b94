import { avatar, byID, fill, h, icon, redrawing } from "./dom.js";
import { isPageActive } from "./page-lifecycle.js";
import { t, told } from "./words.js";

/** Shorter outages are not mentioned. Milliseconds. */
const bannerDelay = 2_000;

/** How the connection is: a calm banner when the pause can be noticed, and who one is, with version and instance. */
export class Status {
  #banner = byID("banner");
  #me = byID("me");
  #options;
  #timer;
  /** When the present outage began; `null` while there is none. */
  #downSince = null;
  /** What the server called the page at first: this one. */
  #page = null;
  #maintenance = null;

  /** @type {import("../client/fleet-health.js").FleetHealth | undefined} once it has come */
  #health;

  /** @param {{clock: import("../client/clock.js").Clock, retry: () => void, leave: () => void, settings: () => void, notify: () => Promise<boolean>, notifications: () => {can: boolean, on: boolean}}} options */
  constructor(options) {
    this.#options = options;
    Promise.all([import("../client/fleet-health.js"), import("../client/health.js")]).then(([{ FleetHealth }, { fetchHealth }]) => this.#watch(new FleetHealth({
      clock: options.clock,
      ask: async () => (await fetchHealth("/health", options.clock))?.body,
      isWanted: () => this.chat?.phase === "up" && isPageActive(),
      changed: () => this.draw(),
    })), () => {});
    globalThis.addEventListener("online", () => this.draw());
    globalThis.addEventListener("offline", () => this.draw());
  }

  #watch(health) {
    this.#health = health;
    if (this.chat) health.start();
  }

  /** @param {import("../tchatter.js").Chat} chat */
  connect(chat) {
    this.chat = chat;
    this.#downSince = this.#maintenance = null;
    this.#banner.hidden = true;
    this.#health?.start();
    // What waits although there is a connection is not taken.
    chat.on("outbox", (room) => chat.isLive(room) && chat.outbox?.of(room).some(isRefused) && this.#health?.check());
    chat.on("state", ({ error }) => {
      if (error?.code === "maintenance") this.#maintenance = error.message || t("closed");
      this.draw();
    });
    chat.on("welcome", () => {
      this.#maintenance = null;
      this.#page ??= chat.server.page ?? null;
      this.draw();
    });
    chat.on("maintenance", ({ on, message }) => {
      this.#maintenance = on ? message || t("closed") : null;
      this.draw();
    });
    this.draw();
  }

  /** Nobody is signed in. */
  disconnect() {
    this.#health?.stop();
    this.chat = null;
    clearTimeout(this.#timer);
  }

  /** Somebody looks again. */
  look() {
    this.#health?.check();
  }

  /** Why nothing is sent although there is a connection. */
  get #trouble() {
    return this.#maintenance ? told(this.#maintenance) : (this.chat?.phase === "up" && this.#health?.isWell === false ? t("unwell") : null);
  }

  draw() {
    clearTimeout(this.#timer);
    if (!this.chat) return;
    this.#drawMe();
    document.body.toggleAttribute("data-trouble", this.#trouble !== null);
    document.body.dataset.phase = this.chat?.phase ?? "";
    if (this.chat?.phase === "up") this.#downSince = null;
    if (this.#trouble) return this.#show("warn", this.#trouble);
    if (this.chat?.phase === "up") return this.#up();
    if (this.chat?.phase === "ended") return;
    this.#downSince ??= performance.now();
    this.#timer = setTimeout(() => this.#down(), Math.max(0, this.#downSince + bannerDelay - performance.now()));
  }

  #up() {
    const { page } = this.chat.server;
    if (page && this.#page && page !== this.#page) {
      return this.#show("calm", t("newVersion"), " ",
        h("button", { class: "link", type: "button", onclick: () => location.reload() }, t("reload")));
    }
    this.#banner.hidden = true;
  }

  #down() {
    const isOffline = navigator.onLine === false;
    this.#show("warn", t(isOffline ? "offlineNow" : "away"), " ",
      !isOffline && h("button", { class: "link", type: "button", onclick: this.#options.retry }, t("tryNow")));
  }

  #show(kind, ...content) {
    const text = content.filter((part) => typeof part === "string").join("");
    if (!this.#banner.hidden && this.#banner.dataset.text === text) return;
    this.#banner.className = `banner ${kind}`;
    this.#banner.dataset.text = text;
    fill(this.#banner, ...content);
    this.#banner.hidden = false;
  }

  #drawMe() {
    const user = this.chat?.user;
    if (!user) return;
    const { version, instance } = this.chat.server;
    const state = t({ up: this.#maintenance ? "inMaintenance" : this.#trouble ? "cantSend" : "connected", waiting: "reconnecting" }[this.chat.phase] ?? this.chat.phase);
    const withWay = (words) => (this.chat.phase === "up" && this.chat.transport === "poll" ? t("longPoll", { state: words }) : words);
    const { can, on } = this.#options.notifications();
    const bell = h("button", { class: on ? "icon on" : "icon", type: "button", "aria-pressed": String(on), "aria-label": t("notifications"),
      title: t(on ? "notificationsOn" : "notifyMe"), onclick: () => this.#options.notify().then(() => this.draw()) }, icon("bell"));
    const details = [version && `v${version}`, instance].filter(Boolean).join(" · ");
    const note = this.chat.phase === "up" && details && !this.#trouble ? withWay(details) : state;
    redrawing.keep(this.#me, () => fill(
      this.#me, h("span", { class: "face" }, avatar(user), h("span", { class: "dot" })),
      h("button", { class: "who", type: "button", "aria-haspopup": "dialog", onclick: this.#options.settings }, h("bdi", { class: "name" }, user.name),
        h("span", { class: "note", id: "connection", title: [withWay(state), details].filter(Boolean).join(t("comma")) }, note)),
      can && bell,
      h("button", { class: "icon", type: "button", id: "sign-out", "aria-label": t("signOut"), title: t("signOut"), onclick: this.#options.leave }, icon("leave")),
    ));
  }
}

/** Whether a message was sent, and not taken for now. @param {import("../client/outbox.js").Outgoing} item */
const isRefused = ({ state, wasOffered }) => state === "waiting" && wasOffered === true;
