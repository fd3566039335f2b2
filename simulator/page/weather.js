// Weather: what can go wrong around a bot, one press each.

import * as api from "./api.js";
import { el, fill, menu, notice } from "./dom.js";
import { on } from "./live.js";
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
    clock.jumps = () => this.down !== undefined || this.dead;
    on("clock", () => this.endOutage());
    on("child", (event) => { this.dead = !event.running; this.draw(); });
    on("answered", () => this.isOpen && this.soon());
    this.recall();
  }

  // A page that is opened anew takes up an outage that is still in force.
  async recall() {
    const found = (await api.faults()).find((fault) => fault.description === "an hour away");
    if (found) this.down = { id: found.id, until: new Date(this.clock.now().getTime() + HOUR_MS) };
    const child = await api.child();
    if (child.command) this.dead = !child.running;
    this.draw();
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

  async draw() {
    const [faults, child] = await Promise.all([api.faults(), api.child()]);
    const inForce = (kind) => faults.some((fault) => fault.kind === kind);
    fill(this.node,
      this.card("down", this.down ? t("until", { at: dayAndHour(this.down.until) }) : "",
        this.down ? button(t("endIt"), () => this.lift()) : button(t("doIt"), () => this.goDown())),
      this.card("limit", inForce("retry_after") ? t("inForce") : "", button(t("doIt"), () => this.order("limit"))),
      this.card("lost", inForce("cut_after") ? t("inForce") : "", button(t("doIt"), () => this.order("lost"))),
      this.card("block", "", button(t("doIt"), (event) => this.chooseBlocked(event.currentTarget), true)),
      this.card("upgrade", "", button(t("doIt"), (event) => this.chooseGroup(event.currentTarget), true)),
      child.command ? this.card("kill", `Bot ${child.pid} ${t(child.running ? "running" : "dead")}`,
        child.running ? button(t("kill"), () => api.changeChild("kill")) : button(t("restart"), () => this.restart()))
        : this.card("kill", t("noChild")));
  }

  card(name, state, ...deeds) {
    return el("section", { class: "weather", "data-weather": name }, el("h3", {}, t(`${name}Title`)), el("p", {}, t(`${name}Says`)),
      el("div", { class: "deed" }, ...deeds, state ? el("span", { class: "state" }, state) : null));
  }

  async order(name) {
    await api.orderFault(ORDERS[name]);
    await this.draw();
  }

  async goDown() {
    const { id } = await api.orderFault({ kind: "cut_before", method: "*", description: "an hour away" });
    this.down = { id, until: new Date(this.clock.now().getTime() + HOUR_MS) };
    await this.draw();
  }

  async endOutage() {
    if (this.down && this.clock.now() >= this.down.until) await this.lift();
  }

  async lift() {
    const { id } = this.down;
    this.down = undefined;
    await api.liftFault(id);
    await this.draw();
  }

  restart() {
    return api.changeChild("start");
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
