// A plain telephone: it knows no messages, it only rings when somebody dials its number.

import { el, fill, say } from "./dom.js";
import { emit, on } from "./live.js";
import * as store from "./store.js";
import { t, told } from "./words.js";

const digits = (text) => text.replace(/\D/g, "");

export class Telephone {
  constructor(about) {
    this.about = about;
    this.node = el("section", { class: "telephone", "aria-label": `${about.name}, ${about.number}` });
    this.state = "quiet";
    on("message edit", (event) => this.listen(event));
    this.draw();
  }

  answersTo(number) {
    return digits(number).slice(-8) === digits(this.about.number).slice(-8);
  }

  // A call task that names this number lets the telephone ring.
  listen(event) {
    const text = event.shown?.text ?? "";
    const task = new RegExp(this.about.rings ?? "$^", "i");
    if (event.bot && task.test(text) && digits(text).includes(digits(this.about.number))) this.ring(event.chat, text);
  }

  ring(caller, text) {
    this.caller = caller;
    this.about.code = /\b[A-Z]{2}-[0-9A-Z]{4}\b/.exec(text ?? "")?.[0] ?? this.about.code ?? "";
    this.state = "ringing";
    say(`${this.about.name}: ${t("ringing")}`);
    this.draw();
  }

  pickUp() {
    this.set("talking");
    emit({ kind: "picked_up", number: this.about.number });
  }

  set(state) {
    this.state = state;
    this.draw();
    this.node.querySelector("button")?.focus();
  }

  draw() {
    const { name, office, number } = this.about;
    this.node.dataset.state = this.state;
    fill(this.node,
      el("div", { class: "handset", "aria-hidden": "true" }, "☎"),
      el("strong", {}, name), el("small", {}, office), el("span", { class: "number" }, number), ...this.parts());
  }

  parts() {
    if (this.state === "quiet") return [el("p", { class: "muted" }, t("quiet"))];
    const who = store.nameOf(this.caller);
    if (this.state === "ringing") {
      return [el("p", {}, t("callTask", { who })),
        el("button", { type: "button", class: "main", onclick: () => this.pickUp() }, t("answer"))];
    }
    const says = told(this.about.says).replace("{code}", this.about.code ?? "").replace("{who}", who);
    return [el("p", {}, t("says", { who })), el("blockquote", {}, says),
      el("button", { type: "button", class: "quiet", onclick: () => this.set("quiet") }, t("hangUp"))];
  }
}
