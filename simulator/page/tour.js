// The guided tour: steps of the play, each a few deeds; it points at the next one, and can do it itself.

import * as api from "./api.js";
import { calm, el, fill, notice, pause } from "./dom.js";
import { on } from "./live.js";
import * as store from "./store.js";
import { dayAndHour, t, told } from "./words.js";

const LOOK_MS = 500;
const SHORTEST_LOOK_MS = 100;
const STEP_MS = 3000;

export class Tour {
  constructor(desk, clock, drawers) {
    Object.assign(this, { desk, clock, drawers });
    this.node = document.getElementById("tour");
    this.node.setAttribute("aria-label", t("tour"));
    this.opener = el("button", { type: "button", class: "main", onclick: () => this.begin() }, t("tour"));
    on("tap", (event) => this.done("tap", (deed) => event.person === deed.user && event.button.startsWith(deed.label)));
    on("pressed", (event) => this.done("tap", (deed) => event.person === deed.user && event.button.startsWith(deed.label)));
    on("message", (event) => this.done("type", (deed) => event.sender === deed.user && event.shown?.text?.startsWith(deed.text)));
    on("drawer", (event) => this.done("drawer", (deed) => deed.name === event.name));
    on("searched", (event) => this.done("search", (deed) => event.text.toLowerCase() === deed.text.toLowerCase()));
    on("picked_up", () => this.done("telephone", () => true));
    on("scanned", () => this.done("scan", () => true));
    on("child", (event) => this.done("child", (deed) => event.running === (deed.deed === "start")));
    on("moved clock", () => this.done("time", (deed) => this.clock.now() >= new Date(deed.to)));
    on("message edit opened weather", () => this.isOpen && requestAnimationFrame(() => this.point()));
  }

  get steps() {
    return store.play.tour ?? [];
  }

  get step() {
    return this.steps[this.at.step];
  }

  get deed() {
    return this.step?.do?.[this.at.deed];
  }

  // The play has come or changed: the tour is there when it has steps.
  refresh() {
    this.opener.hidden = !this.steps.length;
    this.key = `tour of ${store.play.id}`;
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    this.at = kept ?? { step: 0, deed: 0, open: true };
    if (this.steps.length && (this.at.open || this.isOpen)) this.begin();
  }

  begin() {
    this.isOpen = true;
    this.keep({ open: true });
    this.node.hidden = false;
    this.draw();
    this.stage();
  }

  leave() {
    this.isOpen = false;
    this.keep({ open: false });
    this.node.hidden = true;
    this.unpoint();
    this.opener.focus();
  }

  keep(change) {
    Object.assign(this.at, change);
    localStorage.setItem(this.key, JSON.stringify(this.at));
  }

  done(kind, fits) {
    const deed = this.deed;
    if (!this.isOpen || deed?.kind !== kind || !fits(deed)) return;
    this.keep({ deed: this.at.deed + 1 });
    this.draw();
    this.stage();
  }

  goOn() {
    if (this.at.step + 1 >= this.steps.length) {
      this.keep({ step: 0, deed: 0 });
      this.leave();
      return;
    }
    this.keep({ step: this.at.step + 1, deed: 0 });
    if (!this.step.do.some((deed) => ["drawer", "scan"].includes(deed.kind))) this.drawers.close();
    this.draw();
    this.stage();
    this.node.querySelector("h2").focus({ preventScroll: true });
  }

  // Lay what is to be pressed, or at the end what is to be looked at, in view, and point at it.
  async stage() {
    if (!store.play.ready) return;
    const deed = this.deed;
    this.uncover(deed);
    if (deed?.user) await this.openChat(this.desk.bring(deed.user), deed);
    else if (deed?.kind === "telephone") this.desk.focusOn(this.desk.telephones[0]);
    else if (!deed) await this.lookAt(this.step.look_at);
    this.point();
  }

  // What is to be pressed or looked at may lie in a drawer, or on a narrow screen behind one.
  uncover(deed) {
    const drawer = { child: "weather", search: "wire", scan: "wire" }[deed?.kind];
    const onPhone = deed?.user || deed?.kind === "telephone" || (!deed && this.step.look_at.length);
    if (drawer) this.drawers.show(drawer);
    else if (onPhone) this.drawers.uncover();
  }

  async lookAt(places) {
    for (const place of [...places].reverse()) {
      if (place.telephone) this.desk.focusOn(this.desk.telephones[0]);
      else await this.openChat(this.desk.bring(place.user), place);
    }
  }

  async openChat(phone, deed) {
    const wanted = store.chats(phone.user).find((chat) => (deed.group ? chat.title === deed.group && chat.id < 0 : chat.id > 0));
    if (wanted && wanted.id !== phone.chatId) await phone.open(wanted.id);
  }

  unpoint() {
    document.querySelectorAll(".pointed, .looked").forEach((node) => node.classList.remove("pointed", "looked"));
  }

  point() {
    this.unpoint();
    this.target()?.classList.add("pointed");
    for (const place of this.deed ? [] : this.step.look_at) {
      (place.telephone ? this.desk.telephones[0] : this.desk.of(place.user))?.node.classList.add("looked");
    }
  }

  target() {
    const deed = this.deed;
    const phone = this.desk.of(deed?.user);
    switch (deed?.kind) {
      case "tap": return phone?.find(deed.label);
      case "type": return phone?.foot.querySelector("textarea");
      case "drawer": return this.drawers.openers.find((one) => one.dataset.drawer === deed.name);
      case "search": return this.drawers.parts.wire.search;
      case "telephone": return this.desk.telephones[0].node.querySelector("button");
      case "scan": return this.drawers.parts.wire.node.querySelector("button.main");
      case "child": return this.drawers.parts.weather.node.querySelector("[data-weather=kill] button");
      default: return null;
    }
  }

  // Do the rest of the step, at a pace that can be followed.
  async show() {
    if (this.showing) return;
    this.showing = true;
    this.draw();
    try {
      const { step } = this.at;
      while (this.isOpen && this.at.step === step && this.deed) await this.perform(this.deed);
    } catch (error) {
      notice(t("tourFailed", { why: error.message }), 12);
    }
    this.showing = false;
    this.draw();
    this.node.querySelector(".onward")?.focus({ preventScroll: true });
  }

  async perform(deed) {
    const before = this.at.deed;
    if (deed.kind === "time") await this.clock.goTo(new Date(deed.to));
    else {
      await this.stage();
      await this.byHand(deed);
      if (["tap", "type", "child"].includes(deed.kind) && !(await this.clock.jumps())) await api.settle();
    }
    if (this.at.deed === before) this.keep({ deed: before + 1 });
  }

  async byHand(deed) {
    const phone = this.desk.of(deed.user);
    if (deed.kind === "tap") {
      const key = await phone.awaitKey(deed.label);
      if (!key) {
        throw new Error(`[${deed.label}]`);
      }
      this.point();
      await this.breathe();
      await (phone.find(deed.label) ?? key).press();
    } else if (deed.kind === "type") {
      await this.breathe();
      await phone.send(deed.text);
    } else if (deed.kind === "drawer") this.drawers.show(deed.name);
    else if (deed.kind === "search") this.drawers.parts.wire.lookFor(deed.text);
    else if (deed.kind === "telephone") this.desk.telephones[0].pickUp();
    else if (deed.kind === "scan") await this.drawers.parts.wire.scan();
    else if (deed.kind === "child") await api.changeChild(deed.deed);
    await this.breathe();
  }

  // Twice a deed, before and after it; of many deeds each is looked at more briefly.
  breathe() {
    const fair = STEP_MS / (2 * this.step.do.length);
    return pause(calm() ? 0 : Math.max(SHORTEST_LOOK_MS, Math.min(LOOK_MS, fair)));
  }

  draw() {
    if (!this.isOpen) return;
    const step = this.step;
    const ready = store.play.ready;
    const finished = ready && !this.deed;
    const last = this.at.step + 1 === this.steps.length;
    fill(this.node,
      el("header", {}, el("small", {}, t("tourStep", { n: this.at.step + 1, all: this.steps.length })),
        el("button", { type: "button", class: "link", onclick: () => this.leave() }, t("tourLeave"))),
      el("progress", { max: this.steps.length, value: this.at.step + (finished ? 1 : 0), "aria-label": t("tour") }),
      el("h2", { tabindex: "-1" }, told(step.title)), el("p", {}, told(step.text)),
      finished ? el("p", { class: "look", role: "status" }, told(step.look)) : el("p", { class: "deed", role: "status" }, this.hint()),
      el("div", { class: "onwards" },
        this.showing || !ready ? button(t(ready ? "working" : "settingUp"), "main onward", () => {}, true)
          : finished ? button(t(last ? "tourDone" : "tourNext"), "main onward", () => this.goOn())
            : button(t("tourShow"), "main onward", () => this.show())));
  }

  hint() {
    if (!store.play.ready) return t("tourWait");
    const deed = this.deed;
    const where = deed.user ? ` (${deed.group ? deed.group : t("at", { who: store.nameOf(deed.user) })})` : "";
    switch (deed.kind) {
      case "tap": return t("tapOn", { what: deed.label }) + where;
      case "type": return t("typeIt", { what: deed.text }) + where;
      case "time": return t("moveTime", { what: t("until", { at: dayAndHour(new Date(deed.to)) }) });
      case "search": return t("searchFor", { what: deed.text });
      case "telephone": return t("pickUp", { who: this.desk.telephones[0]?.about.name });
      case "scan": return t("tapOn", { what: t("scan") });
      case "child": return t("tapOn", { what: t(deed.deed === "start" ? "restart" : "kill") });
      default: return t("openDrawer", { what: t(deed.name) });
    }
  }
}

function button(text, kind, deed, disabled = false) {
  return el("button", { type: "button", class: kind, disabled, onclick: deed }, text);
}
