// Weather: what can go wrong around a bot, one press each.

import * as api from "./api.js";
import { isOutage } from "./clock.js";
import { el, fill, menu, notice } from "./dom.js";
import { emit, on } from "./live.js";
import * as store from "./store.js";
import { dayAndHour, t } from "./words.js";

const HOUR_MS = 3_600_000;
const ORDERS = {
  limit: { kind: "retry_after", method: "sendMessage", times: 3, seconds: 5 },
  lost: { kind: "cut_after", method: "sendMessage", times: 1 },
};

export class Weather {
  constructor(desk, clock) {
    this.desk = desk;
    this.clock = clock;
    this.node = el("div", { class: "part" });
    on("answered clock child again", () => this.isOpen && this.soon());
  }

  opened() {
    this.isOpen = true;
    this.draw();
  }

  closed() {
    this.isOpen = false;
  }

  soon() {
    clearTimeout(this.gathering);
    this.gathering = setTimeout(() => this.draw(), 300);
  }

  // Drawn again only when something has changed, and whoever is on a button stays on it.
  async draw() {
    const [faults, child] = await Promise.all([api.faults(), api.child()]);
    const drawn = JSON.stringify([faults, child]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const outage = faults.find(isOutage);
    const held = document.activeElement?.closest("[data-weather]")?.dataset.weather;
    fill(this.node,
      this.card("down", outage ? t("until", { at: dayAndHour(new Date(outage.until)) }) : "", this.switchFor(outage, () => this.goDown())),
      ...Object.entries(ORDERS).map(([name, order]) => this.ordered(name, faults.find((fault) => fault.kind === order.kind))),
      this.card("block", "", button(t("doIt"), (event) => this.chooseBlocked(event.currentTarget), true)),
      this.card("upgrade", "", button(t("doIt"), (event) => this.chooseGroup(event.currentTarget), true)),
      child.command ? this.card("kill", `Bot ${child.pid} ${t(child.running ? "running" : "dead")}`,
        child.running ? button(t("kill"), () => api.changeChild("kill")) : button(t("restart"), () => api.changeChild("start")))
        : this.card("kill", t("noChild")));
    if (held) this.node.querySelector(`[data-weather="${held}"] button`)?.focus({ preventScroll: true });
    emit({ kind: "weather" });
  }

  ordered(name, fault) {
    return this.card(name, fault ? t("inForce") : "", this.switchFor(fault, () => api.orderFault(ORDERS[name])));
  }

  // One button that lets it happen, or ends it while it lasts.
  switchFor(fault, begin) {
    return button(t(fault ? "endIt" : "doIt"), async () => {
      await (fault ? api.liftFault(fault.id) : begin());
      await this.draw();
    });
  }

  // The simulator itself ends it, also when nobody looks at this page any more.
  goDown() {
    const until = new Date(this.clock.now().getTime() + HOUR_MS).toISOString();
    return api.orderFault({ kind: "cut_before", method: "*", until });
  }

  card(name, state, ...deeds) {
    return el("section", { class: "weather", "data-weather": name }, el("h3", {}, t(`${name}Title`)), el("p", {}, t(`${name}Says`)),
      el("div", { class: "deed" }, ...deeds, state ? el("span", { class: "state" }, state) : null));
  }

  chooseBlocked(opener) {
    menu(opener, this.desk.phones.filter((phone) => phone.chat?.bot).map((phone) => ({
      text: store.nameOf(phone.user), deed: () => phone.setBlocked(true),
    })));
  }

  chooseGroup(opener) {
    const groups = new Map();
    for (const user of store.people.keys()) {
      for (const chat of store.chats(user)) if (chat.type === "group") groups.set(chat.id, chat.title);
    }
    if (!groups.size) return notice(t("noGroup"));
    return menu(opener, [...groups].map(([id, title]) => ({
      text: title,
      deed: () => api.upgrade(id),
    })));
  }
}

function button(text, deed, opens = false) {
  return el("button", { type: "button", class: "main", "aria-haspopup": opens ? "menu" : null, onclick: deed }, text);
}
