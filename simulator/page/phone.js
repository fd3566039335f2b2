// One phone: whose it is, its chats, the messages of the open one, and what can be written.

import * as api from "./api.js";
import { bubble, gist } from "./bubble.js";
import { composer } from "./composer.js";
import { dialog, el, fill, menu, notice, say } from "./dom.js";
import { emit, next, on } from "./live.js";
import * as store from "./store.js";
import { day, dayKey, t } from "./words.js";

const NEAR_END = 80;
const READ_AFTER_MS = 600;
const TOAST_MS = 5000;
const DRAWN_AT_ONCE = 100;
const NEAR_BEGINNING = 600;

export class Phone {
  constructor(user, desk) {
    this.desk = desk;
    this.shown = new Map();
    this.older = [];
    this.bubbles = new Map();
    this.waiting = new Map();
    this.position = 0;
    this.atEnd = true;
    this.build();
    this.offs = [
      on("message edit delete", (event) => this.takes(event)),
      on("tap", (event) => this.tapped(event)),
      on("answer", (event) => this.answered(event)),
      on("chats", (event) => event.user === this.user && this.drawTabs()),
      on("member", (event) => this.concernsChat(event) && this.refreshFoot()),
      on("upgrade", (event) => event.chat === this.chatId && this.open(event.supergroup)),
      on("answered", (event) => event.method.startsWith("setMyCommands") && this.refreshFoot()),
      on("again", () => this.open(this.chatId)),
      on("play_known", () => { this.drawHead(); this.drawFoot(); }),
    ];
    this.show(user);
  }

  build() {
    this.who = el("button", {
      type: "button", class: "who", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this.choosePerson(),
    });
    this.options = el("button", {
      type: "button", class: "icon", "aria-label": t("more"), "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this.chooseDeed(),
    }, "⋯");
    this.tabs = el("div", { class: "chats" });
    this.list = el("ol", { class: "messages" });
    this.scroller = el("div", { class: "scroller", role: "log", "aria-live": "off", tabindex: "0" }, this.list);
    this.toastBox = el("div", { class: "toast", role: "status", hidden: true });
    this.foot = el("div", { class: "foot" });
    this.node = el("section", { class: "phone" },
      el("header", { class: "phone-head" }, this.who, this.options), this.tabs,
      el("div", { class: "screen" }, this.scroller, this.toastBox), this.foot);
    this.sight = new IntersectionObserver(([entry]) => {
      this.inSight = entry.isIntersecting;
      this.readSoon();
    });
    this.sight.observe(this.node);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.node.addEventListener("pointerdown", () => this.readSoon());
  }

  remove() {
    this.offs.forEach((off) => off());
    this.sight.disconnect();
    this.node.remove();
  }

  async show(user, chatId = null) {
    this.user = user;
    const wanted = chatId ?? store.chats(user)[0]?.id ?? user;
    this.drawHead();
    await this.open(wanted);
  }

  async open(chatId) {
    this.chatId = chatId;
    this.isGroup = chatId < 0;
    this.drawHead();
    const user = this.user;
    this.held = [];
    const [details, messages] = await Promise.all([this.details(), this.load()]);
    if (this.chatId !== chatId || this.user !== user) return;
    this.chat = details;
    this.shown.clear();
    this.bubbles.clear();
    this.waiting.clear();
    this.lastDay = null;
    this.toastBox.hidden = true;
    fill(this.list);
    for (const message of messages) this.shown.set(message.message_id, message);
    this.older = messages.slice(0, -DRAWN_AT_ONCE);
    for (const message of messages.slice(-DRAWN_AT_ONCE)) this.append(message);
    if (!messages.length) this.list.append(el("li", { class: "service hint" }, t("empty")));
    this.toEnd();
    this.drawFoot();
    store.markRead(user, chatId);
    const held = this.held;
    this.held = null;
    held.forEach((event) => this.takes(event));
    emit({ kind: "opened", user });
  }

  // What happens while a chat is being fetched waits until it is drawn.
  takes(event) {
    if (this.held) this.held.push(event);
    else if (event.kind === "message") this.arrived(event);
    else if (event.kind === "edit") this.edited(event);
    else this.deleted(event);
  }

  async details() {
    try {
      return await api.chat(this.user, this.chatId);
    } catch (error) {
      if (error.status !== 404) throw error;
      return null;
    }
  }

  async load() {
    try {
      return await api.messages(this.user, this.chatId);
    } catch (error) {
      if (error.status !== 404) throw error;
      return [];
    }
  }

  // What arrives

  mine(event) {
    if (event.bot !== null && event.bot !== undefined && event.chat !== this.user) return false;
    return store.listedAs(event, this.user) === this.chatId;
  }

  concernsChat(event) {
    return event.chat === this.chatId || event.account === this.user || this.mine({ bot: null, ...event });
  }

  arrived(event) {
    if (!this.mine(event) || !event.shown || this.shown.has(event.message)) return;
    this.list.querySelector(".hint")?.remove();
    const following = this.atEnd || event.sender === this.user;
    this.append(event.shown, true);
    if (following) this.toEnd();
    if (event.sender !== this.user) {
      say(t("newMessage", { who: store.nameOf(this.user), text: gist(event.shown) }));
    }
    if (!this.chat?.started) this.refreshFoot();
    this.readSoon();
  }

  append(message, fresh = false) {
    this.shown.set(message.message_id, message);
    this.mark(message);
    const node = bubble(message, this);
    if (fresh) node.classList.add("fresh");
    this.bubbles.set(message.message_id, node);
    this.list.append(node);
  }

  mark(message) {
    const key = dayOf(message);
    if (key === this.lastDay) return;
    this.lastDay = key;
    this.list.append(dayMark(message));
  }

  // A long chat is drawn from its end; what is older follows as somebody scrolls there.
  drawOlder() {
    const messages = this.older.splice(-DRAWN_AT_ONCE);
    if (!messages.length) return;
    const nodes = [];
    let last = null;
    for (const message of messages) {
      if (dayOf(message) !== last) nodes.push(dayMark(message));
      last = dayOf(message);
      const node = bubble(message, this);
      this.bubbles.set(message.message_id, node);
      nodes.push(node);
    }
    const first = this.list.firstElementChild;
    if (first?.dataset.day === last) first.remove();
    this.list.prepend(...nodes);
  }

  // Further up than the end the position is negative.
  scrolled() {
    this.position = this.scroller.scrollTop;
    this.atEnd = this.position > -NEAR_END;
    const above = this.scroller.scrollHeight - this.scroller.clientHeight + this.position;
    if (above < NEAR_BEGINNING) this.drawOlder();
  }

  edited(event) {
    if (!this.mine(event) || !event.shown) return;
    this.shown.set(event.message, event.shown);
    const waiting = this.older.findIndex((one) => one.message_id === event.message);
    if (waiting >= 0) this.older[waiting] = event.shown;
    const old = this.bubbles.get(event.message);
    if (!old) return;
    const following = this.atEnd;
    const node = bubble(event.shown, this);
    node.classList.add("changed");
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.label : null;
    old.replaceWith(node);
    this.bubbles.set(event.message, node);
    if (focused !== null) (keyOf(node, focused) ?? this.scroller).focus({ preventScroll: true });
    if (following) this.toEnd();
    say(t("newMessage", { who: store.nameOf(this.user), text: gist(event.shown) }));
  }

  deleted(event) {
    if (!this.mine(event)) return;
    this.bubbles.get(event.message)?.remove();
    this.bubbles.delete(event.message);
    this.shown.delete(event.message);
    this.older = this.older.filter((one) => one.message_id !== event.message);
  }

  // What nobody has in sight is not read.
  readSoon() {
    clearTimeout(this.reading);
    this.reading = setTimeout(async () => {
      const last = Math.max(0, ...this.shown.keys());
      const unread = store.chats(this.user).find((one) => one.id === this.chatId)?.unread;
      if (!last || !unread || document.hidden || !navigator.onLine || !this.inSight) return;
      await api.messages(this.user, this.chatId, last - 1);
      store.markRead(this.user, this.chatId);
    }, READ_AFTER_MS);
  }

  // The list is laid out from its end, so it stays there by itself; only whoever is near it is taken there.
  // In the next frame, because to ask or to set a position here would lay out every phone one by one.
  toEnd() {
    this.atEnd = true;
    this.ending ??= requestAnimationFrame(() => {
      this.ending = null;
      if (this.atEnd && this.position !== 0) this.scroller.scrollTop = 0;
    });
  }

  scrollTo(id) {
    while (!this.bubbles.has(id) && this.older.length) this.drawOlder();
    const node = this.bubbles.get(id);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("changed");
    requestAnimationFrame(() => node.classList.add("changed"));
  }

  // What is pressed

  async press(message, button, node) {
    if (node.getAttribute("aria-busy") === "true") return;
    const label = button.data ?? button.text;
    if (button.data) this.wait(message, button, node);
    try {
      const answer = await api.tap(this.user, this.chatId, message.message_id, label);
      if (answer.copied) {
        this.toast(t("copied", { text: answer.copied }));
        navigator.clipboard?.writeText(answer.copied).catch(() => this.toast(t("copied", { text: answer.copied })));
      } else if (answer.url) await this.followAddress(answer.url, node);
      if (!button.data) emit({ kind: "pressed", person: this.user, button: button.text });
    } catch (error) {
      this.unwait(node);
      this.toast(error.message);
    }
  }

  wait(message, button, node) {
    node.setAttribute("aria-busy", "true");
    this.pressing = { message: message.message_id, button: button.text, node };
    setTimeout(() => {
      if (node.getAttribute("aria-busy") !== "true") return;
      this.unwait(node);
      if (node.isConnected) this.toast(t("noAnswer"));
    }, 15_000);
  }

  unwait(node) {
    node.removeAttribute("aria-busy");
  }

  tapped(event) {
    if (event.person !== this.user || !this.pressing) return;
    if (event.message === this.pressing.message && event.button === this.pressing.button) {
      this.waiting.set(event.press, this.pressing.node);
    }
  }

  answered(event) {
    const node = this.waiting.get(event.press);
    if (!node) return;
    this.waiting.delete(event.press);
    this.unwait(node);
    if (event.alert && event.text) this.alert(event.text);
    else if (event.text) this.toast(event.text);
    if (event.url) this.followAddress(event.url, node);
  }

  toast(text) {
    this.toastBox.textContent = text;
    this.toastBox.hidden = false;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => { this.toastBox.hidden = true; }, TOAST_MS);
  }

  alert(text) {
    const box = dialog(store.nameOf(this.user), el("p", {}, text),
      el("button", { type: "button", class: "main", onclick: () => box.close() }, t("ok")));
  }

  // Links

  follow(link) {
    if (link.command) {
      this.send(link.command);
      return true;
    }
    if (link.href.startsWith("tel:")) {
      this.dial(link.href.slice(4));
      return true;
    }
    const leads = own(link.href);
    if (leads && leads.searchParams.has("start")) this.chooseWhere(link.href, link.at);
    else if (leads) this.followAddress(link.href, link.at);
    return leads !== null;
  }

  chooseWhere(address, opener) {
    const others = [...store.people.keys()].filter((user) => user !== this.user);
    menu(opener, [
      { text: t("openHere"), deed: () => this.openLink(address) },
      ...others.map((user) => ({
        text: t("openOn", { who: store.nameOf(user) }), deed: () => this.desk.bring(user).openLink(address),
      })),
    ]);
  }

  followAddress(address, opener) {
    const leads = own(address);
    if (leads === null) return window.open(address, "_blank", "noopener,noreferrer");
    return leads.searchParams.has("startgroup") ? this.chooseGroup(address, opener) : this.openLink(address);
  }

  chooseGroup(address, opener) {
    const groups = store.chats(this.user).filter((chat) => chat.id < 0);
    if (!groups.length) return notice(t("noGroup"));
    return menu(opener, groups.map((chat) => ({ text: chat.title, deed: () => this.openLink(address, chat.id) })));
  }

  async openLink(address, group = null) {
    try {
      const opened = await api.openLink(this.user, address, group);
      await store.loadChats(this.user);
      await this.open(opened.id);
    } catch (error) {
      this.toast(error.message);
    }
  }

  dial(number) {
    this.desk.dial(number, this.user);
  }

  // What is written

  replyTo(message) {
    this.replying = message;
    this.drawFoot();
    this.foot.querySelector("textarea")?.focus();
  }

  async send(text) {
    const leads = text.startsWith("https://") ? own(text.trim()) : null;
    if (leads) return this.openLink(text.trim());
    const reply = this.replying?.message_id ?? null;
    this.replying = null;
    this.drawFoot();
    try {
      await api.send(this.user, this.chatId, text, reply);
      if (!this.chat?.started) await this.refreshFoot();
    } catch (error) {
      this.toast(error.message);
    }
  }

  async sendFile(kind, fields, file) {
    try {
      await api.sendFile(this.user, this.chatId, kind, fields, file);
    } catch (error) {
      this.toast(error.message);
    }
  }

  async setBlocked(blocked) {
    await (blocked ? api.block : api.unblock)(this.user, this.chat.bot);
    await this.refreshFoot();
  }

  async refreshFoot() {
    const { user, chatId } = this;
    const details = await this.details();
    if (user !== this.user || chatId !== this.chatId) return;
    this.chat = details;
    this.drawFoot();
  }

  // How it looks around the messages

  drawHead() {
    const name = store.nameOf(this.user);
    this.node.setAttribute("aria-label", t("phoneOf", { who: name }));
    this.scroller.setAttribute("aria-label", t("messagesOf", { who: name }));
    this.who.setAttribute("aria-label", `${name}. ${t("switchPerson")}`);
    fill(this.who, el("span", { class: "face", "aria-hidden": "true" }, initials(name)),
      el("span", { class: "names" }, el("strong", {}, name), el("small", {}, store.officeOf(this.user))),
      el("span", { class: "turn", "aria-hidden": "true" }, "▾"));
    this.drawTabs();
  }

  drawTabs() {
    const chats = store.chats(this.user);
    const unread = (chat) => (chat.id === this.chatId ? 0 : chat.unread);
    const drawn = JSON.stringify([this.user, this.chatId, chats.map((chat) => [chat.id, chat.title, unread(chat)])]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.tabs.hidden = chats.length < 2;
    this.tabs.setAttribute("role", "group");
    this.tabs.setAttribute("aria-label", t("chatsOf", { who: store.nameOf(this.user) }));
    fill(this.tabs, chats.map((chat) => el("button", {
      type: "button", class: "chat", "aria-pressed": String(chat.id === this.chatId), "data-chat": String(chat.id),
      onclick: () => this.open(chat.id),
    }, el("span", {}, chat.title), unread(chat) ? badge(chat.unread) : null)));
  }

  // Drawn again only when something has changed: whoever is typing goes on typing.
  drawFoot() {
    const { started, blocked, can_write: canWrite, commands } = this.chat ?? {};
    const drawn = JSON.stringify([this.user, this.chatId, started, blocked, canWrite, commands, this.replying?.message_id, store.play.ready]);
    if (drawn === this.footDrawn) return;
    this.footDrawn = drawn;
    const kept = this.foot.querySelector("textarea")?.value ?? "";
    fill(this.foot, composer(this, this.chat, kept));
  }

  choosePerson() {
    const others = [...store.people.keys()].filter((user) => user !== this.user);
    menu(this.who, [
      ...others.map((user) => ({
        text: store.nameOf(user), deed: () => this.show(user),
        hint: [store.officeOf(user), store.unread(user) ? t("unread", { n: store.unread(user) }) : ""].filter(Boolean).join(" · "),
      })),
    ]);
  }

  chooseDeed() {
    const deeds = [];
    if (this.chat?.bot) {
      deeds.push(this.chat.blocked ? { text: t("unblock"), deed: () => this.setBlocked(false) } : { text: t("block"), deed: () => this.setBlocked(true) });
    }
    deeds.push({ text: t("closePhone"), deed: () => this.desk.putAway(this) });
    menu(this.options, deeds);
  }

  // For whoever shows how it is done: the newest button with this label, or one that begins so.
  find(label) {
    const keys = [...this.list.querySelectorAll(".key")].reverse();
    return keys.find((key) => key.dataset.label === label) ?? keys.find((key) => key.dataset.label.startsWith(label)) ?? null;
  }

  async awaitKey(label, seconds = 10) {
    const end = Date.now() + seconds * 1000;
    while (!this.find(label)) {
      const left = (end - Date.now()) / 1000;
      if (left <= 0) return null;
      const fits = (event) => this.mine(event);
      await Promise.race([next("message", fits, left), next("edit", fits, left), next("opened", (event) => event.user === this.user, left)]);
    }
    return this.find(label);
  }
}

export function badge(number) {
  return el("span", { class: "badge", "aria-label": t("unread", { n: number }) }, String(number));
}

const dayOf = (message) => dayKey(new Date(message.date * 1000));

function dayMark(message) {
  return el("li", { class: "service day", "data-day": dayOf(message) }, day(new Date(message.date * 1000)));
}

function keyOf(node, label) {
  return [...node.querySelectorAll(".key")].find((key) => key.dataset.label === label);
}

function own(address) {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const names = [...store.bots.values()].map((bot) => bot.username.toLowerCase());
  const leads = ["t.me", "telegram.me"].includes(url.hostname) && names.includes(url.pathname.slice(1).toLowerCase());
  return leads ? url : null;
}

function initials(name) {
  return name.split(/\s+/).map((part) => part[0]).slice(0, 2).join("");
}
