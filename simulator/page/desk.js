// The phones on the desk: which ones lie there, in which order, and which one a narrow screen shows.

import * as api from "./api.js";
import { calm, dialog, el, fill, menu, notice } from "./dom.js";
import { emit, on } from "./live.js";
import { Phone, badge } from "./phone.js";
import * as store from "./store.js";
import { Telephone } from "./telephone.js";
import { t } from "./words.js";

const MOST_AT_FIRST = 4;

export class Desk {
  constructor() {
    this.phones = [];
    this.telephones = [];
    this.row = document.getElementById("phones");
    this.tabs = document.getElementById("tabs");
    this.row.setAttribute("aria-label", t("phones"));
    this.tabs.setAttribute("aria-label", t("phones"));
    this.adding = el("button", {
      type: "button", class: "adding", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this.chooseAdding(),
    }, el("span", { "aria-hidden": "true" }, "+"), el("span", {}, t("add")));
    on("chats", () => this.drawSoon());
    on("person", (event) => setTimeout(() => this.phones.length < MOST_AT_FIRST && this.fill(event), 150));
  }

  // The phones that the play asks for, else the first few people; what lies there already stays.
  fill() {
    const asked = (store.play.phones ?? []).filter((user) => store.people.has(user));
    const users = asked.length ? asked : [...store.people.keys()].slice(0, MOST_AT_FIRST);
    for (const user of users) {
      if (this.phones.length < users.length && !this.of(user)) this.lay(user);
    }
    for (const about of store.play.telephones ?? []) {
      if (!this.telephones.some((one) => one.about.number === about.number)) this.telephones.push(new Telephone(about));
    }
    this.draw();
  }

  of(user) {
    return this.phones.find((phone) => phone.user === user);
  }

  lay(user) {
    const phone = new Phone(user, this);
    this.phones.push(phone);
    return phone;
  }

  // Somebody's phone in view, laid on the desk if it was not there.
  bring(user) {
    let phone = this.of(user);
    if (!phone) {
      phone = this.lay(user);
      this.draw();
    }
    this.focusOn(phone);
    return phone;
  }

  putAway(phone) {
    this.phones = this.phones.filter((one) => one !== phone);
    phone.remove();
    this.draw();
  }

  focusOn(one) {
    this.current = one;
    this.drawTabs();
    one.node.scrollIntoView({ behavior: calm() ? "instant" : "smooth", block: "nearest", inline: "nearest" });
  }

  draw() {
    const nodes = [...this.phones, ...this.telephones].map((one) => one.node);
    if (this.current === undefined || !nodes.includes(this.current?.node)) this.current = this.phones[0];
    for (const node of [...nodes, this.adding]) if (node.parentNode !== this.row) this.row.append(node);
    this.row.append(...this.telephones.map((one) => one.node), this.adding);
    this.drawTabs();
  }

  drawSoon() {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null;
      this.drawTabs();
    });
  }

  drawTabs() {
    const all = [...this.phones, ...this.telephones];
    for (const one of all) one.node.classList.toggle("current", one === this.current);
    const drawn = JSON.stringify(all.map((one) => [one.user ?? one.about.name, one === this.current, store.unread(one.user)]));
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    fill(this.tabs, all.map((one) => {
      const name = one.about?.name ?? store.nameOf(one.user);
      const unread = one.about ? 0 : store.unread(one.user);
      return el("button", {
        type: "button", "aria-pressed": String(one === this.current), onclick: () => {
          emit({ kind: "phone_chosen" });
          this.focusOn(one);
        },
      }, el("span", {}, one.about ? `☎ ${name.split(" ")[0]}` : name.split(" ")[0]), unread && one !== this.current ? badge(unread) : null);
    }), el("button", { type: "button", "aria-label": t("add"), onclick: (event) => this.chooseAdding(event.currentTarget) }, "+"));
  }

  dial(number, caller) {
    const telephone = this.telephones.find((one) => one.answersTo(number));
    if (!telephone) return notice(`${t("call")}: ${number}`);
    telephone.ring(caller);
    return this.focusOn(telephone);
  }

  chooseAdding(opener = this.adding) {
    const away = [...store.people.keys()].filter((user) => !this.of(user));
    menu(opener, [
      ...away.map((user) => ({ text: store.nameOf(user), hint: store.officeOf(user) || t("addPhone"), deed: () => this.bring(user) })),
      { text: t("addPerson"), deed: () => this.addPerson() },
      { text: t("addGroup"), deed: () => this.addGroup() },
    ]);
  }

  addPerson() {
    const first = field(t("firstName"));
    const last = field(t("lastName"), false);
    this.ask(t("addPerson"), [first.node, last.node], async () => {
      const person = await api.addPerson(first.value(), last.value());
      store.people.set(person.id, person);
      await store.loadChats(person.id);
      this.bring(person.id);
    });
  }

  addGroup() {
    const title = field(t("groupTitle"));
    const boxes = [...store.people.keys()].map((user) => ({ user, box: el("input", { type: "checkbox" }) }));
    const withBot = el("input", { type: "checkbox", checked: true });
    const people = el("fieldset", {}, el("legend", {}, t("members")),
      ...boxes.map(({ user, box }) => el("label", { class: "check" }, box, store.nameOf(user))),
      el("label", { class: "check" }, withBot, t("withBot")));
    this.ask(t("addGroup"), [title.node, people], async () => {
      const members = boxes.filter(({ box }) => box.checked).map(({ user }) => user);
      const group = await api.addGroup(title.value(), members, members.slice(0, 1));
      if (withBot.checked) await api.addMember(group.id, store.firstBot(), members[0]);
      await Promise.all(members.map(store.loadChats));
      this.bring(members[0]).open(group.id);
    });
  }

  ask(title, fields, deed) {
    const complaint = el("p", { class: "complaint", role: "alert" });
    const form = el("form", {
      class: "asked",
      onsubmit: async (event) => {
        event.preventDefault();
        try {
          await deed();
          box.close();
        } catch (error) {
          complaint.textContent = error.message;
        }
      },
    }, ...fields, complaint, el("button", { type: "submit", class: "main" }, t("add")));
    const box = dialog(title, form);
  }
}

function field(label, required = true) {
  const input = el("input", { type: "text", required, autocomplete: "off" });
  return { node: el("label", { class: "field" }, el("span", {}, label), input), value: () => input.value.trim() };
}
