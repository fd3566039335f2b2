// One message as a bubble.

import * as api from "./api.js";
import { dialog, el } from "./dom.js";
import { formatted } from "./formatted.js";
import { hour, t } from "./words.js";

const CONTENT = { document: "document", photo: "picture", contact: "contact" };

export function bubble(message, phone) {
  if (message.service) return notification(message);
  const own = message.from.id === phone.user;
  const node = el("li", { class: `message ${own ? "own" : "other"}`, "data-id": String(message.message_id) });
  const body = el("article", { class: "bubble", "aria-label": own ? null : message.from.first_name });
  if (!own && phone.isGroup) body.append(el("div", { class: "from" }, message.from.first_name));
  if (message.reply_to) body.append(quote(message, phone));
  body.append(...content(message, phone), foot(message, phone, own));
  node.append(body);
  if (message.buttons.length) node.append(keyboard(message, phone));
  return node;
}

// The first words of a message, for quotes, lists and the screen reader.
export function gist(message) {
  const kind = Object.keys(CONTENT).find((name) => message[name]);
  const text = message.text ?? (kind ? t(CONTENT[kind]) : t("other"));
  return text.split("\n", 1)[0];
}

function content(message, phone) {
  const parts = [];
  if (message.photo) parts.push(picture(message.photo.at(-1), phone));
  else if (message.document) parts.push(file(message.document, phone));
  if (message.contact) parts.push(card(message.contact, phone));
  if (message.html) {
    parts.push(el("div", { class: "text" }, ...formatted(message.html, (link) => phone.follow(link, message))));
  }
  if (!parts.length) parts.push(el("div", { class: "text muted" }, t("other")));
  return parts;
}

function picture(size, phone) {
  const address = api.fileAddress(phone.user, size.file_id);
  const image = () => el("img", { src: address, alt: t("picture"), loading: "lazy" });
  return el("button", {
    type: "button", class: "picture", "aria-label": t("picture"),
    onclick: () => dialog(t("picture"), el("div", { class: "picture-large" }, image())),
  }, image());
}

function file(document, phone) {
  const name = document.file_name ?? t("document");
  return el("a", { class: "file", href: api.fileAddress(phone.user, document.file_id), download: name, target: "_blank" },
    el("span", { class: "file-sign", "aria-hidden": "true" }, name.split(".").pop().slice(0, 4)),
    el("span", { class: "file-name" }, name, el("small", {}, size(document.file_size))));
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function card(contact, phone) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return el("div", { class: "contact-card" }, el("strong", {}, name), el("span", {}, contact.phone_number),
    el("button", { type: "button", class: "quiet", onclick: () => phone.dial(contact.phone_number) }, t("call")));
}

function quote(message, phone) {
  const replied = phone.shown.get(message.reply_to);
  return el("button", { type: "button", class: "quote", onclick: () => phone.scrollTo(message.reply_to) },
    replied ? el("strong", {}, replied.from.first_name) : null,
    el("span", {}, replied ? gist(replied) : t("deletedMessage")));
}

function foot(message, phone, own) {
  const signs = [];
  if (message.pinned) signs.push(t("pinned"));
  if (message.silent) signs.push(el("span", { class: "silent" }, t("silent")));
  if (message.edit_date) signs.push(t("edited"));
  const at = new Date((message.edit_date ?? message.date) * 1000);
  const foot = el("footer", {}, ...signs.map((sign) => [sign, " "]), el("time", { datetime: at.toISOString() }, hour(at)));
  if (!own) {
    foot.prepend(el("button", {
      type: "button", class: "reply", "aria-label": `${t("reply")}: ${gist(message)}`, title: t("reply"), onclick: () => phone.replyTo(message),
    }, "↩"));
  }
  return foot;
}

function keyboard(message, phone) {
  return el("div", { class: "keyboard" }, ...message.buttons.map((row) =>
    el("div", { class: row.length > 4 ? "row tight" : row.length > 2 ? "row three" : "row" }, ...row.map((button) => key(button, message, phone)))));
}

function key(button, message, phone) {
  const node = el("button", {
    type: "button", class: "key", "data-label": button.text, onclick: () => node.press(),
  }, button.text);
  node.press = () => phone.press(message, button, node);
  if (button.url || button.web_app) node.append(el("span", { class: "out", "aria-hidden": "true" }, " ↗"));
  return node;
}

function notification(message) {
  const says = {
    group_chat_created: () => t("created"),
    new_chat_members: () => t("joined", { who: message.about.join(", ") }),
    left_chat_member: () => t("left", { who: message.about.join(", ") }),
    migrate_to_chat_id: () => t("becameSuper"),
    migrate_from_chat_id: () => t("becameSuper"),
    pinned_message: () => t("wasPinned"),
  };
  return el("li", { class: "service", "data-id": String(message.message_id) }, says[message.service]());
}
