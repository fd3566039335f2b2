// Three drawers behind the glass: one open at a time, all closed at first.

import { Data } from "./data.js";
import { el, fill } from "./dom.js";
import { emit, on } from "./live.js";
import { Weather } from "./weather.js";
import { Wire } from "./wire.js";
import { t } from "./words.js";

export class Drawers {
  constructor(desk, clock) {
    this.node = document.getElementById("drawer");
    this.parts = { data: new Data(), wire: new Wire(), weather: new Weather(desk, clock) };
    this.openers = Object.keys(this.parts).map((name) => el("button", {
      type: "button", class: "quiet", "aria-expanded": "false", "aria-controls": "drawer", "data-drawer": name, onclick: () => this.toggle(name),
    }, t(name)));
    on("phone_chosen", () => this.uncover());
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  toggle(name) {
    if (this.open === name) this.close();
    else this.show(name);
  }

  show(name) {
    if (this.open === name) return;
    this.parts[this.open]?.closed?.();
    this.open = name;
    const part = this.parts[name];
    const closing = el("button", { type: "button", class: "close", "aria-label": t("close"), onclick: () => this.close() }, "×");
    fill(this.node, el("header", {}, el("h2", {}, t(name)), closing),
      el("p", { class: "proof" }, t(`${name}Says`)), part.node);
    this.node.setAttribute("aria-label", t(name));
    this.node.hidden = false;
    part.opened();
    this.mark();
    closing.focus({ preventScroll: true });
    emit({ kind: "drawer", name });
  }

  close() {
    if (!this.open) return;
    const opener = this.openers.find((one) => one.dataset.drawer === this.open);
    this.parts[this.open]?.closed?.();
    this.open = null;
    this.node.hidden = true;
    this.mark();
    opener?.focus();
  }

  // On a narrow screen an open drawer lies where the phones are.
  uncover() {
    if (matchMedia("(max-width: 720px)").matches) this.close();
  }

  mark() {
    document.body.dataset.drawer = this.open ?? "";
    for (const one of this.openers) one.setAttribute("aria-expanded", String(one.dataset.drawer === this.open));
  }
}
