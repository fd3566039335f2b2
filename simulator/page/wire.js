// Wire: every call of the Bot API, and every update in the answers, newest first.

import * as api from "./api.js";
import { amend, el, fill } from "./dom.js";
import { emit, on } from "./live.js";
import { Scan } from "./scan.js";
import * as store from "./store.js";
import { hour, t } from "./words.js";

const MOST = 150;
const GATHER_MS = 250;
const FORGOTTEN = 50;

export class Wire {
  constructor() {
    this.entries = [];
    this.last = 0;
    this.search = el("input", { type: "search", "aria-label": t("search"), placeholder: t("search"), oninput: () => this.searched() });
    this.count = el("p", { class: "muted", role: "status" });
    this.list = el("ol", { class: "calls" });
    this.found = el("div", { class: "found", role: "status" });
    this.node = el("div", { class: "part" },
      el("div", { class: "controls" }, this.search,
        el("button", { type: "button", class: "main", onclick: () => this.scan() }, t("scan"))), this.found, this.count, this.list);
    this.done = new Set();
    this.answered = new Set();
    on("answered", (event) => {
      this.answered.add(event.n);
      if (this.isOpen) this.soon();
    });
  }

  opened() {
    this.isOpen = true;
    this.look();
  }

  closed() {
    this.isOpen = false;
  }

  soon() {
    this.gathering ??= setTimeout(() => {
      this.gathering = null;
      this.look();
    }, GATHER_MS);
  }

  // Calls that are still under way are asked for again; one that never got an answer is shown as such.
  async look() {
    const calls = await api.calls(this.last);
    if (!calls.length) return this.draw();
    const newest = calls.at(-1).n;
    let last = newest;
    for (const call of calls) {
      if (this.done.has(call.n)) continue;
      if (call.status === null && !this.answered.has(call.n) && call.n > newest - FORGOTTEN) last = Math.min(last, call.n - 1);
      else {
        this.done.add(call.n);
        this.entries.unshift(...entries(call));
      }
    }
    this.last = last;
    return this.draw();
  }

  searched() {
    this.draw();
    emit({ kind: "searched", text: this.search.value });
  }

  lookFor(text) {
    this.search.value = text;
    this.searched();
  }

  draw() {
    const wanted = this.search.value.trim().toLowerCase();
    const fitting = wanted ? this.entries.filter((one) => one.words.toLowerCase().includes(wanted)) : this.entries;
    this.count.textContent = t("callsShown", { n: fitting.length, all: this.entries.length });
    const nodes = fitting.slice(0, MOST).map((one) => (one.node ??= line(one)));
    amend(this.list, nodes);
  }

  async scan() {
    await this.look();
    const scan = new Scan(store.play.known, store.play.names);
    const results = { scanSent: new Map(), scanTyped: new Map() };
    for (const entry of this.entries) {
      for (const one of scan.find(entry.text)) {
        const place = results[entry.inward ? "scanTyped" : "scanSent"];
        const key = `${one.kind} ${one.text}`;
        place.set(key, { ...one, times: (place.get(key)?.times ?? 0) + 1 });
      }
    }
    fill(this.found, el("p", { class: "muted" }, t("scanExplained", { n: this.entries.length })),
      ...Object.entries(results).map(([title, found]) => this.result(title, [...found.values()])));
    emit({ kind: "scanned" });
  }

  result(title, found) {
    const list = (entries) => el("ul", {}, entries.map((one) => el("li", {},
      el("button", { type: "button", class: "link", onclick: () => this.lookFor(one.text) }, one.text), ` · ${t(one.kind)} · ${one.times}×`)));
    const unknown = found.filter((one) => !one.known);
    const known = found.filter((one) => one.known);
    return el("section", {}, el("h3", {}, t(title)),
      el("p", { class: unknown.length ? "alarm" : "fine" }, `${t("scanUnknown")}: `, unknown.length ? String(unknown.length) : t("scanNothing")),
      unknown.length ? list(unknown) : null,
      known.length ? el("details", {}, el("summary", {}, `${t("scanKnown")}: ${known.length}`), list(known)) : null);
  }
}

// One call becomes one line; the answer to getUpdates one line for every update in it.
function entries(call) {
  if (call.method.toLowerCase() !== "getupdates") return [sent(call)];
  return (call.response?.result ?? []).map((update) => received(call, update));
}

function sent(call) {
  const text = [call.params.text, call.params.caption, call.params.phone_number, call.params.first_name, call.params.last_name,
    call.params.document, labels(call.params.reply_markup)].filter(Boolean).join(" ");
  return entry(call, { inward: false, name: call.method, chat: call.params.chat_id, text, status: call.status, told: { params: call.params, answer: call.response } });
}

function received(call, update) {
  const kind = Object.keys(update).find((name) => name !== "update_id");
  const body = update[kind];
  const message = body.message ?? body;
  const { contact = {}, document = {} } = message;
  const typed = [message.text, message.caption, document.file_name, contact.phone_number, contact.first_name, contact.last_name];
  const text = kind === "callback_query" ? "" : typed.filter(Boolean).join(" ");
  return entry(call, { inward: true, name: kind, chat: message.chat?.id ?? body.from?.id, text, status: 200, told: update });
}

function entry(call, facts) {
  return { at: new Date(call.at), words: `${facts.name} ${JSON.stringify(facts.told)}`, ...facts };
}

function labels(markup) {
  const keys = typeof markup === "string" && markup ? JSON.parse(markup) : markup;
  return (keys?.inline_keyboard ?? []).flat().map((key) => key.text).join(" ");
}

function line(one) {
  const details = el("details", { class: one.inward ? "call inward" : "call outward" },
    el("summary", {},
      el("span", { class: "arrow", "aria-label": t(one.inward ? "inward" : "outward"), role: "img" }, one.inward ? "←" : "→"),
      el("span", { class: "method" }, one.name), one.status === 200 ? null : el("span", { class: "status" }, one.status ? String(one.status) : t("notAnswered")),
      el("time", {}, hour(one.at)),
      el("span", { class: "gist" }, [where(one.chat), one.text.split("\n")[0]].filter(Boolean).join(": "))));
  details.addEventListener("toggle", () => {
    if (details.open && !details.querySelector("pre")) details.append(el("pre", { tabindex: "0" }, JSON.stringify(one.told, null, 2)));
  });
  return el("li", {}, details);
}

function where(chat) {
  if (!chat) return "";
  if (Number(chat) > 0) return store.nameOf(Number(chat));
  for (const user of store.people.keys()) {
    const group = store.chats(user).find((one) => one.id === Number(chat));
    if (group) return group.title;
  }
  return String(chat);
}
