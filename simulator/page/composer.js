// What stands under the messages: a line to write in, or why one cannot.

import { el, menu } from "./dom.js";
import * as store from "./store.js";
import { t } from "./words.js";

export function composer(phone, chat, kept) {
  if (!chat) return el("p", { class: "cannot" }, t("readOnly"));
  if (chat.blocked) return barred(t("blocked"), t("unblock"), () => phone.setBlocked(false));
  if (store.play.ready === false) return el("p", { class: "cannot" }, t("settingUp"));
  if (!chat.started) return barred("", t("start"), () => phone.send("/start"));
  if (!chat.can_write) return el("p", { class: "cannot" }, t("readOnly"));
  return el("div", {}, phone.replying ? replying(phone) : null, line(phone, chat, kept));
}

function barred(why, label, deed) {
  return el("div", { class: "barred" }, why ? el("p", {}, why) : null,
    el("button", { type: "button", class: "main", onclick: deed }, label));
}

function replying(phone) {
  const cancel = () => { phone.replying = null; phone.drawFoot(); };
  return el("div", { class: "replying" },
    el("span", {}, t("replyTo", { who: phone.replying.from.first_name })),
    el("button", { type: "button", class: "icon", "aria-label": t("cancel"), onclick: cancel }, "×"));
}

function line(phone, chat, kept) {
  const input = el("textarea", { rows: "1", "aria-label": t("write"), placeholder: t("write") });
  input.value = kept;
  const form = el("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); submit(); } },
    commands(phone, chat), attach(phone), input,
    el("button", { type: "submit", class: "icon send", "aria-label": t("send") }, "➤"));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  function submit() {
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    phone.send(text);
  }
  return form;
}

function commands(phone, chat) {
  if (!chat.commands.length) return null;
  const opener = el("button", {
    type: "button", class: "icon", "aria-label": t("commands"), "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => menu(opener, chat.commands.map((one) => ({
      text: `/${one.command}`, hint: one.description, deed: () => phone.send(`/${one.command}`),
    }))),
  }, "/");
  return opener;
}

function attach(phone) {
  const opener = el("button", {
    type: "button", class: "icon", "aria-label": t("attach"), "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => menu(opener, [
      { text: t("sendDocument"), deed: () => choose("", "document") },
      { text: t("sendPicture"), deed: () => choose("image/*", "photo") },
      { text: t("sendContact"), deed: () => phone.sendFile("contact", {}) },
    ]),
  }, "+");
  function choose(accept, kind) {
    const input = el("input", { type: "file", accept });
    input.addEventListener("change", () => input.files[0] && phone.sendFile(kind, {}, input.files[0]));
    input.click();
  }
  return opener;
}
