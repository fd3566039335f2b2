// A message's HTML, rebuilt element by element from a short list; anything else becomes its text.

import { el } from "./dom.js";

const PLAIN = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE"]);
const ADDRESS = /^(https?:|mailto:|tel:|tg:)/i;

export function formatted(html, onlink) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].map((node) => rebuilt(node, onlink));
}

function rebuilt(node, onlink) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE) return document.createTextNode("");
  const children = [...node.childNodes].map((child) => rebuilt(child, onlink));
  if (PLAIN.has(node.tagName)) return el(node.tagName.toLowerCase(), {}, ...children);
  if (node.tagName === "A") return link(node.getAttribute("href") ?? "", children, onlink);
  if (node.tagName === "SPAN" && node.className === "bot_command") {
    return el("button", { type: "button", class: "command", onclick: () => onlink({ command: node.textContent }) }, ...children);
  }
  if (node.tagName === "SPAN") return el("span", { class: node.className === "spoiler" ? "spoiler" : null }, ...children);
  return document.createTextNode(node.outerHTML);
}

function link(href, children, onlink) {
  if (!ADDRESS.test(href)) return el("span", {}, ...children);
  return el("a", {
    href, target: "_blank", rel: "noopener noreferrer",
    onclick: (event) => { if (onlink({ href, at: event.currentTarget })) event.preventDefault(); },
  }, ...children);
}
