// The simulated clock: what time it is, and the ways to let time pass.

import * as api from "./api.js";
import { calm, el, fill, menu, notice, pause } from "./dom.js";
import { emit, on } from "./live.js";
import * as store from "./store.js";
import { day, dayAndHour, hour, t } from "./words.js";

const LOOK_MS = 450;
const PATIENCE_MS = 1600;
const MOST_STOPS = 40;
const STEPS = [
  ["hour", (at) => new Date(at.getTime() + 3_600_000)],
  ["day", (at) => later(at, 1)],
  ["week", (at) => later(at, 7)],
  ["month", (at) => later(at, 0, 1)],
];

export const isOutage = (fault) => fault.kind === "cut_before" && fault.method === "*" && fault.times === null;

export class Clock {
  constructor() {
    this.face = el("div", { class: "face-of-clock", role: "timer", "aria-label": t("clock") });
    this.deeds = el("div", { class: "deeds", role: "group", "aria-label": t("clock") });
    this.node = el("div", { class: "clock" }, this.face, this.deeds);
    this.arrivals = 0;
    on("message edit", () => { this.arrivals += 1; });
    on("clock", (event) => this.heard(event));
    on("again", () => this.read());
    this.draw();
    this.read();
    setInterval(() => this.drawFace(), 1000);
  }

  async read() {
    this.heard(await api.clock());
  }

  heard(said) {
    this.offset = new Date(said.now).getTime() - Date.now();
    this.stopped = said.frozen ? new Date(said.now) : null;
    this.drawFace();
  }

  now() {
    return this.stopped ?? new Date(Date.now() + (this.offset ?? 0));
  }

  drawFace() {
    if (this.offset === undefined) return;
    fill(this.face, el("strong", {}, hour(this.now())), el("span", {}, day(this.now())));
  }

  draw() {
    if (this.target) {
      fill(this.deeds, el("span", { class: "underway" }, t("until2", { at: dayAndHour(this.target) })),
        el("button", { type: "button", class: "quiet", onclick: () => { this.target = null; } }, t("stop")));
      return;
    }
    const steps = STEPS.map(([name, move]) => el("button", {
      type: "button", class: "step", "aria-label": t(`${name}Long`), title: t(`${name}Long`), "data-step": name, onclick: () => this.goTo(move(this.now())),
    }, t(name)));
    const folded = el("button", {
      type: "button", class: "quiet folded", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this.choose(folded),
    }, t("time"));
    fill(this.deeds, folded, ...steps,
      el("button", { type: "button", class: "step", title: t("nextDueLong"), "aria-label": t("nextDueLong"), "data-step": "due", onclick: () => this.goToDue() }, t("nextDue")),
      el("button", { type: "button", class: "step", title: t("backLong"), "aria-label": t("backLong"), "data-step": "now", onclick: () => this.reset() }, t("back")));
  }

  // Whoever has pressed here finds the way back to the same button; whoever is elsewhere stays there.
  redraw() {
    const active = document.activeElement;
    const inside = this.deeds.contains(active);
    this.pressed = active.dataset.step ?? this.pressed;
    this.draw();
    if (!inside) return;
    const buttons = [...this.deeds.querySelectorAll("button")].filter((one) => one.offsetParent);
    (buttons.find((one) => one.dataset.step === this.pressed) ?? buttons[0]).focus({ preventScroll: true });
  }

  // On a narrow screen the steps are folded into one menu.
  choose(opener) {
    menu(opener, [
      ...STEPS.map(([name, move]) => ({ text: t(`${name}Long`), deed: () => this.goTo(move(this.now())) })),
      { text: t("nextDueLong"), deed: () => this.goToDue() },
      { text: t("backLong"), deed: () => this.reset() },
    ]);
  }

  // What the bot was about to send leaves first: it would wait for its moment to come again.
  async reset() {
    if (isBeingSetUp()) return;
    if (!(await this.jumps())) await api.settle().catch((error) => notice(t("notSettled", { why: error.message }), 12));
    await api.resetClock();
    emit({ kind: "moved" });
  }

  async goToDue() {
    const due = await api.due();
    if (due) await this.goTo(new Date(due));
    else notice(t("nothingDue"));
  }

  // From one due time to the next, on a long way in strides, so that what comes due on the way can be seen arriving.
  async goTo(target) {
    if (this.target || isBeingSetUp()) return;
    this.target = target;
    this.patience = PATIENCE_MS;
    this.redraw();
    try {
      const mode = (await this.jumps()) ? "jump" : "forward";
      this.stride = (target - this.now()) / MOST_STOPS;
      while (this.target && this.now() < target) await this.goOn(target, mode);
    } catch (error) {
      notice(t("notSettled", { why: error.message }), 12);
    }
    this.target = null;
    this.redraw();
    emit({ kind: "moved" });
  }

  async goOn(target, mode) {
    const due = mode === "jump" ? null : await api.due();
    const soonest = due ? Math.max(new Date(due), this.now().getTime() + this.stride) : target;
    const stop = new Date(Math.min(soonest, target));
    const before = this.arrivals;
    this.heard(await api.moveClock(stop.toISOString(), mode));
    if (this.arrivals > before && !calm()) await this.look();
  }

  // Nobody can wait for a bot that is dead or cannot reach Telegram.
  async jumps() {
    const [faults, child] = await Promise.all([api.faults(), api.child()]);
    return faults.some(isOutage) || (child.command && !child.running);
  }

  // Long enough to be seen; on a long way the looks grow shorter.
  async look() {
    const look = Math.min(LOOK_MS, this.patience / 4);
    this.patience -= look;
    await pause(look);
  }
}

// Whoever sets the world up needs its time to stand still meanwhile.
function isBeingSetUp() {
  if (store.play.ready === false) notice(t("tourWait"));
  return store.play.ready === false;
}

function later(at, days, months = 0) {
  const then = new Date(at);
  then.setMonth(then.getMonth() + months, then.getDate() + days);
  return then;
}
